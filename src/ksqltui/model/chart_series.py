"""Owns how the numbers of a result went over time, key by key, for a chart; knows no widget and no clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from decimal import Decimal

from ksqltui.model.changes import DELETED, ResultLine, is_number
from ksqltui.model.results import ResultsStore

MAX_KEYS = 200
"""Keys that are followed; those that first come later are counted only."""
MAX_POINTS = 2_000
MOST_TAKEN = 2_000
"""Changes that one look reads: after a flood the newest tell enough."""
ALL_ROWS: tuple[object, ...] = ()

Point = tuple[float, float]


class ChartSeries:
    """Follows one column of numbers in the changes of a store.

    A series is what shares the `key` columns; a result without them is one series. The columns of a row's window are
    no part of the key, so that one line goes on from window to window.
    """

    def __init__(self, store: ResultsStore, key: Sequence[int], column: int) -> None:
        self.column = column
        self.keys: list[tuple[object, ...]] = []
        """In the order of their first arrival."""
        self.left_out = 0
        """Changes of keys beyond MAX_KEYS."""
        self._store = store
        self._key = tuple(key)
        self._points: dict[str, deque[Point]] = {}
        self._names: list[str] = []
        self._taken = 0

    def look(self) -> None:
        """Takes in what came since the last look."""
        lines = self._store.changelog
        for number in range(max(self._taken, lines.first, lines.end - MOST_TAKEN), lines.end):
            self._take(lines.line(number))
        self._taken = lines.end

    def points(self, place: int) -> Sequence[Point]:
        """(wall seconds, value) of the series at this place of `keys`, oldest first."""
        return self._points[self._names[place]]

    @property
    def first(self) -> float | None:
        """When the oldest kept point came; None while there is none."""
        return min((points[0][0] for points in self._points.values()), default=None)

    def _take(self, line: ResultLine) -> None:
        value = line.values[self.column]
        if line.version == DELETED or not is_number(value) or not Decimal(str(value)).is_finite():
            return
        key = tuple(line.values[index] for index in self._key) if self._key else ALL_ROWS
        # Keys may hold arrays and maps; their text tells them apart as well.
        name = repr(key)
        if name not in self._points:
            if len(self.keys) >= MAX_KEYS:
                self.left_out += 1
                return
            self.keys.append(key)
            self._names.append(name)
            self._points[name] = deque(maxlen=MAX_POINTS)
        self._points[name].append((line.received, float(value)))
