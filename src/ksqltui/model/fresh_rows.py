"""Owns the newest rows of one run as they came, decoded: those that are most looked at; knows no bytes, no screen."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from ksqltui.model.changes import Values

FRESH_ROWS = 8_192
"""At least so many of the newest rows are held, at most about twice as many: the versions before, too, of rows that
change often."""
FRESH_BYTES = 512 * 1024
"""The same in bytes of the wire."""


class FreshRows:
    """Blocks of rows by the number of their first, in two ages: once the young are enough the old ones are let go."""

    def __init__(self) -> None:
        self._starts, self._blocks = array("q"), list[Sequence[Values]]()
        self._old_starts, self._old_blocks = array("q"), list[Sequence[Values]]()
        self._rows = 0
        self._bytes = 0

    def copy(self) -> FreshRows:
        """The same rows, to add others to."""
        other = FreshRows()
        other._starts, other._blocks = self._starts[:], self._blocks[:]
        other._old_starts, other._old_blocks = self._old_starts, self._old_blocks
        other._rows, other._bytes = self._rows, self._bytes
        return other

    def add(self, start: int, rows: Sequence[Values], size: int) -> None:
        """Takes rows, the first of them numbered `start`, that took `size` bytes."""
        if self._rows >= FRESH_ROWS or self._bytes >= FRESH_BYTES:
            self._old_starts, self._old_blocks = self._starts, self._blocks
            self._starts, self._blocks = array("q"), []
            self._rows = self._bytes = 0
        self._starts.append(start)
        self._blocks.append(rows)
        self._rows += len(rows)
        self._bytes += size

    def find(self, number: int) -> tuple[int, Sequence[Values]] | None:
        """The block that this row is in and the number of its first row; None where it is older or has not come."""
        starts, blocks = self._starts, self._blocks
        if not starts or number < starts[0]:
            starts, blocks = self._old_starts, self._old_blocks
        if not starts or number < starts[0]:
            return None
        at = bisect_right(starts, number) - 1
        return (starts[at], blocks[at]) if number < starts[at] + len(blocks[at]) else None
