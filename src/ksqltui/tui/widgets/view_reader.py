"""Owns how a view's lens is worked and how the reader's place is kept by the row itself; draws nothing."""

from __future__ import annotations

import time

from ksqltui.model.lens import Lens
from ksqltui.model.matched_lines import MatchedLines
from ksqltui.model.moment import Moment
from ksqltui.model.row_filter import RowFilter
from ksqltui.model.sorted_lines import Sort, SortedLines
from ksqltui.tui.widgets.results_view import View

SECONDS_A_TICK = 0.006
"""How long one tick may test and sort rows: a key that comes meanwhile waits no longer."""
ROWS_A_STEP = 400


class ViewReader:
    """A view and its lens: `work` once a tick."""

    def __init__(self, view: View, lens: Lens) -> None:
        self.view = view
        self.lens = lens
        self.anchor: int | None = None
        """Where the selection of rows began, a line's number; None where only the cursor's row is chosen."""
        self._is_settling = False
        self._place = (0, 0)
        self._wished: tuple[int, int] | None = None
        """The place before the query was begun, and where the cursor came to lie: elsewhere the reader has moved it."""
        self._landed = -1

    @property
    def selected(self) -> range:
        """The numbers of the chosen lines, the cursor's among them."""
        cursor = self.view.cursor
        anchor = cursor if self.anchor is None else self.anchor
        lines = self.view.lines
        return range(max(lines.first, min(anchor, cursor)), min(lines.end, max(anchor, cursor) + 1))

    def look_for(self, query: RowFilter | None, *, only: bool) -> None:
        """The query holds from now on; the cursor stays on its row, or goes to the next one that matches.

        While a query is typed, the row is the one that the reader was on before, whatever matched in between.
        """
        if self._wished is not None and self.view.cursor == self._landed:
            self._place = self._wished
        else:
            self._note_place()
            self._wished = self._place
        self.lens.look_for(query, only=only)
        self._is_settling = True
        self.anchor = None
        self.work()
        if query is None:
            self._wished = None

    def order_by(self, sort: Sort | None) -> None:
        """Sorts what is there and shows it from the top; None shows the rows as they come again."""
        view = self.view
        self.lens.order_by(sort)
        view.painter.sorted_by = sort
        view.follows = sort is None and view.may_follow
        view.lines = self.lens.lines
        view.top = view.held = view.lines.first
        self.anchor = None
        self._place = (view.lines.first, 0)
        self._is_settling = True
        self.work()

    def show_moment(self, moment: Moment | None, body: int) -> None:
        """The rows are those of this moment, None for the newest; `body` is how many have room on the screen."""
        self._note_place()
        self.lens.show_moment(moment)
        self.anchor = None
        if self.lens.is_plain:
            self.view.lines = self.lens.lines
        else:
            self._is_settling = True
            self.work()
        self.view.stay_within(body)

    def work(self) -> bool:
        """Tests and sorts for a moment; True where what is shown has changed by it."""
        lens, view = self.lens, self.view
        if lens.is_plain and view.lines is lens.lines:
            return False
        if not self._is_settling:
            self._note_place()
        until = time.perf_counter() + SECONDS_A_TICK
        changed = lens.advance(ROWS_A_STEP)
        while lens.is_working and time.perf_counter() < until:
            changed |= lens.advance(ROWS_A_STEP)
        was_settling, self._is_settling = self._is_settling, self._is_settling and lens.is_working
        if not changed and view.lines is lens.lines and not was_settling:
            return False
        view.lines = lens.lines
        self._settle()
        if was_settling:
            self._landed = view.cursor
        return True

    def _note_place(self) -> None:
        lines, view = self.view.lines, self.view
        number = min(max(view.cursor, lines.first), lines.end - 1)
        source = max(0, number)
        if isinstance(lines, MatchedLines | SortedLines) and lines.first <= number:
            source = lines.source(number)
        self._place = source, view.cursor - view.top

    def _settle(self) -> None:
        view, (source, below_top) = self.view, self._place
        lines = view.lines
        if isinstance(lines, SortedLines) and self._is_settling:
            return
        place = self.lens.place(source) if not isinstance(lines, SortedLines) else view.held
        view.held = max(lines.first, min(place, lines.end - 1))
        view.top = max(lines.first, view.held - below_top)
