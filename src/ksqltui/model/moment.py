"""Owns a store as it was at an earlier moment: the same rows under the same numbers; knows no screen and no clock.

Nothing is copied. The table is read from the changelog as far as that is kept: a row whose version of that moment was
dropped shows the oldest version that is left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ksqltui.model.changes import DELETED, ResultLine
from ksqltui.model.result_lines import Lines
from ksqltui.model.results import ResultsStore


class Moment:
    """A moment in what a store received: just after its change number `at - 1`, 0 being before the first.

    `changelog` ends there and `table` has the versions of then; both stay as they are while the store receives more.
    `go_to` moves the moment, within what is kept.
    """

    def __init__(self, store: ResultsStore) -> None:
        self._store = store
        self._at = store.received
        self.version = 0
        """Rises with every move."""
        self.changelog: Lines = _Until(self)
        self.table: Lines = _TableThen(self) if store.is_keyed else self.changelog

    @property
    def store(self) -> ResultsStore:
        return self._store

    def of(self, store: ResultsStore) -> Moment:
        """The same moment in a store with the same changes: a copy, or one with another identity."""
        other = Moment(store)
        other.go_to(self.at)
        return other

    @property
    def at(self) -> int:
        """How many changes had come; never before the oldest that is kept."""
        return min(max(self._at, self.first), self._store.received)

    @property
    def first(self) -> int:
        """The earliest moment: the oldest change that is kept has just come."""
        return min(self._store.changelog.first + 1, self._store.received)

    @property
    def waiting(self) -> int:
        """Changes that came after the moment."""
        return self._store.received - self.at

    @property
    def is_newest(self) -> bool:
        return not self.waiting

    @property
    def received(self) -> float | None:
        """When the last change before the moment came, in wall seconds; None before the first."""
        return self._time(self.at) if self._store.received else None

    @property
    def span(self) -> tuple[float, float] | None:
        """When the oldest and the newest kept change came, in wall seconds."""
        return (self._time(self.first), self._time(self._store.received)) if self._store.received else None

    def go_to(self, at: int) -> None:
        self._at = min(max(at, self.first), self._store.received)
        self.version += 1

    def go_to_time(self, time: float) -> None:
        """The last moment at or before `time`, in wall seconds; the earliest where that is later."""
        low, high = self.first, self._store.received
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._time(middle) <= time else (low, middle - 1)
        self.go_to(low)

    def _time(self, at: int) -> float:
        return self._store.changelog.line(at - 1).received


class _Until:
    """The changelog up to the moment."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment

    @property
    def _all(self) -> Lines:
        return self._moment.store.changelog

    @property
    def first(self) -> int:
        return self._all.first

    @property
    def end(self) -> int:
        return max(self.first, self._moment.at)

    @property
    def dropped(self) -> int:
        return self._all.dropped

    def __len__(self) -> int:
        return self.end - self.first

    def line(self, number: int) -> ResultLine:
        if number >= self.end:
            raise IndexError(number)
        return self._all.line(number)


class _TableThen:
    """The table of the moment. Rows stand in the order of first arrival, so those of then are the first of now."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._known: dict[int, tuple[int, Sequence[int], bool]] = {}
        self._end: tuple[int, int, int] | None = None

    @property
    def _all(self) -> Lines:
        return self._moment.store.table

    @property
    def first(self) -> int:
        return self._all.first

    @property
    def dropped(self) -> int:
        return self._all.dropped

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def end(self) -> int:
        at, first = self._moment.at, self.first
        if self._end is None or self._end[:2] != (at, first):
            # What came after the moment cannot change how many rows there were.
            self._end = at, first, self._find_end(at)
        return self._end[2]

    def _find_end(self, at: int) -> int:
        low, high = self.first, self._all.end
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._was_there(middle, at) else (low, middle)
        return low

    def _was_there(self, number: int, at: int) -> bool:
        changes, is_whole = self._changes(number, at)
        return not is_whole or not changes or changes[0] < at

    def line(self, number: int) -> ResultLine:
        if not self.first <= number < self.end:
            raise IndexError(number)
        newest, at = self._all.line(number), self._moment.at
        if newest.change < at:
            return newest
        changes, _ = self._changes(number, at)
        place = max(0, bisect_right(changes, at - 1) - 1)
        if not changes:
            return newest
        then = self._moment.store.changelog.line(changes[place])
        values = then.values
        if then.version == DELETED and place:
            # A tombstone has the key alone; the table keeps the last values of the row.
            values = self._moment.store.changelog.line(changes[place - 1]).values
        return ResultLine(number, then.change, values, then.previous, then.version, then.received)

    def _changes(self, number: int, at: int) -> tuple[Sequence[int], bool]:
        """The kept changes of a row, oldest first, at least those before `at`; and whether its first is among them."""
        known = self._known.get(number)
        oldest = self._moment.store.changelog.first
        if known is None or known[0] < at or (known[1] and known[1][0] < oldest):
            known = (self._moment.store.received, *self._moment.store.changes_of(number))
            self._known[number] = known
        return known[1], known[2]
