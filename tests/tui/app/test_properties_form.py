"""The form of query properties: what it sets goes with the next statement; what is wrong is said and not set."""

from __future__ import annotations

from typing import Any

from tests.tui.app.waiting import until
from textual.widgets import Input, Static

from ksqltui.tui.screens.properties_form import PropertiesForm

from .conftest import OpenApp
from .test_main_screen import WIDE, ready, row_text


async def test_a_property_of_the_form_goes_with_the_next_statement_and_stands_beside_the_tabs(
    open_app: OpenApp, server: Any
) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, PropertiesForm))
        await pilot.press("f3", "down", "down", *"exactly_once_v2", "enter")
        await until(pilot, lambda: app.screen is screen)
        assert "from earliest" in row_text(screen, 1)
        assert "guarantee exactly_once_v2" in row_text(screen, 1)
        await pilot.press("f5")
        await until(pilot, lambda: server.sent)
        assert server.properties[0] == {"auto.offset.reset": "earliest", "processing.guarantee": "exactly_once_v2"}


async def test_a_misspelt_name_is_warned_about_and_set_only_when_it_is_meant(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, PropertiesForm))
        app.screen.query_one("#other-name", Input).value = "auto.offset.rest"
        app.screen.query_one("#other-value", Input).value = "earliest"
        await pilot.press("enter")
        trouble = app.screen.query_one("#property-trouble", Static)
        await until(pilot, lambda: "Did you mean 'auto.offset.reset'?" in str(trouble.content))
        assert not screen.session.properties
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.session.properties == {"auto.offset.rest": "earliest"}


async def test_a_name_that_the_server_refuses_is_not_set_and_escape_changes_nothing(
    open_app: OpenApp, server: Any, monkeypatch: Any
) -> None:
    async def refuses(name: str) -> bool:
        return False

    monkeypatch.setattr(server, "is_valid_property", refuses)
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, PropertiesForm))
        await pilot.press("f3", "enter")
        trouble = app.screen.query_one("#property-trouble", Static)
        await until(pilot, lambda: "does not let a session set 'auto.offset.reset'" in str(trouble.content))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert not screen.session.properties
