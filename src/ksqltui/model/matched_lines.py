"""Owns the lines that a filter leaves, kept up to date a few rows at a time; knows no screen and no clock."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from ksqltui.model.changes import ResultLine
from ksqltui.model.moment import Moment
from ksqltui.model.result_lines import Lines
from ksqltui.model.results import ResultsStore
from ksqltui.model.row_filter import RowFilter


class MatchedLines:
    """The lines of a table or changelog that match, in the same order; lines are numbered by their place among them.

    Nothing is tested but in `advance`. New rows are tested as they come. Rows of a table change in place: their
    changes are followed one by one, or, where more came than there are rows, by one more sweep over the rows.
    """

    def __init__(
        self, store: ResultsStore, row_filter: RowFilter, *, is_table: bool, moment: Moment | None = None
    ) -> None:
        """The lines are those of a `moment` in the store, which stay as they are, or the store's own."""
        source: Moment | ResultsStore = store if moment is None else moment
        self._store = store
        self._matches = row_filter.matches
        self._is_table = is_table and store.is_keyed
        self._follows_changes = self._is_table and moment is None
        self._lines: Lines = source.table if is_table else source.changelog
        self._numbers = array("q")
        self._skipped = 0
        self._tested = self._lines.first
        self._changes_seen = store.received

    # --- as lines -------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._numbers) - self._skipped

    @property
    def first(self) -> int:
        return self._skipped

    @property
    def end(self) -> int:
        return len(self._numbers)

    @property
    def dropped(self) -> int:
        return self._lines.dropped

    def line(self, number: int) -> ResultLine:
        if not self._skipped <= number < len(self._numbers):
            raise IndexError(number)
        return self._lines.line(self._numbers[number])._replace(number=number)

    def source(self, number: int) -> int:
        """Which line of the whole table or changelog this one is."""
        return self._numbers[number]

    def place(self, source: int) -> int:
        """Where the line of the whole stands here, or the next one that is here."""
        return bisect_left(self._numbers, source)

    def has(self, source: int) -> bool:
        """Whether the line of the whole matches."""
        at = bisect_left(self._numbers, source)
        return at < len(self._numbers) and self._numbers[at] == source

    @property
    def numbers(self) -> array[int]:
        """The lines of the whole that match."""
        return self._numbers[self._skipped :]

    # --- the work -------------------------------------------------------------------------------------------------

    @property
    def remaining(self) -> int:
        """Tests that are still to be made."""
        left = self._lines.end - max(self._tested, self._lines.first)
        return left + (self._store.received - self._changes_seen if self._follows_changes else 0)

    def advance(self, limit: int) -> bool:
        """Tests about `limit` rows at most; True where the matching lines are other ones or stand elsewhere."""
        before = len(self._numbers), self._skipped
        self._skipped = bisect_left(self._numbers, self._lines.first)
        if self._skipped > max(1024, len(self._numbers) // 2):
            del self._numbers[: self._skipped]
            self._skipped = 0
        self._tested = max(self._tested, self._lines.first)
        is_behind = self._tested < self._lines.end
        was_toggled = False
        if not self._is_table:
            self._test_new(limit)
        elif is_behind:
            self._sweep(limit)
        if self._follows_changes and self._tested == self._lines.end:
            was_toggled = self._follow(limit)
        return was_toggled or before != (len(self._numbers), self._skipped)

    def _test_new(self, limit: int) -> None:
        """Tests rows that never change, whole blocks at a time: a block is decoded at once."""
        store, matches, numbers = self._store, self._matches, self._numbers
        end = min(self._lines.end, self._tested + limit)
        while self._tested < end:
            start, rows = self._tested, store.values_from(self._tested)
            numbers.extend(n for n, values in enumerate(rows[: end - start], start) if matches(values))
            self._tested = min(end, start + len(rows))

    def _sweep(self, limit: int) -> None:
        lines, matches = self._lines, self._matches
        end = min(lines.end, self._tested + limit)
        found = [number for number in range(self._tested, end) if matches(lines.line(number).values)]
        known = self._numbers[bisect_left(self._numbers, self._tested) : bisect_left(self._numbers, end)]
        if found != list(known):
            self._numbers = _without(self._numbers, set(known).difference(found))
            self._numbers = _with(self._numbers, set(found).difference(known))
        self._tested = end

    def _follow(self, limit: int) -> bool:
        store, lines = self._store, self._lines
        behind = store.received - self._changes_seen
        if behind > max(limit, len(lines)) or self._changes_seen < store.changelog.first:
            self._tested, self._changes_seen = lines.first, store.received
            return False
        end = min(store.received, self._changes_seen + limit)
        touched: set[int] = set()
        while self._changes_seen < end:
            start, rows = self._changes_seen, store.values_from(self._changes_seen)
            for values in rows[: end - start]:
                if (number := store.number_of(values)) is not None:
                    touched.add(number)
            self._changes_seen = min(end, start + len(rows))
        matching = {number for number in touched if self._matches(lines.line(number).values)}
        held = {number for number in touched if self.has(number)}
        self._numbers = _with(_without(self._numbers, held - matching), matching - held)
        return matching != held


def _with(numbers: array[int], added: Iterable[int]) -> array[int]:
    """The sorted numbers and these, in one pass of copied slices."""
    result, at = array("q"), 0
    for number in sorted(added):
        stop = bisect_right(numbers, number, at)
        result.extend(numbers[at:stop])
        result.append(number)
        at = stop
    if not at and not result:
        return numbers
    result.extend(numbers[at:])
    return result


def _without(numbers: array[int], gone: Iterable[int]) -> array[int]:
    result, at = array("q"), 0
    for number in sorted(gone):
        stop = bisect_left(numbers, number, at)
        result.extend(numbers[at:stop])
        at = stop + 1
    if not at:
        return numbers
    result.extend(numbers[at:])
    return result
