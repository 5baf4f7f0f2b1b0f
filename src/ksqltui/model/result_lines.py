"""Owns the two ways to look at kept rows, by line numbers that count since the run began; knows no query, no screen."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.row_log import RowLog

NO_CHANGE = -1


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

    def note(self, versions: Sequence[int], before: Sequence[int]) -> None:
        """Says of the next rows which version each is and which change it follows, NO_CHANGE where it follows none."""
        self._versions.extend(versions)
        self._before.extend(before)

    def before(self, number: int) -> int | None:
        """The number of the change before this one of the same row; None where there was none or it was dropped."""
        at = number - self._base
        before = self._before[at] if at < len(self._before) else NO_CHANGE
        return before if before >= self.first else None

    def is_first(self, number: int) -> bool:
        """Whether the change follows none, kept or dropped."""
        at = number - self._base
        return at >= len(self._before) or self._before[at] == NO_CHANGE

    def line(self, number: int) -> ResultLine:
        row = self.log.row(number)
        received = self.log.received(number)
        at = number - self._base
        if at >= len(self._versions):
            return ResultLine(number, number, row.values, None, DELETED if row.tombstone else 1, received)
        version, before = self._versions[at], self.before(number)
        previous = self.log.row(before).values if before is not None and version != 1 else None
        return ResultLine(number, number, row.values, previous, version, received)

    def copy(self, log: RowLog) -> Changelog:
        """The same notes on a copy of the log."""
        other = Changelog(log)
        other._base, other._versions, other._before = self._base, self._versions[:], self._before[:]
        return other

    def compact(self) -> None:
        """Frees what was noted of rows that the log dropped, once it is worth moving the rest."""
        gone = min(self.log.first - self._base, len(self._versions))
        if gone >= max(64, len(self) // 16):
            del self._versions[:gone], self._before[:gone]
            self._base += gone


class Newest(NamedTuple):
    """The newest version of one row of the table; the fields are those of a ResultLine."""

    change: int
    values: Values
    previous: Values | None
    version: int
    received: float


class TableLines:
    """The newest version of each row, in the order of first arrival: line `number` is at `number - base`.

    Only the store writes to it.
    """

    def __init__(self) -> None:
        self.base = 0
        self.first = 0
        self.newest: list[Newest] = []

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def end(self) -> int:
        return self.base + len(self.newest)

    @property
    def dropped(self) -> int:
        return self.first

    def line(self, number: int) -> ResultLine:
        if not self.first <= number < self.end:
            raise IndexError(number)
        return ResultLine(number, *self.newest[number - self.base])

    def copy(self) -> TableLines:
        """The same lines, which change no more."""
        other = TableLines()
        other.base, other.first, other.newest = self.base, self.first, self.newest[:]
        return other

    def shed(self, max_rows: int) -> list[Newest]:
        """Drops the oldest lines beyond the bound and gives them."""
        first = self.first
        self.first = max(first, self.end - max_rows)
        left = self.newest[first - self.base : self.first - self.base]
        # Dropping one line costs O(1) on average.
        if self.first - self.base >= max(64, len(self) // 16):
            del self.newest[: self.first - self.base]
            self.base = self.first
        return left
