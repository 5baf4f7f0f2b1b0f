"""Owns the lines of a frozen view in the order of a column, sorted a few rows at a time; knows no screen, no clock."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from typing import Any

from ksqltui.model.cell_text import compact_json
from ksqltui.model.changes import ResultLine
from ksqltui.model.result_lines import Lines

RUN = 4_096
"""Rows sorted or joined at once: a few milliseconds."""

_Key = tuple[int, Any, int]


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column, and whether the greatest comes first."""

    column: int
    descending: bool = False


class SortedLines:
    """`numbers` of `lines`, which must not change any more, in the order of a column; rows of one value keep theirs.

    Null and NaN stand last either way. The lines can be read once nothing `remaining` is to be done.
    """

    def __init__(self, lines: Lines, numbers: Sequence[int], sort: Sort) -> None:
        self.sort = sort
        self._lines = lines
        self._numbers = numbers
        self._read = 0
        self._open: list[_Key] = []
        self._runs: list[list[_Key]] = []
        self._joined = array("q")
        self._last = {_NAN: array("q"), _NULL: array("q")}
        self._order: array[int] | None = array("q") if not numbers else None

    # --- the work -------------------------------------------------------------------------------------------------

    @property
    def is_done(self) -> bool:
        return self._order is not None

    @property
    def remaining(self) -> int:
        """Rows whose values are still to be read; 1 while runs are still to be joined."""
        return 0 if self.is_done else max(1, len(self._numbers) - self._read)

    def advance(self, limit: int) -> bool:
        """Reads about `limit` rows, or joins a piece of the sorted runs; True when the order is there."""
        if self.is_done:
            return False
        if self._read < len(self._numbers):
            stop = min(len(self._numbers), self._read + limit)
            self._read_rows(range(self._read, stop))
            self._read = stop
            if len(self._open) >= RUN or stop == len(self._numbers):
                self._close_run()
            return False
        if self._runs:
            self._join_some()
            return False
        if self.sort.descending:
            self._joined.reverse()
        self._order = self._joined + self._last[_NAN] + self._last[_NULL]
        return True

    def _read_rows(self, places: range) -> None:
        column, is_falling = self.sort.column, self.sort.descending
        for at in places:
            number = self._numbers[at]
            rank, comparable = _comparable(self._lines.line(number).values[column])
            if rank in self._last:
                self._last[rank].append(number)
            else:
                # What is read from its end afterwards has rows of one value the other way round.
                self._open.append((rank, comparable, -at if is_falling else at))

    def _close_run(self) -> None:
        if self._open:
            self._runs.append(sorted(self._open))
        self._open = []

    def _join_some(self) -> None:
        """Joins the least of all runs, as far as the heads of all are known to hold them: a bounded piece."""
        reach = max(1, RUN // len(self._runs))
        least = min(run[min(reach, len(run)) - 1] for run in self._runs)
        piece: list[_Key] = []
        for run in self._runs:
            end = bisect_right(run, least, 0, min(reach, len(run)))
            piece += run[:end]
            # Freed here and not all at once at the end, which would take long.
            del run[:end]
        piece.sort()
        self._joined.extend([self._numbers[abs(at)] for _, _, at in piece])
        self._runs = [run for run in self._runs if run]

    # --- as lines -------------------------------------------------------------------------------------------------

    @property
    def order(self) -> array[int]:
        """Which lines of the whole table or changelog they are. Raises IndexError before they are sorted."""
        if self._order is None:
            raise IndexError("the lines are not sorted yet")
        return self._order

    def __len__(self) -> int:
        return len(self.order)

    @property
    def first(self) -> int:
        return 0

    @property
    def end(self) -> int:
        return len(self.order)

    @property
    def dropped(self) -> int:
        return self._lines.dropped

    def line(self, number: int) -> ResultLine:
        if number < 0:
            raise IndexError(number)
        return self._lines.line(self.order[number])._replace(number=number)

    def source(self, number: int) -> int:
        """Which line of the whole table or changelog this one is."""
        return self.order[number]

    def place(self, source: int) -> int:
        """Where the line of the whole stands here; 0 for one that is not here."""
        try:
            return self.order.index(source)
        except ValueError:
            return 0


_NAN, _NULL = 8, 9


def _comparable(value: object) -> tuple[int, int | float | Decimal | str]:
    """Rank of the kind of value and what orders it within: numbers, then text; NaN and null last."""
    if value is None:
        return _NULL, 0
    if isinstance(value, str):
        return 2, value
    if isinstance(value, float | Decimal):
        return (_NAN, 0) if isnan(value) else (1, value)
    if isinstance(value, int):
        return 1, int(value)
    return 2, compact_json(value)
