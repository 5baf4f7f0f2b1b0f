"""Owns how a reader narrows, marks and orders the lines of one view; knows no screen and no clock.

A lens shows the store's own lines until a query or a sort is chosen. A query either leaves the matching lines alone or
marks them among the others. A sort holds on to the rows that were there: what comes later waits until the sort ends,
so that nothing moves under the reader's cursor.
"""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.matched_lines import MatchedLines
from ksqltui.model.moment import Moment
from ksqltui.model.result_lines import Lines
from ksqltui.model.results import ResultsStore
from ksqltui.model.row_filter import RowFilter
from ksqltui.model.sorted_lines import Sort, SortedLines
from ksqltui.model.sorted_matches import SortedMatches


class Lens:
    """One view's lines: `lines` is what is to be shown now; `advance` does the work a few rows at a time."""

    def __init__(self, store: ResultsStore, *, is_table: bool) -> None:
        self._live = store
        self._held = store
        self._moment: Moment | None = None
        self._then: Moment | None = None
        self.is_table = is_table
        """Whether the lines are the table's; otherwise the changelog's."""
        self._matched: MatchedLines | None = None
        self._sorted: SortedLines | None = None
        self._places: SortedMatches | None = None
        self.query: RowFilter | None = None
        self.is_only = True
        """Whether the query leaves the matching lines alone; otherwise it marks them."""
        self.sort: Sort | None = None

    # --- what is chosen -------------------------------------------------------------------------------------------

    def look_for(self, query: RowFilter | None, *, only: bool = True) -> None:
        """From now on the query holds, None for none."""
        self.query, self.is_only = query, only
        self._match_anew()

    def order_by(self, sort: Sort | None) -> None:
        """Sorts the rows that are there now; None shows all rows in their own order again."""
        self.sort = sort
        self._hold()

    def show_moment(self, moment: Moment | None) -> None:
        """From now on the lines are those of this moment, None for the newest; a sort takes up what is there then."""
        self._moment = moment
        self._hold()

    def _hold(self) -> None:
        self._held = self._live.frozen() if self.sort is not None else self._live
        self._then = self._moment
        if self._moment is not None and self._held is not self._live:
            self._then = self._moment.of(self._held)
        self._match_anew()

    def _match_anew(self) -> None:
        self._sorted = self._matched = self._places = None
        if self.query is not None:
            self._matched = MatchedLines(self._held, self.query, is_table=self.is_table, moment=self._then)

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def _whole(self) -> Lines:
        source: Moment | ResultsStore = self._held if self._then is None else self._then
        return source.table if self.is_table else source.changelog

    @property
    def lines(self) -> Lines:
        """What is to be shown now. While a sort is under way the rows keep their own order."""
        if self._sorted is not None and self._sorted.is_done:
            return self._sorted
        return self._matched if self._matched is not None and self.is_only else self._whole

    def source(self, number: int) -> int:
        """Which line of the store's table or changelog a line is. Raises IndexError where it is not shown."""
        lines = self.lines
        return lines.source(number) if isinstance(lines, MatchedLines | SortedLines) else number

    def place(self, source: int) -> int:
        """Where the store's line stands among those that are shown, or the next one that does."""
        lines = self.lines
        return lines.place(source) if isinstance(lines, MatchedLines | SortedLines) else source

    @property
    def is_plain(self) -> bool:
        """Whether nothing was chosen."""
        return self.query is None and self.sort is None

    @property
    def matching(self) -> int:
        """How many lines match so far."""
        return len(self._matched) if self._matched is not None else len(self._whole)

    @property
    def total(self) -> int:
        """How many lines there are, matching or not."""
        return len(self._whole)

    @property
    def waiting(self) -> int:
        """Rows that came since the sort; what waits for the end of a pause is not counted."""
        return self._live.received - self._held.received if self._then is None else 0

    @property
    def is_working(self) -> bool:
        return self.remaining > 0

    @property
    def remaining(self) -> int:
        """Rows that are still to be tested or sorted."""
        left = self._matched.remaining if self._matched is not None else 0
        if self.sort is None:
            return left
        if self._sorted is None:
            return left + max(1, len(self._whole))
        if self._matched is None or self.is_only:
            return left + self._sorted.remaining
        return left + self._sorted.remaining + (1 if self._places is None else self._places.remaining)

    def marks(self, number: int) -> frozenset[int]:
        """The columns of a shown line whose cells hold what is looked for."""
        if self.query is None:
            return frozenset()
        return frozenset(self.query.matched_cells(self.lines.line(number).values))

    def next_match(self, number: int, step: int) -> int | None:
        """The nearest matching line after this one, or before it for a `step` of -1, and on from the other end.

        None where no line that was tested matches; marked lines of a sorted view are looked up once it is sorted.
        """
        lines, matched = self.lines, self._matched
        if matched is None or not len(matched) or not len(lines):
            return None
        if matched is lines or (isinstance(lines, SortedLines) and self.is_only):
            return lines.first + (number + step - lines.first) % len(lines)
        if isinstance(lines, SortedLines):
            return self._places.next(number, step) if self._places is not None else None
        at = matched.place(number + 1) if step > 0 else matched.place(number) - 1
        return matched.source(matched.first + (at - matched.first) % len(matched))

    # --- the work -------------------------------------------------------------------------------------------------

    def advance(self, limit: int) -> bool:
        """Tests or sorts about `limit` rows; True where the lines to be shown are other ones or stand elsewhere."""
        if self._matched is not None and self._matched.remaining:
            changed = self._matched.advance(limit)
            return changed and self.is_only
        if self._matched is not None and self._matched.advance(0):
            return self.is_only
        if self.sort is None:
            return False
        if self._sorted is None:
            self._sorted = SortedLines(self._whole, self._numbers(), self.sort)
            return self._sorted.is_done
        if not self._sorted.is_done or self._matched is None or self.is_only:
            return self._sorted.advance(limit)
        if self._places is None:
            self._places = SortedMatches(self._sorted.order, self._matched.numbers)
        self._places.advance(limit)
        return False

    def _numbers(self) -> Sequence[int]:
        if self._matched is not None and self.is_only:
            return self._matched.numbers
        return range(self._whole.first, self._whole.end)

    @property
    def held(self) -> ResultsStore:
        """The store whose rows are shown: the live one, or what was held on to when they were sorted."""
        return self._held

    def sources(self) -> Sequence[int]:
        """The store's lines that are shown, in their order."""
        lines = self.lines
        if isinstance(lines, MatchedLines):
            return lines.numbers
        if isinstance(lines, SortedLines):
            return [lines.source(number) for number in range(lines.end)]
        return range(lines.first, lines.end)
