"""Owns the lines of a frozen view in the order of a column, sorted a few rows at a time; knows no screen, no clock."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from typing import Any

from ksqltui.model.cell_text import compact_json
from ksqltui.model.changes import ResultLine
from ksqltui.model.result_lines import Lines

RUN = 16_384
"""Rows sorted at once: a few milliseconds."""

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
        """Reads about `limit` rows, or joins two sorted runs; True when the order is there."""
        if self.is_done:
            return False
        if self._read < len(self._numbers):
            stop = min(len(self._numbers), self._read + limit)
            self._open += [self._key(self._numbers[at], at) for at in range(self._read, stop)]
            self._read = stop
            if len(self._open) >= RUN or stop == len(self._numbers):
                self._close_run()
            return False
        if len(self._runs) > 1:
            # Neighbours of about one size: every row is moved log2(runs) times, and runs already in order are cheap.
            self._runs = [*self._runs[2:], sorted(self._runs[0] + self._runs[1])]
            return False
        self._finish(self._runs[0])
        return True

    def _close_run(self) -> None:
        self._runs.append(sorted(self._open))
        self._open = []

    def _key(self, number: int, at: int) -> _Key:
        rank, comparable = _comparable(self._lines.line(number).values[self.sort.column])
        # What is read from its end afterwards has rows of one value the other way round.
        return rank, comparable, -at if self.sort.descending and rank < _LAST else at

    def _finish(self, keys: list[_Key]) -> None:
        if self.sort.descending:
            end = bisect_left(keys, (_LAST,), key=lambda key: key[:1])
            keys = [*reversed(keys[:end]), *keys[end:]]
        self._order = array("q", [self._numbers[abs(at)] for _, _, at in keys])
        self._runs = []

    # --- as lines -------------------------------------------------------------------------------------------------

    def _sorted(self) -> array[int]:
        if self._order is None:
            raise IndexError("the lines are not sorted yet")
        return self._order

    def __len__(self) -> int:
        return len(self._sorted())

    @property
    def first(self) -> int:
        return 0

    @property
    def end(self) -> int:
        return len(self._sorted())

    @property
    def dropped(self) -> int:
        return self._lines.dropped

    def line(self, number: int) -> ResultLine:
        if number < 0:
            raise IndexError(number)
        return self._lines.line(self._sorted()[number])._replace(number=number)

    def source(self, number: int) -> int:
        """Which line of the whole table or changelog this one is."""
        return self._sorted()[number]

    def place(self, source: int) -> int:
        """Where the line of the whole stands here; 0 for one that is not here."""
        try:
            return self._sorted().index(source)
        except ValueError:
            return 0


_LAST = 8


def _comparable(value: object) -> tuple[int, int | float | Decimal | str]:
    """Rank of the kind of value and what orders it within: numbers, then text; NaN and null last."""
    if value is None:
        return _LAST + 1, 0
    if isinstance(value, str):
        return 2, value
    if isinstance(value, float | Decimal):
        return (_LAST, 0) if isnan(value) else (1, value)
    if isinstance(value, int):
        return 1, int(value)
    return 2, compact_json(value)
