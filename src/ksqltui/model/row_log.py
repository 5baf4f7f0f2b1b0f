"""Owns every kept row of one run in the order of arrival, as the bytes that came; knows no identity and no screen.

Rows that came as a Segment stay bytes and are decoded when they are looked at, a few at a time; some of the decoded
are kept, and so are the newest rows as they came. So a kept row costs what it took on the wire without its envelope,
and no garbage collector sees it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from ksqltui.model.changes import Values
from ksqltui.model.fresh_rows import FreshRows
from ksqltui.model.stream import LINE_SEAM, Segment

SEGMENT_BYTES = 16_384
"""Small segments are joined until they have this size, so that a slow stream has no object for each row."""
SEGMENT_ROWS = 256
"""The same for rows that came decoded."""
SPAN = 64
"""How many rows of a segment are decoded at once."""
DECODED_SPANS = 64
"""How many decoded spans are kept: several screens."""


class RowLog:
    """Rows numbered since the run began: `first` is the oldest kept, `end` one past the newest.

    `tombstones` are the numbers of those that are one.
    """

    def __init__(self, *, max_rows: int, max_bytes: int) -> None:
        self.first = 0
        self.end = 0
        self.tombstones: set[int] = set()
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._blocks: list[Segment | tuple[Values, ...]] = []
        self._starts = array("q")
        self._sizes = array("q")
        self._kept_bytes = 0
        self._gone = 0
        self._open: list[Segment] = []
        self._open_rows: list[Values] = []
        self._open_start = 0
        self._open_size = 0
        self._times = array("d")
        self._time_starts = array("q")
        self._fresh = FreshRows()
        self._decoded: dict[int, Sequence[Values]] = {}
        self._last: tuple[int, int, Sequence[Values]] = (0, 0, ())

    def __len__(self) -> int:
        return self.end - self.first

    def append(
        self,
        rows: Sequence[Values],
        received: float,
        size: int,
        segment: Segment | None = None,
        tombstones: Sequence[int] = (),
    ) -> None:
        """Takes rows that came at `received` (wall seconds) in `size` bytes; `segment` is the same rows, undecoded.

        `tombstones` are the places among the rows of those that are one.
        """
        if (self._open_rows and segment is not None) or (self._open and segment is None):
            self._seal()
        if not self._times or self._times[-1] != received:
            self._times.append(received)
            self._time_starts.append(self.end)
        if segment is None:
            self._open_rows.extend(rows)
        else:
            self._open.append(segment)
            size = len(segment.data)
        self.tombstones.update([self.end + place for place in tombstones])
        self._fresh.add(self.end, rows, size)
        self.end += len(rows)
        self._open_size += size
        self._kept_bytes += size
        if self._open_size >= SEGMENT_BYTES or len(self._open_rows) >= SEGMENT_ROWS:
            self._seal()

    def values(self, number: int) -> Values:
        """The values of the row of this number; IndexError where they are not held any more or have not come.

        Some rows before `first` are held still: those that came together with kept ones.
        """
        # Lines are looked at one after the other: most are in the block of the one before.
        start, stop, rows = self._last
        if not start <= number < stop:
            start, rows = self._fresh.find(number) or self._decode(number)
            self._last = start, start + len(rows), rows
        return rows[number - start]

    def received(self, number: int) -> float:
        """When the row of this number came, in wall seconds."""
        if number >= self._time_starts[-1]:
            return self._times[-1]
        return self._times[bisect_right(self._time_starts, number) - 1]

    def shed(self, leave: Callable[[int, int], None] | None = None) -> None:
        """Drops the oldest rows beyond the bounds: row by row for the rows, by whole segments for the bytes.

        `leave` hears of each block that is let go just before it is: where it starts, and where the next does.
        """
        self.first = max(self.first, self.end - self._max_rows)
        while self._gone < len(self._blocks):
            start, stop = self._starts[self._gone], self._stop(self._gone)
            is_last = stop == self.end
            if stop > self.first and (self._kept_bytes <= self._max_bytes or is_last):
                break
            self.first = max(self.first, stop)
            if leave is not None:
                leave(start, stop)
            if self.tombstones:
                self.tombstones.difference_update(range(start, stop))
            self._kept_bytes -= self._sizes[self._gone]
            self._blocks[self._gone] = ()
            self._gone += 1
        if self._gone >= 64 and self._gone * 2 >= len(self._blocks):
            self._compact()

    def block(self, number: int) -> Sequence[Values]:
        """The rows from this number to the end of its segment, decoded at once: for walks over all rows."""
        if not self.first <= number < self.end:
            raise IndexError(number)
        if number >= self._open_start:
            return _values(self._open_block(), number - self._open_start)
        at = bisect_right(self._starts, number) - 1
        return _values(self._blocks[at], number - self._starts[at])

    def oldest_block(self) -> Sequence[Values]:
        """The rows that are let go next, decoded at once, some of them before `first`."""
        return _values(self._blocks[self._gone])

    def runs(self, since: int = 0) -> Iterator[tuple[int, Sequence[Values], float]]:
        """The kept rows from number `since` on, oldest first, in runs that came at one time each.

        Each is the number of its first row, the rows, and when they came.
        """
        number = max(self.first, since)
        while number < self.end:
            rows = self.block(number)
            for at in range(self._run(number), self._run(number + len(rows) - 1) + 1):
                stop = self._time_starts[at + 1] if at + 1 < len(self._time_starts) else self.end
                part = rows[: stop - number]
                yield number, part, self._times[at]
                number, rows = number + len(part), rows[len(part) :]

    def copy(self) -> RowLog:
        """A log of its own with the same rows under the same numbers; the bytes are shared."""
        other = RowLog(max_rows=self._max_rows, max_bytes=self._max_bytes)
        for name in ("first", "end", "_kept_bytes", "_gone", "_open_start", "_open_size"):
            setattr(other, name, getattr(self, name))
        for name in ("_blocks", "_starts", "_sizes", "_open", "_open_rows", "_times", "_time_starts"):
            setattr(other, name, getattr(self, name)[:])
        other.tombstones = self.tombstones.copy()
        other._fresh = self._fresh.copy()
        return other

    def _run(self, number: int) -> int:
        return bisect_right(self._time_starts, number) - 1

    def _stop(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else self._open_start

    def _decode(self, number: int) -> tuple[int, Sequence[Values]]:
        """The rows that are decoded together with this one, and the number of the first."""
        oldest = self._starts[self._gone] if self._gone < len(self._blocks) else self._open_start
        if not oldest <= number < self.end:
            raise IndexError(number)
        if number >= self._open_start:
            return self._open_start, _values(self._open_block())
        at = bisect_right(self._starts, number) - 1
        start, block = self._starts[at], self._blocks[at]
        if not isinstance(block, Segment):
            return start, block
        offset = (number - start) // SPAN * SPAN
        rows = self._decoded.get(start + offset)
        if rows is None:
            if len(self._decoded) >= DECODED_SPANS:
                del self._decoded[next(iter(self._decoded))]
            rows = self._decoded[start + offset] = block.values(offset, offset + SPAN)
        return start + offset, rows

    def _open_block(self) -> Segment | tuple[Values, ...]:
        return _joined(self._open) if self._open else tuple(self._open_rows)

    def _seal(self) -> None:
        self._blocks.append(self._open_block())
        self._starts.append(self._open_start)
        self._sizes.append(self._open_size)
        self._open, self._open_rows = [], []
        self._open_start, self._open_size = self.end, 0

    def _compact(self) -> None:
        del self._blocks[: self._gone], self._starts[: self._gone], self._sizes[: self._gone]
        self._gone = 0
        runs = self._run(self._starts[0] if self._starts else self._open_start)
        del self._times[:runs], self._time_starts[:runs]


def _values(block: Segment | tuple[Values, ...], start: int = 0) -> Sequence[Values]:
    return block.values(start) if isinstance(block, Segment) else block[start:]


def _joined(segments: Sequence[Segment]) -> Segment:
    if len(segments) == 1:
        return segments[0]
    count = sum(segment.count for segment in segments)
    return Segment(LINE_SEAM.join([segment.data for segment in segments]), count, segments[0].decode)
