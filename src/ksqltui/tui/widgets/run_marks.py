"""Owns what an editor says about runs: which note at which line, which place is wrong; draws nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from textwrap import shorten

from ksqltui.model.cell_text import number_text, visible
from ksqltui.model.errors import KsqlError, Place, RequestRefused
from ksqltui.session.explaining import PREFIX as EXPLAIN
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.sql.splitter import ScriptStatement
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.editor_marks import ErrorMark, LineNote

LONGEST_REASON = 40
_PLACE = re.compile(r"line:? ?\d+(:|, col: ?)\d+: ", re.IGNORECASE)


def note_of(run: QueryRun, glyphs: Glyphs = UNICODE, say: Speech = ENGLISH) -> LineNote:
    """The note of one run: `● tab 2, 17 rows`, `✗ tab 3, Syntax Error`."""
    glyph, voice = _STATES[run.state](glyphs)
    tab = say("tab {number}", number=run.number)
    if run.state is RunState.FAILED:
        return LineNote(run.number, glyph, voice, f"{tab}, {_reason(run.error, say)}", tab, all_in_voice=True)
    words = ", ".join((tab, *filter(None, (_count(run, say), _end(run, say)))))
    return LineNote(run.number, glyph, voice, words, tab)


def place_notes(
    runs: Iterable[QueryRun],
    statements: Sequence[ScriptStatement],
    line_of: Callable[[int], int],
    glyphs: Glyphs = UNICODE,
    say: Speech = ENGLISH,
) -> dict[int, LineNote]:
    """Notes by line (from 0): each at the last line of the statement that its run was started from.

    A statement is known again by its text, so notes move with it; of equal ones the nearest to where it ran. Once its
    text was changed, the note no longer says anything true and goes.
    """
    notes: dict[int, LineNote] = {}
    for run in runs:
        statement = statement_of(run, statements)
        if statement is not None:
            notes[line_of(statement.end - 1)] = note_of(run, glyphs, say)
    return notes


def statement_of(run: QueryRun, statements: Sequence[ScriptStatement]) -> ScriptStatement | None:
    """The statement in the buffer that the run was started from, wherever it is now."""
    return _statement_like(run.statement, run.place, statements)


def _statement_like(text: str, place: int, statements: Sequence[ScriptStatement]) -> ScriptStatement | None:
    text = _bare(text)
    # The first comparison is by far the cheaper one, and a buffer may have thousands of statements.
    same = (each for each in statements if each.text.startswith(text) and _bare(each.text) == text)
    return min(same, key=lambda statement: abs(statement.start - place), default=None)


def error_mark(run: QueryRun, statements: Sequence[ScriptStatement]) -> ErrorMark | None:
    """Where the server says that the statement is wrong, as a mark over the word there."""
    if not isinstance(run.error, RequestRefused) or run.error.place is None:
        return None
    place = run.error.place
    statement = statement_of(run, statements)
    if statement is None:
        explained = run.statement.removeprefix(EXPLAIN)
        statement = _statement_like(explained, run.place + len(EXPLAIN), statements)
        # Only the first line of what was sent has the word before it.
        place = replace(place, column=place.column - len(EXPLAIN)) if place.line == 1 else place
    if statement is None:
        return None
    start = _offset(statement.text, place)
    if start is None:
        return None
    return ErrorMark(statement.start + start, statement.start + _end_of_word(statement.text, start))


def _offset(text: str, place: Place) -> int | None:
    """The character of a place; the server counts lines and columns from 1 and may point one past the end."""
    lines = text.split("\n")
    if not 1 <= place.line <= len(lines):
        return None
    column = max(place.column - 1, 0)
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + min(column, max(len(lines[place.line - 1]) - 1, 0))


def _end_of_word(text: str, start: int) -> int:
    end = start + 1
    if start < len(text) and (text[start].isalnum() or text[start] == "_"):
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
    return end


def _bare(text: str) -> str:
    return text.strip().removesuffix(";").rstrip()


def _count(run: QueryRun, say: Speech) -> str:
    if run.store is not None:
        rows = len(run.store.table) if run.store.is_keyed else run.store.received
        return say.count(rows, "{count} row", "{count} rows", count=number_text(rows))
    if run.lines:
        count = len(run.lines) + run.lines_dropped
        return say.count(count, "{count} line", "{count} lines", count=number_text(count))
    return ""


def _end(run: QueryRun, say: Speech) -> str:
    if run.state is RunState.LOST:
        return say("connection lost")
    if run.state is RunState.LIMIT_REACHED:
        return say("limit reached")
    return ""


def _reason(error: KsqlError | None, say: Speech) -> str:
    """The first sentence, without the place, which is underlined, and short enough to stand beside text."""
    if error is None:
        return say("failed")
    first = _PLACE.sub("", say(error.message).strip(), count=1).split("\n", 1)[0].split(". ", 1)[0]
    words = "".join(piece.text for piece in visible(first))
    return shorten(words.rstrip("."), LONGEST_REASON, placeholder="…")


_STATES: dict[RunState, Callable[[Glyphs], tuple[str, str]]] = {
    RunState.STARTING: lambda glyphs: (glyphs.starting, "muted"),
    RunState.STREAMING: lambda glyphs: (glyphs.running, "success"),
    RunState.FINISHED: lambda glyphs: (glyphs.finished, "success"),
    RunState.LIMIT_REACHED: lambda glyphs: (glyphs.stopped, "muted"),
    RunState.STOPPED: lambda glyphs: (glyphs.stopped, "muted"),
    RunState.FAILED: lambda glyphs: (glyphs.failed, "error"),
    RunState.LOST: lambda glyphs: (glyphs.away, "error"),
}
