"""Owns the two ways to look at kept rows, by line numbers that count since the run began; knows no query, no screen."""

from __future__ import annotations

from array import array
from typing import Protocol

from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.row_log import RowLog

_NONE = -1


class Lines(Protocol):
    """A bounded run of lines, oldest first: `first` is the number of the oldest kept, `end` one past the newest."""

    @property
    def first(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def dropped(self) -> int:
        """How many lines left at the front because a bound was reached."""
        ...

    def __len__(self) -> int: ...

    def line(self, number: int) -> ResultLine:
        """The line of this number; IndexError where it was dropped or has not come."""
        ...


class Changelog:
    """Every kept row as a line. With `note` a row is a version of another; without, each is new or a deletion."""

    def __init__(self, log: RowLog) -> None:
        self.log = log
        self._base = log.first
        self._versions = array("q")
        self._before = array("q")

    def __len__(self) -> int:
        return self.log.end - self.log.first

    @property
    def first(self) -> int:
        return self.log.first

    @property
    def end(self) -> int:
        return self.log.end

    @property
    def dropped(self) -> int:
        return self.log.first

    def note(self, version: int, before: int | None) -> None:
        """Says of the next row which version it is and which change it follows, None where it follows none."""
        self._versions.append(version)
        self._before.append(_NONE if before is None else before)

    def before(self, number: int) -> int | None:
        """The number of the change before this one of the same row; None where there was none or it was dropped."""
        at = number - self._base
        before = self._before[at] if at < len(self._before) else _NONE
        return before if before >= self.first else None

    def line(self, number: int) -> ResultLine:
        row = self.log.row(number)
        received = self.log.received(number)
        at = number - self._base
        if at >= len(self._versions):
            return ResultLine(number, number, row.values, None, DELETED if row.tombstone else 1, received)
        version, before = self._versions[at], self.before(number)
        previous = self.log.row(before).values if before is not None and version != 1 else None
        return ResultLine(number, number, row.values, previous, version, received)

    def compact(self) -> None:
        """Frees what was noted of rows that the log dropped, once it is worth moving the rest."""
        gone = min(self.log.first - self._base, len(self._versions))
        if gone >= max(64, len(self) // 16):
            del self._versions[:gone], self._before[:gone]
            self._base += gone


class TableLines:
    """The newest version of each row, in the order of first arrival. Only the store writes to it."""

    def __init__(self) -> None:
        self._base = 0
        self.first = 0
        self.changes = array("q")
        self.values: list[Values] = []
        self.previous: list[Values | None] = []
        self.versions = array("q")
        self.received = array("d")

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def end(self) -> int:
        return self._base + len(self.values)

    @property
    def dropped(self) -> int:
        return self.first

    def line(self, number: int) -> ResultLine:
        if not self.first <= number < self.end:
            raise IndexError(number)
        at = number - self._base
        return ResultLine(
            number, self.changes[at], self.values[at], self.previous[at], self.versions[at], self.received[at]
        )

    def append(self, change: int, values: Values, received: float) -> None:
        """A row that was not there."""
        self.changes.append(change)
        self.values.append(values)
        self.previous.append(None)
        self.versions.append(1)
        self.received.append(received)

    def replace(
        self, at: int, change: int, values: Values, previous: Values | None, version: int, received: float
    ) -> None:
        """A new version of the row at this index."""
        self.changes[at] = change
        self.values[at] = values
        self.previous[at] = previous
        self.versions[at] = version
        self.received[at] = received

    def at(self, number: int) -> int:
        """The index into the lists above."""
        return number - self._base

    def shed(self, max_rows: int) -> range:
        """Drops the oldest lines beyond the bound and gives their numbers; their values stay until `compact`."""
        left = range(self.first, max(self.first, self.end - max_rows))
        self.first = left.stop
        return left

    def compact(self) -> None:
        """Frees what was dropped, once it is worth moving the rest: dropping one line costs O(1) on average."""
        gone = self.first - self._base
        if gone < max(64, len(self) // 16):
            return
        for column in (self.changes, self.values, self.previous, self.versions, self.received):
            del column[:gone]
        self._base = self.first
