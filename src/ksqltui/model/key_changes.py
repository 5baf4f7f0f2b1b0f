"""Owns which changes one row of a table had and which version each was; knows no values, no store and no screen."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    _Numbers = array[int]
else:
    _Numbers = array

NO_LINE = -1
"""The line of a row that the table dropped."""
LEAST_GONE = 64
"""So many dropped changes are let go at once, so that it costs O(1) for each on average."""


class KeyChanges(_Numbers):
    """The numbers of one row's changes, oldest first, in 8 bytes each; make it as `KeyChanges("Q")`.

    A tombstone for a row that is deleted already is no change. It is an array so that a whole block of rows is noted
    by `map`, without a step of Python for each: this is what every row of a keyed stream costs.
    """

    __slots__ = ("is_deleted", "is_whole", "line", "restarts", "skipped")

    line: int
    """The number of the table's line, NO_LINE where the table dropped it."""
    is_deleted: bool
    """Whether the newest change is a tombstone."""
    is_whole: bool
    """Whether no change was let go."""
    restarts: tuple[int, ...]
    """The changes that are version 1 anew: after a tombstone, or on a new line of the table."""
    skipped: int
    """How many versions came before the oldest change here, since the row was new."""

    def begin(self, line: int) -> None:
        """The row is new."""
        self.line, self.is_deleted, self.is_whole, self.restarts, self.skipped = line, False, True, (), 0

    def version(self, place: int) -> int:
        """Which version of the row the change at this place is, counted from 1; a tombstone counts as one."""
        if self.restarts:
            change = self[place]
            for restart in reversed(self.restarts):
                if restart <= change:
                    return place - bisect_left(self, restart) + 1
        return place + self.skipped + 1

    def place(self, change: int, end: int | None = None) -> int | None:
        """Where the change stands among those before place `end`; None where it is none of them."""
        place = bisect_left(self, change)
        return place if place < (len(self) if end is None else end) and self[place] == change else None

    def without(self, gone: int) -> KeyChanges:
        """The same but for the first `gone`; this one stays, as readers of an earlier state may hold it."""
        rest = KeyChanges("Q", self[gone:])
        rest.line, rest.is_deleted, rest.is_whole = self.line, self.is_deleted, False
        rest.skipped = self.version(gone) - 1
        rest.restarts = tuple(change for change in self.restarts if change > rest[0])
        return rest
