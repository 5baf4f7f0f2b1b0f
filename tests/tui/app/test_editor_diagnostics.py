"""Problems are marked in the editor once typing pauses, move with the text and can be gone to; all statements run."""

from __future__ import annotations

from typing import Any

from tests.tui.app.waiting import until

from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.problem_card import ProblemCard

from .conftest import OpenApp
from .test_main_screen import WIDE, ready, row_text

SCRIPT = "SELECT nam FROM payments EMIT CHANGES;\nSHOW STREAMS;\nSELECT * FRM payments;\n"


async def test_a_syntax_error_and_an_unknown_column_are_marked_and_gone_to(open_app: OpenApp) -> None:
    app = open_app(script=SCRIPT)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        editor = screen.query_one(EditorPane).editor
        await until(pilot, lambda: len(editor.diagnostics.problems) == 2)
        assert "! No column NAM " in row_text(screen, 2)
        await pilot.press("alt+n")
        assert editor.cursor_location == (0, 7)
        await pilot.press("alt+n")
        assert editor.cursor_location == (2, 9)
        await until(pilot, lambda: "✗ Expecting {',', 'FROM'}" in row_text(screen, 4))
        card = screen.query_one(ProblemCard)
        await until(pilot, lambda: "✗ Expecting {',', 'FROM'}" in card.render_line(0).text)
        await pilot.press("left")
        await until(pilot, lambda: not card.is_open)
        await pilot.resize_terminal(46, 24)
        await pilot.click(editor, offset=(editor.gutter_width - 2, 2))
        await until(pilot, lambda: card.is_open and card.is_on_screen)
        whole = " ".join(each.message for each in editor.diagnostics.problems[1:])
        assert " ".join(card.words.split()) == whole
        assert screen.region.contains_region(card.region)
        await pilot.press("escape")
        await until(pilot, lambda: not card.is_open)
        editor.move_cursor((2, 9))
        await pilot.press("alt+n")
        assert editor.cursor_location == (0, 7)


async def test_marks_move_with_the_text_and_go_when_it_is_mended(open_app: OpenApp) -> None:
    app = open_app(script=SCRIPT)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        editor = screen.query_one(EditorPane).editor
        await until(pilot, lambda: len(editor.diagnostics.problems) == 2)
        editor.move_cursor((0, 10))
        await pilot.press("e")
        moved = editor.diagnostics.problems
        assert [editor.script[each.start : each.end] for each in moved] == ["FRM"]
        await until(pilot, lambda: editor.diagnostics.problems == moved)


async def test_all_statements_run_and_those_from_here(open_app: OpenApp, server: Any) -> None:
    app = open_app(script="SHOW STREAMS;\nSHOW TABLES;\nSHOW TOPICS;")
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("alt+a")
        await until(pilot, lambda: len(server.sent) == 3)
        screen.query_one(EditorPane).editor.move_cursor((1, 2))
        await pilot.press("alt+down")
        await until(pilot, lambda: server.sent[3:] == ["SHOW TABLES;", "SHOW TOPICS;"])
