"""Owns how what arrives is put into a run, from a server or from a recording; knows neither of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ksqltui.model.stream import Header, Lines, Rows
from ksqltui.session.identity import RowIdentity
from ksqltui.session.query_run import QueryRun, RowReader, RunState

_Item = TypeVar("_Item")

ROWS_PER_STEP = 2000
"""How many rows the store takes before the loop may do something else: about 2 ms."""
BYTES_PER_STEP = 1 << 15
"""The same in bytes of the wire: wide rows take longer to read."""
TURNS = 24
"""How many turns of the loop others have then: a key press takes some twenty until it is on the screen, and turns in
which nobody has anything to do take 5 µs each."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a stream from our side: a number of rows or lines, a time in seconds."""

    rows: int | None = None
    seconds: float | None = None


class Intake:
    """Fills one run. With a `reader` rows and lines go to it and the run keeps none of them."""

    def __init__(
        self, run: QueryRun, *, row_limit: int | None, reader: RowReader | None, clock: Callable[[], float]
    ) -> None:
        self._run = run
        self._limit = row_limit
        self._reader = reader
        self._clock = clock
        self._rows_taken = 0
        self._bytes_taken = 0

    def open(self, header: Header, identity: RowIdentity) -> None:
        """The columns are known."""
        run = self._run
        run.query_id = header.query_id
        run.columns = header.columns
        run.hides_window = identity.hides_window
        run.identity_note = identity.note
        run.windows = identity.windows
        if self._reader is not None:
            self._reader.opened(header.columns, identity.columns)
        else:
            from ksqltui.model.results import ResultsStore  # one-shot mode keeps no rows

            run.store = ResultsStore(header.columns, identity.columns)
        self._streaming()

    async def rows(self, event: Rows) -> None:
        """Rows have come now. Raises ReaderGone."""
        run = self._run
        rows = self._within_limit(event.rows)
        received = self._clock()
        run.bytes_received += event.size
        # A segment goes into the store as one: its reader has cut it small enough.
        segment = event.segment if len(rows) == len(event.rows) else None
        length = ROWS_PER_STEP if segment is None else len(rows)
        for start in range(0, len(rows), max(1, length)):
            step = rows[start : start + length]
            size = event.size if start == 0 else 0
            if self._reader is not None:
                self._reader.rows(step)
            elif run.store is not None:
                run.store.apply(step, received, size, segment)
            run.rows_received += len(step)
            run.tell_rows(step, received, size)
            await self._let_others(len(step), size)
        self._end_at_limit()

    async def _let_others(self, rows: int, size: int) -> None:
        """Gives the loop away where much was taken without a pause: a stream at full speed is never waited for."""
        self._rows_taken += rows
        self._bytes_taken += size
        if self._rows_taken < ROWS_PER_STEP and self._bytes_taken < BYTES_PER_STEP:
            return
        self._rows_taken = self._bytes_taken = 0
        # Where rows go to a reader no screen waits for its turns.
        for _ in range(TURNS if self._reader is None else 1):
            await asyncio.sleep(0)

    def lines(self, event: Lines) -> None:
        """Lines of PRINT have come now. Raises ReaderGone."""
        run = self._run
        if run.state is RunState.STARTING:
            self._streaming()
        lines = self._within_limit(event.lines)
        if self._reader is not None:
            self._reader.lines(lines)
        else:
            run.add_lines(lines, event.size)
        run.rows_received += len(lines)
        run.tell_lines(lines, self._clock(), event.size)
        self._end_at_limit()

    def _within_limit(self, items: Sequence[_Item]) -> Sequence[_Item]:
        return items if self._limit is None else items[: max(0, self._limit - self._run.rows_received)]

    def _end_at_limit(self) -> None:
        if self._limit is not None and self._run.rows_received >= self._limit:
            self._run.end(RunState.LIMIT_REACHED, now=self._clock())

    def _streaming(self) -> None:
        self._run.state = RunState.STREAMING
        self._run.tell_opened()
