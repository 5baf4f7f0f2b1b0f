"""Owns the rows of one run: newest version per identity and the bounded changelog; knows no query and no screen.

Both views are addressed by line numbers that count since the run began, so a reader keeps its place while old lines
leave at the front. All rows are in one log as they came; the table adds which changes each of its rows had.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from ksqltui.model.arrivals import Arrivals
from ksqltui.model.changes import ResultLine, Values
from ksqltui.model.key_index import KeyIndex
from ksqltui.model.result_lines import Changelog, Lines
from ksqltui.model.row_log import RowLog
from ksqltui.model.stream import PlainRows, ResultColumn, Row, Segment
from ksqltui.speech.speech import Told

MAX_ROWS = 1_000_000
MAX_BYTES = 512 * 1024 * 1024
"""Bytes of kept rows, as they came on the wire without their envelopes."""
MAX_VERSIONS = 1_000
"""How many versions of one row its history gives."""


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
        self.arrivals = Arrivals()
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._use(RowLog(max_rows=max_rows, max_bytes=max_bytes))

    def _use(self, log: RowLog, index: KeyIndex | None = None) -> None:
        if index is None and self.identity:
            index = KeyIndex(self.identity, log)
        self._log = log
        self._index = index
        self.changelog: Lines = Changelog(log, None if index is None else index.of)
        self.table: Lines = self.changelog if index is None else index.lines

    @property
    def is_keyed(self) -> bool:
        """Whether rows have an identity, so that the table differs from the changelog."""
        return bool(self.identity)

    @property
    def dropped(self) -> int:
        """Rows that left the table because a bound was reached."""
        return self.table.dropped

    @property
    def deleted(self) -> int:
        """Rows of the table that are deleted now."""
        return self._index.deleted if self._index is not None else 0

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
        newest, index = self.table.line(number), self._index
        if index is None:
            return [newest]
        changes, end = index.lines.changes(number)
        start = max(bisect_left(changes, self.changelog.first, 0, end), end - MAX_VERSIONS)
        return [self.changelog.line(change) for change in changes[start:end]] or [newest]

    def came(self, number: int) -> float:
        """When the table's line of this number came first, in wall seconds; when its oldest kept change did otherwise.

        Raises IndexError for a line that was dropped or has not come.
        """
        newest = self.table.line(number)
        changes = self.changes_of(number)[0] if self.is_keyed and newest.version > 1 else ()
        return self._log.received(changes[0]) if changes else newest.received

    def changes_of(self, number: int) -> tuple[Sequence[int], bool]:
        """The numbers of the kept changes of the table's line of this number, oldest first; whether none was dropped.

        What came while the row stood on an earlier line, since dropped, is not among them. Only for a result with an
        identity. Raises IndexError for a line that was dropped or has not come.
        """
        assert self._index is not None, "an append-only result has no rows that change"
        changes, end = self._index.lines.changes(number)
        first = self.changelog.first
        start = bisect_left(changes, first, 0, end)
        if start == end:
            return array("Q"), False
        came_back = self._index.came_back(number)
        if came_back is None:
            return changes[start:end], start == 0 and changes.is_whole
        return changes[max(start, bisect_left(changes, came_back)) : end], came_back >= first

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
        if self._index is not None:
            for start, rows, _ in self._log.runs():
                self._index.take(rows, start, self._tombstones(start, rows))
            self._shed()

    def _tombstones(self, start: int, rows: Sequence[Values]) -> Sequence[int]:
        marked = self._log.tombstones
        return [place for place in range(len(rows)) if start + place in marked] if marked else ()

    def catch_up(self, other: ResultsStore) -> None:
        """Takes the rows that came to `other` since this store was made its twin."""
        size = other.bytes - self.bytes
        for start, rows, received in other._log.runs(self.received):
            self._take(rows, received, size, None, other._tombstones(start, rows))
            size = 0

    def frozen(self) -> ResultsStore:
        """The same lines under the same numbers, which change no more; the rows themselves are shared."""
        other = self.twin(self.identity)
        if self._index is not None:
            other._use(other._log, self._index.frozen(other._log))
        return other

    def values_from(self, change: int) -> Sequence[Values]:
        """The values of the rows that are decoded together with this line of the changelog, from this one on.

        Raises IndexError where it was dropped or has not come.
        """
        return self._log.block(change)

    def number_of(self, values: Values) -> int | None:
        """The number of the table's line that has the identity of these values; None where it has none."""
        return self._index.number_of(values) if self._index is not None else None

    def apply(self, rows: Sequence[Row], received: float, size: int = 0, segment: Segment | None = None) -> None:
        """Takes one block of rows that came together at `received` (wall seconds) in `size` bytes.

        `segment` is the same rows undecoded: what is kept of them then.
        """
        if isinstance(rows, PlainRows):
            self._take(rows.values, received, size, segment, ())
        else:
            tombstones = [place for place, row in enumerate(rows) if row.tombstone]
            self._take([row.values for row in rows], received, size, segment, tombstones)

    def _take(
        self, rows: Sequence[Values], received: float, size: int, segment: Segment | None, tombstones: Sequence[int]
    ) -> None:
        if not rows:
            return
        self._log.append(rows, received, size, segment, tombstones)
        if self._index is not None:
            self._index.take(rows, self.received, tombstones)
        self.received += len(rows)
        self.bytes += size
        self._shed()
        self.version += 1
        self.arrivals.note(received, len(rows))

    def _shed(self) -> None:
        index = self._index
        if index is None:
            self._log.shed()
            return
        self._log.shed(index.leave)
        each = max(1, self.bytes // max(1, self.received))
        index.shed(max(1, min(self._max_rows, self._max_bytes // each)))
