"""Owns the rows of one run: newest version per identity and the bounded changelog; knows no query and no screen.

Both views are addressed by line numbers that count since the run began, so a reader keeps its place while old lines
leave at the front. Memory: a line holds references to the value tuples and a few machine words, nothing per cell.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from operator import itemgetter

from ksqltui.model.arrivals import Arrivals
from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.stream import ResultColumn, Row

MAX_ROWS = 1_000_000
MAX_VERSIONS = 1_000
"""How many versions of one row its history gives."""


class Lines:
    """A bounded run of lines, oldest first: `first` is the number of the oldest kept, `end` one past the newest.

    Only the store writes to it.
    """

    def __init__(self, max_rows: int) -> None:
        self._max_rows = max_rows
        # What left is cut off in slices, so that dropping one line costs O(1) on average.
        self._slack = max(64, max_rows // 16)
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
        """How many lines left at the front because the bound was reached."""
        return self.first

    def line(self, number: int) -> ResultLine:
        """The line of this number; IndexError where it was dropped or has not come."""
        if not self.first <= number < self.end:
            raise IndexError(number)
        at = number - self._base
        return ResultLine(
            number, self.changes[at], self.values[at], self.previous[at], self.versions[at], self.received[at]
        )

    def append(self, change: int, values: Values, previous: Values | None, version: int, received: float) -> None:
        self.changes.append(change)
        self.values.append(values)
        self.previous.append(previous)
        self.versions.append(version)
        self.received.append(received)

    def replace(
        self, number: int, change: int, values: Values, previous: Values | None, version: int, received: float
    ) -> None:
        at = number - self._base
        self.changes[at] = change
        self.values[at] = values
        self.previous[at] = previous
        self.versions[at] = version
        self.received[at] = received

    def extend(self, rows: Sequence[Row], change: int, received: float) -> None:
        """Appends rows that have no identity: each is new, or a deletion where it is a tombstone."""
        count = len(rows)
        self.changes.extend(range(change, change + count))
        self.values.extend([row.values for row in rows])
        self.previous.extend([None] * count)
        self.versions.extend([DELETED if row.tombstone else 1 for row in rows])
        self.received.extend([received] * count)

    def at(self, number: int) -> int:
        """The index into the lists above."""
        return number - self._base

    def shed(self) -> range:
        """Drops the oldest lines beyond the bound and gives their numbers; their values stay until `compact`."""
        left = range(self.first, max(self.first, self.end - self._max_rows))
        self.first = left.stop
        return left

    def compact(self) -> None:
        """Frees what was dropped, once it is worth moving the rest."""
        gone = self.first - self._base
        if gone < self._slack:
            return
        for column in (self.changes, self.values, self.previous, self.versions, self.received):
            del column[:gone]
        self._base = self.first


class ResultsStore:
    """Rows of one run, seen as a table (newest version per identity) and as a changelog (every change).

    `identity` holds the indexes of the columns that make a row; empty means append-only: table and changelog are the
    same lines. Rows stand in the order of their first arrival. A tombstone leaves the row in the table with its last
    values and the version DELETED; if the row comes again it is new. Each view keeps its newest `max_rows` lines.
    """

    def __init__(
        self, columns: tuple[ResultColumn, ...], identity: tuple[int, ...] = (), *, max_rows: int = MAX_ROWS
    ) -> None:
        """Raises ValueError for an identity outside the columns or a bound under 1."""
        if any(not 0 <= index < len(columns) for index in identity):
            raise ValueError(f"identity {identity} is outside the {len(columns)} columns")
        if max_rows < 1:
            raise ValueError("max_rows must be 1 or more")
        self.columns = columns
        self.identity = identity
        self.changelog = Lines(max_rows)
        self.table = Lines(max_rows) if identity else self.changelog
        self.version = 0
        """Rises with every block of rows."""
        self.received = 0
        """Rows received since the run began, tombstones included."""
        self.bytes = 0
        """Bytes that the rows took on the wire."""
        self.deleted = 0
        """Rows of the table that are deleted now."""
        self.arrivals = Arrivals()
        self._key: Callable[[Values], object] = itemgetter(*identity) if identity else _no_key
        self._slots: dict[object, int] = {}
        self._before: dict[int, int] = {}

    @property
    def is_keyed(self) -> bool:
        """Whether rows have an identity, so that the table differs from the changelog."""
        return bool(self.identity)

    @property
    def dropped(self) -> int:
        """Rows that left the table because the bound was reached."""
        return self.table.dropped

    @property
    def last_received(self) -> float | None:
        """When the newest row came, in wall seconds; None before the first."""
        return self.arrivals.last

    def history(self, number: int) -> Sequence[ResultLine]:
        """The kept versions of the table's line of this number, deletions too: oldest first, MAX_VERSIONS at most.

        They are lines of the changelog. A row whose every version left the changelog has its newest only, as the table
        shows it; a row of a result without identity has one. Raises IndexError for a line that was dropped or has not
        come.
        """
        newest = self.table.line(number)
        versions: list[ResultLine] = []
        change: int | None = newest.change if self.identity else None
        while change is not None and change >= self.changelog.first and len(versions) < MAX_VERSIONS:
            versions.append(self.changelog.line(change))
            change = self._before.get(change)
        return versions[::-1] or [newest]

    def apply(self, rows: Sequence[Row], received: float, size: int = 0) -> None:
        """Takes one block of rows that came together at `received` (wall seconds) in `size` bytes."""
        if not rows:
            return
        if self.identity:
            self._apply_keyed(rows, received)
        else:
            self.changelog.extend(rows, self.received, received)
            self.changelog.shed()
            self.changelog.compact()
        self.received += len(rows)
        self.bytes += size
        self.version += 1
        self.arrivals.note(received, len(rows))

    def _apply_keyed(self, rows: Sequence[Row], received: float) -> None:
        table, slots, key_of = self.table, self._slots, self._key
        log = self.changelog.append
        for change, (values, tombstone) in enumerate(rows, self.received):
            key = key_of(values)
            try:
                slot = slots.get(key)
            except TypeError:
                key = _hashable(key)
                slot = slots.get(key)
            if slot is None:
                if tombstone:
                    log(change, values, None, DELETED, received)
                    continue
                slots[key] = table.end
                table.append(change, values, None, 1, received)
                log(change, values, None, 1, received)
                continue
            at = table.at(slot)
            previous, former_version = table.values[at], table.versions[at]
            if not tombstone or former_version != DELETED:
                self._before[change] = table.changes[at]
            if tombstone:
                log(change, values, None if former_version == DELETED else previous, DELETED, received)
                if former_version != DELETED:
                    table.replace(slot, change, previous, table.previous[at], DELETED, received)
                    self.deleted += 1
            elif former_version == DELETED:
                table.replace(slot, change, values, None, 1, received)
                log(change, values, None, 1, received)
                self.deleted -= 1
            else:
                table.replace(slot, change, values, previous, former_version + 1, received)
                log(change, values, previous, former_version + 1, received)
        self._shed_keyed()

    def _shed_keyed(self) -> None:
        table = self.table
        for number in table.shed():
            at = table.at(number)
            key = self._key(table.values[at])
            try:
                del self._slots[key]
            except TypeError:
                del self._slots[_hashable(key)]
            if table.versions[at] == DELETED:
                self.deleted -= 1
        table.compact()
        for number in self.changelog.shed():
            self._before.pop(number, None)
        self.changelog.compact()


def _no_key(values: Values) -> object:
    raise AssertionError("an append-only result has no keys")


def _hashable(key: object) -> object:
    """A stand-in for a key with an ARRAY, MAP or STRUCT in it; a tuple of one, so that it equals no plain key."""
    return (json.dumps(key, default=str, sort_keys=True),)
