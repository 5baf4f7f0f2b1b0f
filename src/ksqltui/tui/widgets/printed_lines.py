"""Owns how the output of PRINT is shown: the server's lines as they came, made safe; knows no query."""

from __future__ import annotations

import re

from ksqltui.session.query_run import QueryRun
from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.words import Line, Word, said

_LABEL = re.compile(r"(?:^|, )(rowtime|key|value|partition): |^(Key|Value) format: ")
"""The words that the server puts before each part of a record."""


class PrintedLines(LinesView):
    """The lines of one PRINT; it follows the newest while its end is seen."""

    def __init__(self, run: QueryRun, *, id: str | None = None) -> None:
        super().__init__(follows=True, id=id)
        self._run = run

    @property
    def first(self) -> int:
        return self._run.lines_dropped

    @property
    def end(self) -> int:
        return self._run.lines_dropped + len(self._run.lines)

    def line(self, number: int) -> Line:
        text = self._run.lines[number - self._run.lines_dropped]
        words = [Word("  ")]
        at = 0
        for label in _LABEL.finditer(text):
            words += said(text[at : label.start()], "foreground")
            words.append(Word(label.group(), "faint"))
            at = label.end()
        return (*words, *said(text[at:], "foreground"))
