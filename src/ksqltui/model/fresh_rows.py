"""Owns the newest rows of one run as they came, decoded: those that are most looked at; knows no bytes, no screen."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from ksqltui.model.changes import Values

FRESH_ROWS = 12_288
"""Of rows that change often the versions before are among so many."""
FRESH_BYTES = 768 * 1024
"""The same in bytes of the wire."""


class FreshRows:
    """Blocks of rows by the number of their first; the oldest are let go one by one, for that takes time too."""

    def __init__(self) -> None:
        self._starts = array("q")
        self._sizes = array("q")
        self._blocks: list[Sequence[Values]] = []
        self._gone = 0
        self._bytes = 0

    def copy(self) -> FreshRows:
        """The same rows, to add others to."""
        other = FreshRows()
        other._starts, other._sizes, other._blocks = self._starts[:], self._sizes[:], self._blocks[:]
        other._gone, other._bytes = self._gone, self._bytes
        return other

    def add(self, start: int, rows: Sequence[Values], size: int) -> None:
        """Takes rows, the first of them numbered `start`, that took `size` bytes; they are held at least till the next.

        What becomes too much is let go.
        """
        self._starts.append(start)
        self._sizes.append(size)
        self._blocks.append(rows)
        self._bytes += size
        newest, oldest = len(self._blocks) - 1, start + len(rows) - FRESH_ROWS
        while self._gone < newest and (self._starts[self._gone + 1] <= oldest or self._bytes > FRESH_BYTES):
            self._bytes -= self._sizes[self._gone]
            self._blocks[self._gone] = ()
            self._gone += 1
        if self._gone * 2 > len(self._blocks):
            del self._starts[: self._gone], self._sizes[: self._gone], self._blocks[: self._gone]
            self._gone = 0

    def find(self, number: int) -> tuple[int, Sequence[Values]] | None:
        """The block that this row is in and the number of its first row; None where it is older or has not come."""
        at = bisect_right(self._starts, number) - 1
        if at < self._gone:
            return None
        start, block = self._starts[at], self._blocks[at]
        return (start, block) if number < start + len(block) else None
