"""Holds the editor to what it shows and gives to be run: the armed statement, colours after edits, notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import TextArea

from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_highlighting import LineHighlighter
from ksqltui.tui.widgets.editor_marks import LineNote

SCRIPT = "-- first\nSELECT a\n  FROM t;\n\n-- second\nSELECT 'x;y' FROM u;\n"


class EditorApp(App[None]):
    """One editor and what it asked for."""

    def __init__(self, text: str = SCRIPT) -> None:
        super().__init__()
        for theme in KSQLTUI_THEMES:
            self.register_theme(theme)
        self.theme = "ksqltui-dark"
        self.text = text
        self.asked: list[tuple[str, ...]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derived_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield SqlEditor(self.text)

    def on_sql_editor_run_asked(self, event: SqlEditor.RunAsked) -> None:
        self.asked.append(tuple(statement.text for statement in event.statements))


def editor_of(pilot: Pilot[None]) -> SqlEditor:
    return pilot.app.query_one(SqlEditor)


def line(editor: SqlEditor, row: int) -> str:
    return editor.render_line(row).text


async def test_the_statement_at_the_cursor_is_armed_from_first_to_last_line() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        barred = [row for row in range(7) if line(editor, row).startswith("▎")]
        assert barred == [1, 2]
        assert line(editor, 1).endswith("▸ Run  F5  ")
        editor.move_cursor((4, 0))
        await pilot.pause()
        assert [row for row in range(7) if line(editor, row).startswith("▎")] == [5]


async def test_run_gives_the_armed_statement_and_a_selection_gives_all_of_its_own() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        await pilot.press("f5")
        editor.select_all()
        await pilot.press("f5")
        await pilot.pause()
        assert app.asked == [("SELECT a\n  FROM t;",), ("SELECT a\n  FROM t;", "SELECT 'x;y' FROM u;")]


async def test_offsets_of_a_selection_count_in_the_whole_buffer() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        editor.move_cursor((3, 0))
        editor.move_cursor((6, 0), select=True)
        (chosen,) = editor.statements_selected()
        assert editor.script[chosen.start : chosen.end] == "SELECT 'x;y' FROM u;"
        assert (chosen.line, chosen.column) == (6, 1)


async def test_a_click_on_run_runs_and_a_click_on_a_note_does_not_move_the_cursor() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        editor.show_notes({2: LineNote(1, "●", "success", "tab 1, 8 rows", "tab 1")})
        await pilot.pause()
        before = editor.cursor_location
        await pilot.click(SqlEditor, offset=(52, 1))
        await pilot.click(SqlEditor, offset=(52, 2))
        assert app.asked == [("SELECT a\n  FROM t;",)]
        assert editor.cursor_location == before


async def test_a_note_gets_shorter_and_goes_before_it_would_cover_text() -> None:
    app = EditorApp("SELECT " + "a" * 30 + ";\nSELECT " + "b" * 45 + ";\nSELECT c;")
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        editor.move_cursor((2, 0))
        note = LineNote(1, "●", "success", "tab 1, 8 000 rows", "tab 1")
        editor.show_notes({0: note, 1: note, 2: note})
        await pilot.pause()
        assert line(editor, 0).rstrip().endswith("● tab 1")
        assert "a" * 30 + ";" in line(editor, 0)
        assert "b" * 45 in line(editor, 1)
        assert "tab" not in line(editor, 1)


async def test_pasted_controls_are_left_out_and_line_ends_are_one() -> None:
    app = EditorApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        editor.focus()
        editor.post_message(Paste("SELECT\r\n\x1b[31m1\x07;"))
        await pilot.pause()
        assert editor.script == "SELECT\n[31m1;"


async def test_tab_goes_to_the_next_stop_of_two_and_never_leaves_the_editor() -> None:
    app = EditorApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        await pilot.press("a", "tab", "b", "tab", "escape")
        assert editor.text == "a b "
        assert editor.has_focus


async def test_an_opened_comment_colours_the_lines_below_and_undo_takes_it_back() -> None:
    app = EditorApp("SELECT 1;\nSELECT 2;\nSELECT 3;")
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)

        def is_comment(row: int) -> bool:
            return any(getattr(span.style, "italic", False) for span in editor.get_line(row).spans)

        editor.move_cursor((0, 9))
        await pilot.press("/", "*")
        assert [is_comment(row) for row in range(3)] == [True, True, True]
        await pilot.press("ctrl+z")
        assert [is_comment(row) for row in range(3)] == [False, False, False]


async def test_a_statement_is_replaced_where_it_is_now_and_can_be_undone() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        editor.insert("\n\n", (0, 0))
        assert editor.replace_statement(9, "SELECT a\n  FROM t;", "SELECT b;")
        assert "SELECT b;" in editor.script
        assert not editor.replace_statement(9, "SELECT gone;", "SELECT b;")
        await pilot.press("ctrl+z")
        assert "SELECT a\n  FROM t;" in editor.script


async def test_a_new_theme_recolours_what_is_on_the_screen() -> None:
    app = EditorApp("SELECT 1;")
    async with app.run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        before = [segment.style for segment in editor.render_line(0)]
        app.theme = "ksqltui-light"
        await pilot.pause()
        assert [segment.style for segment in editor.render_line(0)] != before


@pytest.mark.parametrize("key", ["ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a", "ctrl+b"])
async def test_keys_that_terminals_take_are_bound_to_nothing(key: str) -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        assert key not in pilot.app.screen.active_bindings


PIECES = st.sampled_from(["/*", "*/", "'", '"', "`", "--", "a", " ", "1", "SELECT", "é", "\n"])


@given(st.lists(st.tuples(st.integers(0, 8), st.lists(PIECES, max_size=5)), min_size=1, max_size=8))
def test_colours_after_any_edits_are_those_of_the_text_read_afresh(edits: list[tuple[int, list[str]]]) -> None:
    lines = [""]
    highlighter = LineHighlighter()
    for row, pieces in edits:
        row = min(row, len(lines) - 1)
        lines[row : row + 1] = "".join(pieces).split("\n")
        highlighter.forget_below(row)
        seen = [highlighter.spans(lines, index) for index in range(len(lines))]
        fresh = LineHighlighter()
        assert seen == [fresh.spans(lines, index) for index in range(len(lines))]


@pytest.mark.parametrize("left", [0, 7])
async def test_lines_that_are_kept_look_as_a_text_area_draws_them(left: int) -> None:
    script = "SELECT 'one', 2\tAS `é` FROM t /* wide 漢字 and longer than the screen is wide, so it is cut */;\n" * 12
    async with EditorApp(script).run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        editor.scroll_to(x=left, animate=False)
        editor.move_cursor((0, left + 3))
        await pilot.pause()
        kept = [list(editor.render_line(row).simplify()) for row in range(2, 9)]
        drawn = [list(TextArea.render_line(editor, row).crop(0, 60).simplify()) for row in range(2, 9)]
        assert kept == drawn


async def test_a_new_line_moves_what_is_below_and_its_numbers_follow() -> None:
    async with EditorApp("a\nb\nc\n").run_test(size=(60, 10)) as pilot:
        editor = editor_of(pilot)
        await pilot.press("enter")
        assert [line(editor, row).split()[:3] for row in range(2, 4)] == [["▎", "3", "b"], ["▎", "4", "c"]]
        await pilot.press("ctrl+z")
        assert [line(editor, row).split()[:3] for row in range(1, 3)] == [["▎", "2", "b"], ["▎", "3", "c"]]
