"""Owns the rows of one run: newest version per identity and the bounded changelog; knows no query and no screen.

Both views are addressed by line numbers that count since the run began, so a reader keeps its place while old lines
leave at the front. All rows are in one log as they came; the table adds the decoded newest version of each row.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from operator import itemgetter

from ksqltui.model.arrivals import Arrivals
from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.result_lines import NO_CHANGE, Changelog, Lines, Newest, TableLines
from ksqltui.model.row_log import RowLog
from ksqltui.model.stream import ResultColumn, Row, Segment
from ksqltui.speech.speech import Told

MAX_ROWS = 1_000_000
MAX_BYTES = 512 * 1024 * 1024
"""Bytes of kept rows, as they came on the wire without their envelopes."""
MAX_VERSIONS = 1_000
"""How many versions of one row its history gives."""
LEAST_ROOM = 1_024
"""How many rows that the table dropped are noted before those that left the changelog too are looked for."""


class ResultsStore:
    """Rows of one run, seen as a table (newest version per identity) and as a changelog (every change).

    `identity` holds the indexes of the columns that make a row; empty means append-only: table and changelog are the
    same lines. Rows stand in the order of their first arrival. A tombstone leaves the row in the table with its last
    values and the version DELETED; if the row comes again it is new. Each view keeps its newest lines within
    `max_rows` and `max_bytes`; a change whose predecessor was dropped has no `previous`. A row that the table dropped
    and that comes again is new too, on a new line; its history has what the changelog still has of it.
    """

    def __init__(
        self,
        columns: tuple[ResultColumn, ...],
        identity: tuple[int, ...] = (),
        *,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """Raises ValueError for an identity outside the columns or a bound under 1."""
        if any(not 0 <= index < len(columns) for index in identity):
            raise ValueError(f"identity {identity} is outside the {len(columns)} columns")
        if max_rows < 1 or max_bytes < 1:
            raise ValueError("max_rows and max_bytes must be 1 or more")
        self.columns = columns
        self.identity = identity
        self.version = 0
        """Rises with every block of rows."""
        self.received = 0
        """Rows received since the run began, tombstones included."""
        self.bytes = 0
        """Bytes that the rows took on the wire."""
        self.deleted = 0
        """Rows of the table that are deleted now."""
        self.arrivals = Arrivals()
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._rows = TableLines()
        self._key: Callable[[Values], object] = itemgetter(*identity) if identity else _no_key
        self._slots: dict[object, int] = {}
        self._departed: dict[object, Newest] = {}
        self._returned: dict[int, int] = {}
        self._returned_room = LEAST_ROOM
        self._use(RowLog(max_rows=max_rows, max_bytes=max_bytes))

    def _use(self, log: RowLog) -> None:
        self._log = log
        self._changes = Changelog(log)
        self.changelog: Lines = self._changes
        self.table: Lines = self._rows if self.identity else self._changes

    @property
    def is_keyed(self) -> bool:
        """Whether rows have an identity, so that the table differs from the changelog."""
        return bool(self.identity)

    @property
    def dropped(self) -> int:
        """Rows that left the table because a bound was reached."""
        return self.table.dropped

    @property
    def last_received(self) -> float | None:
        """When the newest row came, in wall seconds; None before the first."""
        return self.arrivals.last

    def bound_note(self, lines: Lines) -> str:
        """What a view no longer has, "showing the last 1,000,000 of 1,204,331"; empty where it has everything."""
        if not lines.dropped:
            return ""
        return Told("showing the last {count} of {all}", count=f"{len(lines):,}", all=f"{lines.end:,}")

    def history(self, number: int) -> Sequence[ResultLine]:
        """The kept versions of the table's line of this number, deletions too: oldest first, MAX_VERSIONS at most.

        They are lines of the changelog. A row whose every version left the changelog has its newest only, as the table
        shows it; a row of a result without identity has one. Raises IndexError for a line that was dropped or has not
        come.
        """
        newest = self.table.line(number)
        versions: list[ResultLine] = []
        change: int | None = newest.change if self.identity and newest.change >= self._changes.first else None
        while change is not None and len(versions) < MAX_VERSIONS:
            versions.append(self._changes.line(change))
            change = self._changes.before(change)
        return versions[::-1] or [newest]

    def changes_of(self, number: int) -> tuple[Sequence[int], bool]:
        """The numbers of the kept changes of the table's line of this number, oldest first; whether none was dropped.

        What came while the row stood on an earlier line, since dropped, is not among them. Only for a result with an
        identity. Raises IndexError for a line that was dropped or has not come.
        """
        changes = array("q")
        change: int | None = self.table.line(number).change
        if change is not None and change < self._changes.first:
            return changes, False
        last, begun = change, self._returned.get(number, NO_CHANGE)
        while change is not None and change >= begun:
            changes.append(change)
            last, change = change, self._changes.before(change)
        changes.reverse()
        return changes, last is not None and (last == begun or self._changes.is_first(last))

    def with_identity(self, identity: tuple[int, ...]) -> ResultsStore:
        """The same rows with other columns as a row's identity, made from what is kept; this store is left as it is.

        Takes about a second for a million rows. Raises ValueError for an identity outside the columns.
        """
        other = self.twin(identity)
        other.index_all()
        return other

    def twin(self, identity: tuple[int, ...]) -> ResultsStore:
        """The first step of `with_identity`, which is short; `index_all` is the long one and needs this store no more.

        Rows that come here in between are taken by the other's `catch_up`. Raises ValueError as the constructor.
        """
        other = ResultsStore(self.columns, identity, max_rows=self._max_rows, max_bytes=self._max_bytes)
        other._use(self._log.copy())
        other.received, other.bytes, other.version = self.received, self.bytes, self.version + 1
        other.arrivals = self.arrivals.copy()
        return other

    def index_all(self) -> None:
        """Makes the table of a `twin`; may run in a thread while nobody else uses this store."""
        if self.identity:
            change = self._log.first
            for rows, received in self._log.runs():
                self._index(rows, change, received)
                change += len(rows)
            self._shed()

    def catch_up(self, other: ResultsStore) -> None:
        """Takes the rows that came to `other` since this store was made its twin."""
        size = other.bytes - self.bytes
        for rows, received in other._log.runs(self.received):
            self.apply(rows, received, size)
            size = 0

    def frozen(self) -> ResultsStore:
        """The same lines under the same numbers, which change no more; the rows themselves are shared."""
        other = self.twin(self.identity)
        other.deleted = self.deleted
        other._rows = self._rows.copy()
        other._returned = dict(self._returned)
        other._changes = self._changes.copy(other._log)
        other.changelog = other._changes
        other.table = other._rows if self.identity else other._changes
        return other

    def rows_from(self, change: int) -> tuple[int, Sequence[Row]]:
        """The rows that are decoded together with this line of the changelog: the first is this one, with its number.

        Raises IndexError where it was dropped or has not come.
        """
        return change, self._log.block(change)

    def number_of(self, values: Values) -> int | None:
        """The number of the table's line that has the identity of these values; None where it has none."""
        key = self._key(values)
        try:
            return self._slots.get(key)
        except TypeError:
            return self._slots.get(_hashable(key))

    def apply(self, rows: Sequence[Row], received: float, size: int = 0, segment: Segment | None = None) -> None:
        """Takes one block of rows that came together at `received` (wall seconds) in `size` bytes.

        `segment` is the same rows undecoded: what is kept of them then.
        """
        if not rows:
            return
        self._log.append(rows, received, size, segment)
        if self.identity:
            self._index(rows, self.received, received)
        self.received += len(rows)
        self.bytes += size
        self._shed()
        self.version += 1
        self.arrivals.note(received, len(rows))

    def _index(self, rows: Sequence[Row], first: int, received: float) -> None:
        """Brings the table up to date with rows whose changes count from `first`."""
        slots, key_of, base, newest = self._slots, self._key, self._rows.base, self._rows.newest
        departed = self._departed
        versions: list[int] = []
        befores: list[int] = []
        # A NamedTuple's own constructor takes several times as long; this loop is what every row of a stream costs.
        new = tuple.__new__
        for change, (values, tombstone) in enumerate(rows, first):
            key = key_of(values)
            try:
                slot = slots.get(key)
            except TypeError:
                key = _hashable(key)
                slot = slots.get(key)
            if slot is None and departed and key in departed:
                version, before = self._come_back(key, Newest(change, values, None, 1, received), tombstone)
            elif slot is None:
                if not tombstone:
                    slots[key] = base + len(newest)
                    newest.append(new(Newest, (change, values, None, 1, received)))
                version, before = DELETED if tombstone else 1, NO_CHANGE
            else:
                before, former, older, version, _ = newest[slot - base]
                if not tombstone and version != DELETED:
                    version += 1
                    newest[slot - base] = new(Newest, (change, values, former, version, received))
                elif not tombstone:
                    version = 1
                    newest[slot - base] = new(Newest, (change, values, None, 1, received))
                    self.deleted -= 1
                elif version != DELETED:
                    version = DELETED
                    newest[slot - base] = new(Newest, (change, former, older, DELETED, received))
                    self.deleted += 1
                else:
                    before = NO_CHANGE
            versions.append(version)
            befores.append(before)
        self._changes.note(versions, befores)

    def _come_back(self, key: object, row: Newest, tombstone: bool) -> tuple[int, int]:
        """A row that the table dropped comes again, on a new line: its version, and the change that it follows."""
        former = self._departed.pop(key)
        was_deleted = former.version == DELETED
        if tombstone:
            self._departed[key] = former if was_deleted else former._replace(change=row.change, version=DELETED)
            return DELETED, NO_CHANGE if was_deleted else former.change
        self._slots[key] = self._rows.end
        self._returned[self._rows.end] = row.change
        self._rows.newest.append(row)
        return 1, former.change

    def _shed(self) -> None:
        self._log.shed()
        if not self.identity:
            return
        self._changes.compact()
        each = max(1, self.bytes // max(1, self.received))
        for row in self._rows.shed(max(1, min(self._max_rows, self._max_bytes // each))):
            key = self._key(row.values)
            try:
                del self._slots[key]
            except TypeError:
                key = _hashable(key)
                del self._slots[key]
            if row.version == DELETED:
                self.deleted -= 1
            if row.change >= self._changes.first:
                self._departed[key] = row
        if len(self._departed) + len(self._returned) > self._returned_room:
            self._forget_departed()

    def _forget_departed(self) -> None:
        """Frees what was noted of rows whose history the changelog dropped; costs O(1) for each on average."""
        oldest, first = self._changes.first, self._rows.first
        self._departed = {key: row for key, row in self._departed.items() if row.change >= oldest}
        self._returned = {number: change for number, change in self._returned.items() if number >= first}
        self._returned_room = max(LEAST_ROOM, 2 * (len(self._departed) + len(self._returned)))


def _no_key(values: Values) -> object:
    raise AssertionError("an append-only result has no keys")


def _hashable(key: object) -> object:
    """A stand-in for a key with an ARRAY, MAP or STRUCT in it; a tuple of one, so that it equals no plain key."""
    return (json.dumps(key, default=str, sort_keys=True),)
