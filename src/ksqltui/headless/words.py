"""Owns what one-shot mode says to people, on standard error; knows no data and no format."""

from __future__ import annotations

from typing import TextIO

from ksqltui.headless.script import PlacedStatement
from ksqltui.model.errors import KsqlError, Place, RequestRefused
from ksqltui.model.writers.text import shown_text
from ksqltui.session.query_run import QueryRun
from ksqltui.sql.analysis import StatementKind

LONGEST_STATEMENT = 100


class Words:
    """Writes lines for people; what a terminal would obey in a server's text is spelt out."""

    def __init__(self, err: TextIO) -> None:
        self._err = err

    def say(self, *messages: str) -> None:
        for message in messages:
            self._lines(message)
        self._err.flush()

    def no_server(self, error: KsqlError) -> None:
        self.say(error.message, *([error.advice] if error.advice else []))

    def ended(self, run: QueryRun, keys: int | None = None) -> None:
        """How a stream ended, with the words of the screens: "(12 rows, finished)"; `keys` are left of a table."""
        count = _count_of(run)
        note = f", {run.end_note}" if run.end_note else ""
        if keys is not None:
            count = f"{keys} key{'' if keys == 1 else 's'} of {count}"
        self.say(f"({count}, {run.state.value}{note})")

    def lost(self, run: QueryRun) -> None:
        """What had come of a stream that broke off; what came meanwhile on the server nobody can tell."""
        count = _count_of(run)
        self.say(f"  {count} had come before it; what followed is not known here.")

    def failed(self, error: KsqlError, statement: PlacedStatement, number: int) -> None:
        """The server's message whole and alone on its lines, then where it was, then what would help."""
        # Only who fails waits for what masks secrets.
        from ksqltui.model.history import without_secrets

        self._lines(error.message)
        line, column = _place_of(error, statement)
        text = _shortened(without_secrets(statement.text))
        self._lines(f"  at {statement.origin}:{line}:{column}, statement {number}: {text}")
        if error.advice:
            self._lines(f"  {error.advice}")
        from ksqltui.model.fixes import fix_for  # what knows the language well is slow to import

        fix = fix_for(error, statement.text)
        if fix is not None:
            self._lines(f"  {fix.title}: {' '.join(fix.statement.split())}")
        self._err.flush()

    def _lines(self, text: str) -> None:
        for line in text.split("\n"):
            # A tab is layout, as the server meant it.
            self._err.write("\t".join(map(shown_text, line.split("\t"))) + "\n")


def _count_of(run: QueryRun) -> str:
    one = "line" if run.kind is StatementKind.PRINT else "row"
    return f"{run.rows_received} {one}{'' if run.rows_received == 1 else 's'}"


def _place_of(error: KsqlError, statement: PlacedStatement) -> tuple[int, int]:
    """The server counts in the statement, people in their file."""
    place = error.place if isinstance(error, RequestRefused) else None
    if place is None:
        place = Place(1, 1)
    column = place.column + (statement.column - 1 if place.line == 1 else 0)
    return statement.line + place.line - 1, column


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_STATEMENT else flat[: LONGEST_STATEMENT - 1] + "…"
