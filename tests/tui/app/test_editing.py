"""Holds the editor to how text is changed by hand: each change one step for undo, the cursor where it belongs."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets.text_area import Selection

from ksqltui.tui.widgets.editor import SqlEditor


class EditorApp(App[None]):
    """One editor."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict.fromkeys(
            ("faint", "lift", "on-accent", "muted", "sql-string", "sql-number", "sql-comment"), "#808080"
        )

    def compose(self) -> ComposeResult:
        yield SqlEditor(self.text)


def editor_of(pilot: Pilot[None]) -> SqlEditor:
    return pilot.app.query_one(SqlEditor)


async def test_pairs_come_are_passed_and_go_together() -> None:
    async with EditorApp().run_test() as pilot:
        editor = editor_of(pilot)
        await pilot.press("f", "left_parenthesis", "apostrophe", "x", "apostrophe", "right_parenthesis", "semicolon")
        assert editor.text == "f('x');"
        await pilot.press("left", "left_parenthesis")
        assert editor.text == "f('x')();"
        await pilot.press("backspace")
        assert editor.text == "f('x');"


async def test_the_cursor_goes_to_the_ends_of_the_text_and_selects_on_its_way() -> None:
    async with EditorApp("SELECT a\n  FROM s;\n").run_test() as pilot:
        editor = editor_of(pilot)
        await pilot.press("ctrl+end", "x", "ctrl+home", "y")
        assert editor.text == "ySELECT a\n  FROM s;\nx"
        await pilot.press("ctrl+shift+end")
        assert editor.selected_text == "SELECT a\n  FROM s;\nx"
        await pilot.press("ctrl+end", "ctrl+shift+home")
        assert editor.selected_text == editor.text


async def test_a_quote_goes_around_a_selection_which_stays() -> None:
    async with EditorApp("name").run_test() as pilot:
        editor = editor_of(pilot)
        editor.selection = Selection((0, 0), (0, 4))
        await pilot.press("apostrophe")
        assert editor.text == "'name'"
        assert editor.selected_text == "name"
        await pilot.press("ctrl+z")
        assert editor.text == "name"


async def test_enter_keeps_the_indent_and_opens_an_empty_bracket() -> None:
    async with EditorApp("  CREATE (").run_test() as pilot:
        editor = editor_of(pilot)
        editor.move_cursor((0, 10))
        await pilot.press("enter", "a")
        assert editor.text == "  CREATE (\n  a"
        await pilot.press("left_parenthesis", "enter", "b")
        assert editor.text == "  CREATE (\n  a(\n    b\n  )"


async def test_lines_are_commented_and_back_with_the_cursor_on_its_letter() -> None:
    async with EditorApp("SELECT a\n  FROM b;").run_test() as pilot:
        editor = editor_of(pilot)
        editor.selection = Selection((0, 3), (1, 4))
        await pilot.press("ctrl+underscore")
        assert editor.text == "-- SELECT a\n--   FROM b;"
        assert editor.selection == Selection((0, 6), (1, 7))
        await pilot.press("ctrl+underscore")
        assert editor.text == "SELECT a\n  FROM b;"


async def test_tab_indents_what_is_selected_and_shift_tab_takes_it_back() -> None:
    async with EditorApp("a\nb\nc").run_test() as pilot:
        editor = editor_of(pilot)
        editor.selection = Selection((0, 0), (2, 0))
        await pilot.press("tab")
        assert editor.text == "  a\n  b\nc"
        await pilot.press("shift+tab", "shift+tab")
        assert editor.text == "a\nb\nc"


async def test_formatting_is_one_step_and_the_cursor_stays_at_its_word() -> None:
    typed = "SHOW TOPICS;\nselect   a,b   from t   where a=1 and b in (1,2) group by a,b emit changes;"
    async with EditorApp(typed).run_test() as pilot:
        editor = editor_of(pilot)
        editor.go_to(typed.index("where"))
        await pilot.press("alt+f")
        assert editor.text.startswith("SHOW TOPICS;\nselect a, b\n  from t\n  where a = 1")
        row, column = editor.cursor_location
        assert editor.document.lines[row][column:].startswith("where")
        await pilot.press("ctrl+z")
        assert editor.text == typed


async def test_the_whole_buffer_is_formatted() -> None:
    async with EditorApp("show   topics;\n\n\n\nselect  1 from a;").run_test() as pilot:
        await pilot.press("alt+shift+f")
        await pilot.app.workers.wait_for_complete()
        assert editor_of(pilot).text == "show topics;\n\nselect 1 from a;"


async def test_keywords_in_capitals_by_key_and_as_they_are_typed() -> None:
    async with EditorApp("select key from t;").run_test() as pilot:
        editor = editor_of(pilot)
        await pilot.press("alt+u")
        assert editor.text == "SELECT key FROM t;"
        editor.clear()
        await pilot.press("alt+shift+u", *"select x ")
        assert editor.text == "SELECT x "


@pytest.mark.parametrize(
    ("text", "at", "other"),
    [
        ("f(a, '(', g(b))", (0, 1), (0, 14)),
        ("f(a,\n -- )\n b)", (0, 1), (2, 2)),
        ("f(a]", (0, 1), None),
        ("f(a)", (0, 3), (0, 1)),
    ],
)
async def test_the_other_bracket(text: str, at: tuple[int, int], other: tuple[int, int] | None) -> None:
    async with EditorApp(text).run_test() as pilot:
        editor = editor_of(pilot)
        editor.move_cursor(at)
        await pilot.pause()
        assert editor.matching_bracket_location == other
