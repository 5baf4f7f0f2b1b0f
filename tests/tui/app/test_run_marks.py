"""Holds what an editor says of runs: notes that move with their statements, and the server's place in the buffer."""

from __future__ import annotations

import pytest

from ksqltui.model.errors import Place, RequestRefused
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.sql.splitter import split
from ksqltui.tui.widgets.run_marks import error_mark, place_notes

SCRIPT = "SELECT 1;\nSELECT 1;\nSELECT *\n  FROM t;"


def run_of(statement: str, place: int, *, number: int = 1, state: RunState = RunState.STREAMING) -> QueryRun:
    run = QueryRun(number, statement, title="t", kind=StatementKind.PUSH_QUERY, place=place, now=0.0)
    run.state = state
    return run


def line_of(script: str, offset: int) -> int:
    return script.count("\n", 0, offset)


def test_of_equal_statements_the_nearest_to_where_it_ran_gets_the_note() -> None:
    notes = place_notes([run_of("SELECT 1;", 10)], split(SCRIPT), lambda at: line_of(SCRIPT, at))
    assert {line: note.words for line, note in notes.items()} == {1: "tab 1"}


def test_a_note_moves_with_its_statement_and_goes_when_the_text_changes() -> None:
    run = run_of("SELECT *\n  FROM t;", 20)
    moved = "-- more\n\n" + SCRIPT
    assert list(place_notes([run], split(moved), lambda at: line_of(moved, at))) == [5]
    changed = SCRIPT.replace("FROM t", "FROM u")
    assert place_notes([run], split(changed), lambda at: line_of(changed, at)) == {}


def test_the_newest_run_of_a_statement_speaks() -> None:
    runs = [run_of("SELECT 1;", 0, state=RunState.STOPPED), run_of("SELECT 1;", 0, number=4)]
    notes = place_notes(runs, split(SCRIPT), lambda at: line_of(SCRIPT, at))
    assert (notes[0].glyph, notes[0].short) == ("●", "tab 4")


def test_every_state_has_its_own_words() -> None:
    glyphs = set()
    for state in RunState:
        (note,) = place_notes([run_of("SELECT 1;", 0, state=state)], split("SELECT 1;"), lambda at: 0).values()
        glyphs.add((note.glyph, note.words))
    assert ("✓", "tab 1") in glyphs
    assert ("○", "tab 1, connection lost") in glyphs
    assert ("■", "tab 1, limit reached") in glyphs


def test_the_servers_place_is_found_in_the_buffer_over_the_whole_word() -> None:
    run = run_of("SELECT *\n  FROM t;", 20, state=RunState.FAILED)
    run.error = RequestRefused("line 2:3: x", code=40001, status=400, place=Place(2, 3))
    mark = error_mark(run, split(SCRIPT))
    assert mark is not None
    assert SCRIPT[mark.start : mark.end] == "FROM"


def test_a_place_outside_of_the_text_marks_nothing_or_its_last_character() -> None:
    run = run_of("SELECT *\n  FROM t;", 20, state=RunState.FAILED)
    run.error = RequestRefused("x", code=40001, status=400, place=Place(9, 1))
    assert error_mark(run, split(SCRIPT)) is None
    run.error = RequestRefused("x", code=40001, status=400, place=Place(2, 99))
    mark = error_mark(run, split(SCRIPT))
    assert mark is not None
    assert SCRIPT[mark.start : mark.end] == ";"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("line 1:8: Syntax Error\nUnknown statement 'x'", "tab 1, Syntax Error"),
        ("Line: 1, Col: 8: SELECT column 'X' cannot be resolved.", "tab 1, SELECT column 'X' cannot be resolved"),
        ("Pull queries don't support GROUP BY clauses. See x", "tab 1, Pull queries don't support GROUP BY…"),
        ("bad \x1b[31m name", "tab 1, bad \\x1b[31m name"),
    ],
)
def test_a_failure_says_its_first_words_without_the_place(message: str, words: str) -> None:
    run = run_of("SELECT 1;", 0, state=RunState.FAILED)
    run.error = RequestRefused(message, code=40001, status=400)
    (note,) = place_notes([run], split("SELECT 1;"), lambda at: 0).values()
    assert note.words == words
