"""Holds that what is typed behind a key that moves the focus goes where that key leads, however quickly it is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tui.app.waiting import until
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.editor_tabs import EditorPane

OpenApp = Callable[..., KsqltuiApp]


def at_once(pilot: Pilot[None], *typed: str) -> None:
    """Everything comes before any of it has been looked at; a word of several letters is typed, a key has a `+`."""
    for word in typed:
        for key in [word] if "+" in word or word in ("f7", "escape") else word:
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_nothing_typed_quickly_is_lost_or_lands_elsewhere(open_app: OpenApp) -> None:
    async with open_app(script="old").run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(EditorPane))
        pane = pilot.app.screen.query_one(EditorPane)
        await until(pilot, lambda: pane.editor.has_focus)

        at_once(pilot, "ab", "ctrl+n", "select", "ctrl+n", "show")
        pilot.app.post_message(events.Paste(" pasted"))
        await until(pilot, lambda: pane.editor.text == "show pasted")
        assert [editor.text for editor in pane.editors] == ["abold", "", "select", "show pasted"]

        at_once(pilot, "f7", "x", "f7", "y", "f7", "z")
        await until(pilot, lambda: pane.editor.text == "selectz")
        assert [editor.text for editor in pane.editors] == ["abxold", "y", "selectz", "show pasted"]


@pytest.mark.parametrize("key", ["ctrl+f", "ctrl+g", "ctrl+o"])
async def test_what_is_typed_behind_a_question_is_its_answer(open_app: OpenApp, key: str) -> None:
    async with open_app(script="old").run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(EditorPane))
        pane = pilot.app.screen.query_one(EditorPane)
        await until(pilot, lambda: pane.editor.has_focus)
        at_once(pilot, key, "12")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input) and pilot.app.focused.value.endswith("12"))
        assert pane.editor.text == "old"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))


async def test_a_key_with_alt_is_no_letter_though_terminals_write_it_with_one(open_app: OpenApp) -> None:
    async with open_app(script="show streams;").run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(EditorPane))
        pane = pilot.app.screen.query_one(EditorPane)
        await until(pilot, lambda: pane.editor.has_focus)
        pilot.app.post_message(events.Key("alt+u", "u"))
        await until(pilot, lambda: pane.editor.text == "SHOW STREAMS;")
        pilot.app.post_message(events.Key("alt+s", "s"))
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        pilot.app.post_message(events.Key("alt+x", "x"))
        await pilot.press("z")
        focused = pilot.app.focused
        assert isinstance(focused, Input)
        await until(pilot, lambda: focused.value.endswith("z"))
        assert "x" not in focused.value
        assert pane.editor.text == "SHOW STREAMS;"
