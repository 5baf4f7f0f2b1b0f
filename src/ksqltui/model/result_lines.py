"""Owns the two ways to look at kept rows, by line numbers that count since the run began; knows no query, no screen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Protocol

from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.key_changes import KeyChanges
from ksqltui.model.row_log import RowLog

MADE_LINES = 512
"""How many lines of a table are kept as they were made: several screens."""


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


# A NamedTuple's own constructor takes several times as long.
_new = tuple.__new__


class Changelog:
    """Every kept row as a line. `changes_of` finds the changes of a row; without it each line is new or a deletion."""

    def __init__(self, log: RowLog, changes_of: Callable[[Values], KeyChanges | None] | None = None) -> None:
        self.log = log
        self._changes_of = changes_of

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

    def line(self, number: int) -> ResultLine:
        log = self.log
        if not log.first <= number < log.end:
            raise IndexError(number)
        values = log.values(number)
        version = DELETED if number in log.tombstones else 1
        previous: Values | None = None
        changes = self._changes_of(values) if self._changes_of is not None else None
        place = changes.place(number) if changes is not None else None
        if changes is not None and place is not None:
            version = version and changes.version(place)
            if version != 1 and place and changes[place - 1] >= log.first:
                previous = log.values(changes[place - 1])
        return _new(ResultLine, (number, number, values, previous, version, log.received(number)))


class TableLines:
    """The newest version of each row, in the order of first arrival: line `number` is at `number - base`.

    `rows` are the changes of each and `keys` the identities. Where the log lets go of a row that a line shows, the line
    is kept as it is then. Only the store writes to it.
    """

    def __init__(self, log: RowLog) -> None:
        self.base = 0
        self.first = 0
        self.rows: list[KeyChanges] = []
        self.keys: list[object] = []
        self._log = log
        self._kept: dict[int, ResultLine] = {}
        self._made: dict[int, ResultLine] = {}
        self._until: int | None = None

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def end(self) -> int:
        return self.base + len(self.rows)

    @property
    def dropped(self) -> int:
        return self.first

    def line(self, number: int) -> ResultLine:
        if not self.first <= number < self.end:
            raise IndexError(number)
        changes = self.rows[number - self.base]
        change = changes[-1] if self._until is None else changes[self.places(changes) - 1]
        line = self._made.get(number)
        if line is not None and line[1] == change:
            return line
        line = self._kept.get(number)
        if line is None or line[1] != change:
            line = self._make(number, changes, self.places(changes) - 1)
        if len(self._made) >= MADE_LINES:
            self._made.clear()
        self._made[number] = line
        return line

    def changes(self, number: int) -> tuple[KeyChanges, int]:
        """The changes of a line, and how many of them there are for the table. Raises IndexError as `line`."""
        if not self.first <= number < self.end:
            raise IndexError(number)
        changes = self.rows[number - self.base]
        return changes, self.places(changes)

    def places(self, changes: KeyChanges) -> int:
        """How many of a row's changes there are for the table: all, or those before it stood still."""
        return len(changes) if self._until is None else bisect_left(changes, self._until)

    def _make(self, number: int, changes: KeyChanges, place: int) -> ResultLine:
        log, change, kept = self._log, changes[place], self._kept.get(number)
        is_deleted = change in log.tombstones
        # A tombstone has the key alone; the row is shown with its last values.
        alive = place - 1 if is_deleted else place
        if kept is not None and kept.change == changes[alive]:
            version, values, previous = kept.version, kept.values, kept.previous
        else:
            version = changes.version(alive) if changes.restarts else alive + changes.skipped + 1
            values = log.values(changes[alive])
            previous = self._former(kept, changes[alive - 1]) if version > 1 and alive else None
        version = DELETED if is_deleted else version
        return _new(ResultLine, (number, change, values, previous, version, log.received(change)))

    def _former(self, kept: ResultLine | None, change: int) -> Values | None:
        """The values of the change before the one that is shown, where they are still there."""
        if kept is not None and kept.change == change:
            return kept.values
        try:
            return self._log.values(change)
        except IndexError:
            return None

    def keep(self, number: int) -> None:
        """Keeps the line as it is until its row changes, for its values are about to leave the log."""
        self._kept[number] = self.line(number)

    def put(self, number: int, changes: KeyChanges) -> None:
        """The line's changes are these from now on."""
        self.rows[number - self.base] = changes

    def add(self, key: object, changes: KeyChanges) -> None:
        """A row on the next line."""
        changes.line = self.end
        self.rows.append(changes)
        self.keys.append(key)

    def copy(self, log: RowLog) -> TableLines:
        """The same lines, which change no more, over a copy of the log."""
        other = TableLines(log)
        other.base, other.first, other.rows, other.keys = self.base, self.first, self.rows[:], self.keys[:]
        other._kept, other._made = self._kept.copy(), self._made.copy()
        other._until = log.end if self._until is None else self._until
        return other

    def shed(self, max_rows: int) -> list[tuple[object, KeyChanges]]:
        """Drops the oldest lines beyond the bound and gives them."""
        first = self.first
        self.first = max(first, self.end - max_rows)
        gone = slice(first - self.base, self.first - self.base)
        left = list(zip(self.keys[gone], self.rows[gone], strict=True))
        for number in range(first, self.first):
            self._kept.pop(number, None)
            self._made.pop(number, None)
        # Dropping one line costs O(1) on average.
        if self.first - self.base >= max(64, len(self) // 16):
            del self.rows[: self.first - self.base], self.keys[: self.first - self.base]
            self.base = self.first
        return left
