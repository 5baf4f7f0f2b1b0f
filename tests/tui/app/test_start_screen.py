"""Holds the start screen to its ways on: the sandbox, another server, another try; and to words for what went wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tui.app.fake_stack import FakeStack
from tests.tui.app.waiting import until, until_said, words
from textual.widgets import Input

from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.dialogs import ConnectDialog
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.stack_start import StackStartScreen
from ksqltui.tui.screens.start import StartScreen
from ksqltui.tui.widgets.start_card import StartCard

OpenApp = Callable[..., KsqltuiApp]
SIZE = (120, 36)


@pytest.fixture(autouse=True)
def long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """No next try comes by itself while a test looks at the last one, however slow the machine."""
    monkeypatch.setattr("ksqltui.tui.screens.start.WAITS", (600,))


async def test_a_server_that_answers_goes_straight_to_the_main_screen(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MainScreen))


async def test_no_server_is_told_with_the_reason_and_the_next_try(open_app: OpenApp) -> None:
    app = open_app(unreachable=True)
    async with app.run_test(size=SIZE) as pilot:
        await until_said(pilot, "Tried once, next try in ")
        assert "Nothing answers at http://localhost:8088" in words(app)
        assert "Connection refused." in words(app)
        await pilot.press("r")
        await until_said(pilot, "Tried 2 times, next try in")


async def test_s_opens_the_sandbox(open_app: OpenApp) -> None:
    app = open_app(unreachable=True)
    async with app.run_test(size=SIZE) as pilot:
        await until_said(pilot, "Tried once")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        await until_said(pilot, "sandbox")


async def test_arrows_and_enter_choose_a_card(open_app: OpenApp) -> None:
    app = open_app(unreachable=True, stack=FakeStack())
    async with app.run_test(size=SIZE) as pilot:
        await until_said(pilot, "Tried once")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, StackStartScreen))
        await pilot.press("escape")
        await until_said(pilot, "Tried 2 times")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConnectDialog))


async def test_a_click_opens_the_sandbox_too(open_app: OpenApp) -> None:
    app = open_app(unreachable=True)
    async with app.run_test(size=SIZE) as pilot:
        await until_said(pilot, "Tried once")
        await pilot.click(StartCard)
        await until(pilot, lambda: isinstance(app.screen, MainScreen))


async def test_c_connects_elsewhere(open_app: OpenApp) -> None:
    app = open_app(unreachable=True)
    async with app.run_test(size=SIZE) as pilot:
        await until_said(pilot, "Tried once")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ConnectDialog))
        app.screen.query_one(Input).value = "other:8088"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))


async def test_esc_in_the_dialog_goes_back_and_nothing_is_lost(open_app: OpenApp) -> None:
    app = open_app(unreachable=True)
    async with app.run_test(size=SIZE) as pilot:
        await until_said(pilot, "Tried once")
        await pilot.press("c", "escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))


async def test_the_wish_for_the_sandbox_opens_it_without_asking_for_a_server(open_app: OpenApp) -> None:
    app = open_app(unreachable=True, sandbox=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
