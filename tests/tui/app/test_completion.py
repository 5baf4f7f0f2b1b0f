"""Holds completion on the screen: when the list comes, what its keys do, and that it is never in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot

from ksqltui.model.entities import DescribeFunction, FunctionNames
from ksqltui.model.listings import FunctionArgument, FunctionName, FunctionSignature
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.completion_popup import CompletionPopup
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.signature_line import SignatureLine

OpenApp = Callable[..., KsqltuiApp]
WIDE = (120, 36)
SCRIPT = """-- A push query runs until you stop it
SELECT name, COUNT(*) AS cnt, \n  FROM payments GROUP BY name EMIT CHANGES;

-- Once more
SELECT * FROM payments;
"""
SUM = DescribeFunction(
    name="SUM",
    description="The total of a column in each group.",
    type="AGGREGATE",
    functions=(
        FunctionSignature((FunctionArgument("val", "INTEGER"),), "INTEGER"),
        FunctionSignature((FunctionArgument("val", "BIGINT"),), "BIGINT"),
    ),
)


@pytest.fixture(autouse=True)
def functions(server: Any) -> None:
    named = (
        ("SUM", "AGGREGATE"),
        ("COUNT", "AGGREGATE"),
        ("SUBSTRING", "SCALAR"),
        ("ARRAY_MAX", "SCALAR"),
        ("AS_MAP", "SCALAR"),
    )
    listed = tuple(FunctionName(name, kind, "AGGREGATE" if kind == "AGGREGATE" else "MAP") for name, kind in named)
    server.functions["SHOW FUNCTIONS;"] = (FunctionNames(functions=listed),)
    server.functions["DESCRIBE FUNCTION SUM;"] = (SUM,)


async def main_screen(pilot: Pilot[None]) -> MainScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    await until(pilot, lambda: screen.completions.version)
    return screen


def editor_of(pilot: Pilot[None]) -> SqlEditor:
    return pilot.app.screen.query_one(EditorPane).editor


def listed(pilot: Pilot[None]) -> list[str]:
    return [match.candidate.name for match in pilot.app.screen.query_one(CompletionPopup).matches]


async def quiet(pilot: Pilot[None]) -> None:
    """Until everything that a key press will show is shown."""
    await pilot.pause(0.1)


async def test_the_list_comes_after_two_letters_and_tab_takes_the_first(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        await pilot.press(*"SELECT * FROM p")
        await quiet(pilot)
        assert listed(pilot) == []
        await pilot.press("a")
        await until(pilot, lambda: listed(pilot) == ["PAYMENTS", "PAYMENTS_AGGR"])
        await pilot.press("down", "tab")
        assert editor_of(pilot).text == "SELECT * FROM payments_aggr"
        await quiet(pilot)
        assert listed(pilot) == []


async def test_enter_takes_from_an_open_list_and_is_a_new_line_otherwise(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        await pilot.press(*"sel")
        await until(pilot, lambda: listed(pilot))
        await pilot.press("enter", "enter")
        assert editor_of(pilot).text == "select\n"


async def test_a_word_that_is_whole_and_a_new_name_bring_no_list(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        for text in ("SELECT", " name AS pa", " FROM payments"):
            await pilot.press(*text)
            await quiet(pilot)
            assert listed(pilot) == []


async def test_escape_closes_and_the_word_is_left_alone_until_asked_for(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        await pilot.press(*"SELECT * FROM pa")
        await until(pilot, lambda: listed(pilot))
        await pilot.press("escape", "y")
        await quiet(pilot)
        assert listed(pilot) == []
        await pilot.press("f3")
        await until(pilot, lambda: listed(pilot))
        await pilot.press("backspace", "backspace", "backspace", "escape", "up", "enter")
        assert editor_of(pilot).text.startswith("\nSELECT") or editor_of(pilot).text.endswith("\n")


async def test_run_works_while_the_list_is_open(open_app: OpenApp, server: Any) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        await pilot.press(*"SELECT * FROM pa")
        await until(pilot, lambda: listed(pilot))
        await pilot.press("f5")
        await until(pilot, lambda: server.sent)
        assert server.sent == ["SELECT * FROM pa"]


async def test_another_place_another_pane_and_a_paste_close_the_list(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        editor = editor_of(pilot)
        for leave in ("home", "f6"):
            editor.load_text("")
            editor.focus()
            await pilot.press(*"SELECT * FROM pa")
            await until(pilot, lambda: listed(pilot))
            await pilot.press(leave)
            await until(pilot, lambda: not listed(pilot))


async def test_a_click_takes_the_line_and_leaves_the_focus(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await main_screen(pilot)
        await pilot.press(*"SELECT * FROM pa")
        await until(pilot, lambda: listed(pilot))
        await pilot.click(CompletionPopup, offset=(5, 1))
        await until(pilot, lambda: editor_of(pilot).text == "SELECT * FROM payments_aggr")
        assert editor_of(pilot).has_focus


async def test_names_start_under_the_word_and_nothing_is_pushed(open_app: OpenApp) -> None:
    async with open_app().run_test(size=WIDE) as pilot:
        screen = await main_screen(pilot)
        before = screen.query_one("ResultsPane").region
        editor = editor_of(pilot)
        editor.move_cursor((2, len("  FROM payments")))
        await pilot.press("f3")
        await until(pilot, lambda: listed(pilot))
        popup = screen.query_one(CompletionPopup)
        word = editor.cursor_screen_offset.x - len("payments")
        assert (popup.region.x + 2, popup.region.y) == (word, editor.cursor_screen_offset.y + 1)
        assert screen.query_one("ResultsPane").region == before


async def test_the_signature_stands_above_the_call_with_its_parameter(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        screen = await main_screen(pilot)
        editor_of(pilot).move_cursor((1, len("SELECT name, COUNT(*) AS cnt, ")))
        await pilot.press(*"SUM(")
        line = screen.query_one(SignatureLine)
        await until(pilot, lambda: line.help is not None)
        assert "SUM(val INTEGER)  →  INTEGER   1 of 2" in line.render_line(0).text
        assert line.region.bottom == editor_of(pilot).cursor_screen_offset.y
        await pilot.press(")")
        await until(pilot, lambda: line.help is None)


async def test_a_list_at_the_bottom_opens_upwards(open_app: OpenApp) -> None:
    async with open_app(script="\n" * 40).run_test(size=(80, 12)) as pilot:
        screen = await main_screen(pilot)
        await pilot.press("ctrl+down", "ctrl+down", "ctrl+down", "ctrl+down")
        editor_of(pilot).move_cursor((40, 0))
        await pilot.press("f3")
        await until(pilot, lambda: listed(pilot))
        popup = screen.query_one(CompletionPopup)
        assert screen.region.contains_region(popup.region)
        assert not popup.region.contains_point(editor_of(pilot).cursor_screen_offset)


def test_the_list_and_a_signature(snap_compare: Any, open_app: OpenApp) -> None:
    async def typed(pilot: Pilot[None]) -> None:
        screen = await main_screen(pilot)
        editor = editor_of(pilot)
        await until(pilot, lambda: editor.diagnostics.problems)
        before = editor.diagnostics.problems[0].message
        editor.move_cursor((1, len("SELECT name, COUNT(*) AS cnt, ")))
        # Problems are looked for when typing pauses, which a busy machine does anywhere; so they are here before it.
        editor.insert("SUM(a")
        await until(pilot, lambda: [each.message for each in editor.diagnostics.problems] not in ([], [before]))
        await pilot.press("m")
        await until(pilot, lambda: listed(pilot) and screen.query_one(SignatureLine).help is not None)

    assert snap_compare(open_app(script=SCRIPT), terminal_size=WIDE, run_before=typed)
