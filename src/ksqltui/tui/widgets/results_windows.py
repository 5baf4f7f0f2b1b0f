"""Owns which windows the rows of one table are in and what a row says of its own; knows no screen."""

from __future__ import annotations

from ksqltui.model.changes import ResultLine
from ksqltui.model.moment import Moment
from ksqltui.model.results import ResultsStore
from ksqltui.model.window_state import WindowWatch
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.widgets.window_cell import WindowMark, window_mark

MOST_NOTED = 2_000
"""How many new rows one look reads for their windows: after a flood the newest tell enough."""


class RowWindows:
    """The windows of a store's rows; says nothing where the rows have none (`watch` is None)."""

    def __init__(self, store: ResultsStore, watch: WindowWatch | None) -> None:
        self._store = store
        self._watch = watch
        self._noted = 0
        self.moment: Moment | None = None
        """What is looked at, where that is not the newest: no row is new meanwhile."""
        self.say: Speech = ENGLISH
        """The language of the marks; the table sets it once it knows its app."""

    @property
    def are_known(self) -> bool:
        """Whether the rows have windows at all."""
        return self._watch is not None

    @property
    def move(self) -> bool:
        """Whether an open window still counts down: the query has not ended."""
        return self._watch is not None and self._watch.until is None

    def note(self) -> None:
        """Tells the windows of new rows, seen or not; a new window is a new row, so changes say nothing more."""
        if self._watch is None or self.moment is not None:
            return
        lines = self._store.table
        for number in range(max(self._noted, lines.end - MOST_NOTED, lines.first), lines.end):
            line = lines.line(number)
            self._watch.note(line.values, self._store.came(number))
        self._noted = lines.end

    def mark(self, line: ResultLine, above: ResultLine | None, now: float) -> WindowMark | None:
        """What the line says of its window, below the line `above`; `now` in wall seconds."""
        # How a window stood before the pause is not kept.
        watch = self._watch if self.moment is None or not self.moment.version else None
        state = watch.state(line, now) if watch is not None else None
        if watch is None or state is None:
            return None
        is_first = above is None or watch.window(above.values) != watch.window(line.values)
        return window_mark(state, is_first=is_first, is_final=watch.shape.is_final, say=self.say)
