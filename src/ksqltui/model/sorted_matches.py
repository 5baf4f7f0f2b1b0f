"""Owns where the lines that match stand in a sorted view that shows all lines; knows no screen and no clock."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress

AT_ONCE = 16
"""A row is looked up here in so much less time than it is tested or sorted."""


class SortedMatches:
    """The places of `matching` lines in an `order` of all lines, neither of which changes; found a few at a time."""

    def __init__(self, order: Sequence[int], matching: Sequence[int]) -> None:
        self._order = order
        self._matching = matching
        self._known: set[int] = set()
        self._entered = 0
        self._places = array("q")
        self._read = 0

    @property
    def remaining(self) -> int:
        """Rows that are still to be looked up."""
        return len(self._matching) - self._entered + len(self._order) - self._read

    def advance(self, limit: int) -> None:
        """Looks up some `limit` rows' worth."""
        start, step = self._entered, limit * AT_ONCE
        if start < len(self._matching):
            self._known.update(self._matching[start : start + step])
            self._entered = min(len(self._matching), start + step)
            return
        start, stop = self._read, min(len(self._order), self._read + step)
        self._places.extend(compress(range(start, stop), map(self._known.__contains__, self._order[start:stop])))
        self._read = stop
        if stop == len(self._order):
            self._known = set()

    def next(self, place: int, step: int) -> int | None:
        """The nearest place of a match after this one, or before it for a `step` of -1, and on from the other end."""
        places = self._places
        if not places:
            return None
        at = bisect_right(places, place) if step > 0 else bisect_left(places, place) - 1
        return places[at % len(places)]
