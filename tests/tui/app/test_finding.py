"""Holds find, replace and go to line to what is marked, counted and changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.find_bar import FindBar

OpenApp = Callable[..., KsqltuiApp]
TEXT = "SELECT name FROM payments;\nSELECT amount FROM payments;\nSHOW Payments;\n"


async def editor_of(pilot: Pilot[None]) -> SqlEditor:
    for _ in range(3_000):
        if isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(SqlEditor):
            await pilot.pause()
            return pilot.app.screen.query_one(EditorPane).editor
        await pilot.pause(0.01)
    raise AssertionError("the main screen did not come")


def count_of(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#find-count").render())


async def test_matches_are_chosen_one_after_the_other_and_round(open_app: OpenApp) -> None:
    async with open_app(script=TEXT).run_test(size=(120, 36)) as pilot:
        editor = await editor_of(pilot)
        await pilot.press("ctrl+f", *"payments")
        await pilot.pause()
        assert (editor.selected_text, count_of(pilot)) == ("payments", "1 of 3")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert (editor.selected_text, count_of(pilot)) == ("Payments", "3 of 3")
        await pilot.press("down")
        assert editor.selection.start == (0, 17)
        await pilot.press("alt+c")
        await pilot.pause()
        assert count_of(pilot).endswith("of 2")
        await pilot.press("escape")
        assert editor.has_focus
        assert not pilot.app.screen.query_one(FindBar).display


async def test_one_is_replaced_then_all_in_one_step(open_app: OpenApp) -> None:
    async with open_app(script=TEXT).run_test(size=(120, 36)) as pilot:
        editor = await editor_of(pilot)
        await pilot.press("ctrl+f", *"payments", "tab")
        pilot.app.screen.query_one("#find-replacement", Input).value = "p"
        await pilot.press("enter")
        await pilot.pause()
        assert editor.text == TEXT.replace("payments", "p", 1)
        await pilot.press("alt+r")
        await pilot.pause()
        assert editor.text == "SELECT name FROM p;\nSELECT amount FROM p;\nSHOW p;\n"
        await pilot.press("escape", "ctrl+z")
        assert editor.text == TEXT.replace("payments", "p", 1)


async def test_an_expression_that_is_none_says_so_in_the_bar(open_app: OpenApp) -> None:
    async with open_app(script=TEXT).run_test(size=(120, 36)) as pilot:
        await editor_of(pilot)
        await pilot.press("ctrl+f", "alt+x", "left_parenthesis")
        await pilot.pause()
        assert "no regular expression" in count_of(pilot)


async def test_go_to_line_and_column(open_app: OpenApp) -> None:
    async with open_app(script=TEXT).run_test(size=(120, 36)) as pilot:
        editor = await editor_of(pilot)
        await pilot.press("ctrl+g", *"2", "colon", "8", "enter")
        await pilot.pause()
        assert editor.cursor_location == (1, 7)
        await pilot.press("ctrl+g", *"what", "enter")
        await pilot.pause()
        assert editor.cursor_location == (1, 7)


def test_the_bar_with_its_marks(snap_compare: Any, open_app: OpenApp) -> None:
    async def search(pilot: Pilot[None]) -> None:
        await editor_of(pilot)
        await pilot.press("ctrl+f", *"payments")
        await pilot.pause()

    assert snap_compare(open_app(script=TEXT), terminal_size=(120, 36), run_before=search)
