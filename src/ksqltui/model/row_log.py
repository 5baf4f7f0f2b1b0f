"""Owns every kept row of one run in the order of arrival, as the bytes that came; knows no identity and no screen.

Rows that came as a Segment stay bytes and are decoded when they are looked at, a few at a time; some of the decoded
are kept. So a kept row costs what it took on the wire without its envelope, and no garbage collector sees it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ksqltui.model.stream import LINE_SEAM, Row, Segment

SEGMENT_BYTES = 16_384
"""Small segments are joined until they have this size, so that a slow stream has no object for each row."""
SEGMENT_ROWS = 256
"""The same for rows that came decoded."""
SPAN = 64
"""How many rows of a segment are decoded at once."""
DECODED_SPANS = 64
"""How many decoded spans are kept: several screens."""


class RowLog:
    """Rows numbered since the run began: `first` is the oldest kept, `end` one past the newest."""

    def __init__(self, *, max_rows: int, max_bytes: int) -> None:
        self.first = 0
        self.end = 0
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._blocks: list[Segment | tuple[Row, ...]] = []
        self._starts = array("q")
        self._sizes = array("q")
        self._kept_bytes = 0
        self._gone = 0
        self._open: list[Segment] = []
        self._open_rows: list[Row] = []
        self._open_start = 0
        self._open_size = 0
        self._times = array("d")
        self._time_starts = array("q")
        self._decoded: dict[int, tuple[Row, ...]] = {}
        self._last_span: tuple[int, tuple[Row, ...]] = (0, ())
        self._tail: Segment | None = None

    def __len__(self) -> int:
        return self.end - self.first

    def append(self, rows: Sequence[Row], received: float, size: int, segment: Segment | None = None) -> None:
        """Takes rows that came at `received` (wall seconds) in `size` bytes; `segment` is the same rows, undecoded."""
        if (self._open_rows and segment is not None) or (self._open and segment is None):
            self._seal()
        if not self._times or self._times[-1] != received:
            self._times.append(received)
            self._time_starts.append(self.end)
        if segment is None:
            self._open_rows.extend(rows)
            self.end += len(rows)
        else:
            self._open.append(segment)
            self.end += segment.count
            size = len(segment.data)
            # What was decoded of the open segment ends where it ended before.
            held = self.end - segment.count - self._open_start
            self._decoded.pop(self._open_start + held // SPAN * SPAN, None)
        self._tail = None
        self._open_size += size
        self._kept_bytes += size
        if self._open_size >= SEGMENT_BYTES or len(self._open_rows) >= SEGMENT_ROWS:
            self._seal()

    def row(self, number: int) -> Row:
        """The row of this number; IndexError where it was dropped or has not come."""
        if not self.first <= number < self.end:
            raise IndexError(number)
        # Lines are looked at one after the other: most are in the span of the one before.
        start, rows = self._last_span
        if start <= number < start + len(rows):
            return rows[number - start]
        if number >= self._open_start:
            if self._open_rows:
                return self._open_rows[number - self._open_start]
            return self._decoded_row(self._open_segment(), self._open_start, number)
        at = bisect_right(self._starts, number) - 1
        block, start = self._blocks[at], self._starts[at]
        return self._decoded_row(block, start, number) if isinstance(block, Segment) else block[number - start]

    def received(self, number: int) -> float:
        """When the row of this number came, in wall seconds."""
        if number >= self._time_starts[-1]:
            return self._times[-1]
        return self._times[bisect_right(self._time_starts, number) - 1]

    def shed(self) -> None:
        """Drops the oldest rows beyond the bounds: row by row for the rows, by whole segments for the bytes."""
        self.first = max(self.first, self.end - self._max_rows)
        while self._gone < len(self._blocks):
            stop = self._starts[self._gone + 1] if self._gone + 1 < len(self._starts) else self._open_start
            is_last = stop == self.end
            if stop > self.first and (self._kept_bytes <= self._max_bytes or is_last):
                break
            self.first = max(self.first, stop)
            self._kept_bytes -= self._sizes[self._gone]
            self._blocks[self._gone] = ()
            self._gone += 1
        if self._gone >= 64 and self._gone * 2 >= len(self._blocks):
            self._compact()

    def block(self, number: int) -> Sequence[Row]:
        """The rows from this number to the end of its segment, decoded at once: for walks over all rows."""
        if not self.first <= number < self.end:
            raise IndexError(number)
        if number >= self._open_start:
            offset = number - self._open_start
            return self._open_rows[offset:] if self._open_rows else self._open_segment().rows(offset)
        at = bisect_right(self._starts, number) - 1
        block, offset = self._blocks[at], number - self._starts[at]
        return block.rows(offset) if isinstance(block, Segment) else block[offset:]

    def runs(self, since: int = 0) -> Iterator[tuple[Sequence[Row], float]]:
        """The kept rows from number `since` on, oldest first, in runs that came at one time each."""
        for start, rows in self._pieces(since):
            at = max(start, self.first, since)
            while at < start + len(rows):
                run = bisect_right(self._time_starts, at) - 1
                stop = self._time_starts[run + 1] if run + 1 < len(self._time_starts) else self.end
                yield rows[at - start : stop - start], self._times[run]
                at = stop

    def copy(self) -> RowLog:
        """A log of its own with the same rows under the same numbers; the bytes are shared."""
        other = RowLog(max_rows=self._max_rows, max_bytes=self._max_bytes)
        for name in ("first", "end", "_kept_bytes", "_gone", "_open_start", "_open_size"):
            setattr(other, name, getattr(self, name))
        for name in ("_blocks", "_starts", "_sizes", "_open", "_open_rows", "_times", "_time_starts"):
            setattr(other, name, getattr(self, name)[:])
        return other

    def _pieces(self, since: int) -> Iterator[tuple[int, tuple[Row, ...]]]:
        for at in range(max(self._gone, bisect_right(self._starts, since) - 1), len(self._blocks)):
            block = self._blocks[at]
            yield self._starts[at], block.rows() if isinstance(block, Segment) else block
        if self._open_rows or self._open:
            yield self._open_start, self._open_segment().rows() if self._open else tuple(self._open_rows)

    def _open_segment(self) -> Segment:
        if self._tail is None:
            self._tail = _joined(self._open)
        return self._tail

    def _decoded_row(self, segment: Segment, start: int, number: int) -> Row:
        offset = (number - start) // SPAN * SPAN
        decoded = self._decoded
        rows = decoded.get(start + offset)
        if rows is None:
            if len(decoded) >= DECODED_SPANS:
                del decoded[next(iter(decoded))]
            rows = decoded[start + offset] = segment.rows(offset, offset + SPAN)
        self._last_span = start + offset, rows
        return rows[number - start - offset]

    def _seal(self) -> None:
        self._blocks.append(_joined(self._open) if self._open else tuple(self._open_rows))
        self._starts.append(self._open_start)
        self._sizes.append(self._open_size)
        self._open, self._open_rows = [], []
        self._open_start, self._open_size = self.end, 0
        self._tail = None

    def _compact(self) -> None:
        del self._blocks[: self._gone], self._starts[: self._gone], self._sizes[: self._gone]
        self._gone = 0
        runs = bisect_right(self._time_starts, self.first) - 1
        del self._times[:runs], self._time_starts[:runs]


def _joined(segments: Sequence[Segment]) -> Segment:
    if len(segments) == 1:
        return segments[0]
    count = sum(segment.count for segment in segments)
    return Segment(LINE_SEAM.join([segment.data for segment in segments]), count, segments[0].decode)
