"""Owns the keys with which rows are read: filter, search, sort, columns, selection, copy; knows no run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from ksqltui.model.changes import ResultLine
from ksqltui.model.column_order import ColumnOrder
from ksqltui.model.copied import Copied, copied_cell, copied_rows
from ksqltui.model.lens import Lens
from ksqltui.model.moment import Moment
from ksqltui.model.results import ResultsStore
from ksqltui.model.row_filter import RowFilter
from ksqltui.model.sorted_lines import Sort
from ksqltui.tui.widgets.results_lines import Look
from ksqltui.tui.widgets.results_looks import LineLooks
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.results_view import View
from ksqltui.tui.widgets.results_windows import RowWindows
from ksqltui.tui.widgets.view_reader import ViewReader

MOST_COPIED = 100_000
"""Rows that one copy takes; for more there is export."""


class _ReadingLooks(LineLooks):
    """Looks with what is looked for marked, and the chosen rows."""

    def __init__(self, windows: RowWindows, readers: Mapping[str, ViewReader], *, tagged: bool) -> None:
        super().__init__(windows, tagged=tagged)
        self._readers = readers

    def look(self, view: View, line: ResultLine, above: ResultLine | None, now: float, *, has_focus: bool) -> Look:
        look = super().look(view, line, above, now, has_focus=has_focus)
        reader = self._readers[view.name]
        query = reader.lens.query
        if query is None and reader.anchor is None:
            return look
        is_selected = reader.anchor is not None and line.number in reader.selected
        marks = query.matched_cells(line.values) if query is not None else ()
        return replace(look, is_selected=is_selected, marks=frozenset(marks))


class ReadingTable(ResultsTable):
    """A results table whose rows can be narrowed, searched, ordered, chosen and copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "ask('filter')", "Filter", id="results.filter"),
        Binding("n", "search(1)", "Next match", show=False, id="results.next-match"),
        Binding("N", "search(-1)", "Previous match", show=False, key_display="Shift+N", id="results.previous-match"),
        Binding("s", "sort", "Sort", id="results.sort", tooltip="Sort by the cursor's column"),
        Binding("c", "ask('columns')", "Columns", show=False, id="results.columns"),
        Binding(
            "i", "ask('identity')", "Identity", show=False, id="results.identity", tooltip="Choose what makes a row"
        ),
        Binding("e", "ask('export')", "Export", show=False, id="results.export"),
        Binding("y", "copy", "Copy", id="results.copy", tooltip="Copy the cell or the rows"),
        Binding("Y", "copy_json", "Copy as JSON", show=False, key_display="Shift+Y", id="results.copy-json"),
        Binding("shift+up", "select(-1)", "Select up", show=False, id="results.select-up"),
        Binding("shift+down", "select(1)", "Select down", show=False, id="results.select-down"),
    ]

    class Asked(Message):
        """A tool is asked for: `filter`, `columns`, `identity` or `export`."""

        def __init__(self, tool: str) -> None:
            super().__init__()
            self.tool = tool

    class CopyAsked(Message):
        """This is to go to the clipboard."""

        def __init__(self, copied: Copied) -> None:
            super().__init__()
            self.copied = copied

    class Working(Message):
        """Rows are to be tested or sorted, which takes ticks: whoever gives them must not rest."""

    def __init__(self, store: ResultsStore, **options: Any) -> None:
        super().__init__(store, **options)
        is_tagged = bool(options.get("tagged", True))
        self._readers = {
            name: ViewReader(view, Lens(store, is_table=is_tagged and name == "table"))
            for name, view in self._views.items()
        }
        self._looks = _ReadingLooks(self._windows, self._readers, tagged=is_tagged)

    # --- what the owner uses --------------------------------------------------------------------------------------

    @property
    def store(self) -> ResultsStore:
        """The store whose rows are shown."""
        return self._store

    @property
    def reader(self) -> ViewReader:
        """The shown view's."""
        return self._readers[self._view.name]

    @property
    def lens(self) -> Lens:
        """The shown view's."""
        return self.reader.lens

    @property
    def columns(self) -> ColumnOrder:
        """Which columns are shown and how."""
        return self._view.layout.order

    @property
    def widths(self) -> tuple[int, ...]:
        """Each column's width now, in cells, by index."""
        return tuple(column.width for column in self._view.layout.columns)

    @property
    def shows_versions(self) -> bool:
        """Whether the table joins the versions of a row; a pull query's answer is shown as it is."""
        return self._tagged

    def look_for(self, query: RowFilter | None, *, only: bool) -> None:
        """Leaves the matching rows alone, or marks them among the others; None shows all."""
        for reader in self._readers.values():
            reader.look_for(query, only=only)
        self._show_anew()

    def arrange_columns(self, order: ColumnOrder) -> None:
        """Shows the columns so, in every view."""
        for view in self._views.values():
            view.layout.arrange(order)
            if view.column is not None:
                view.column = min(view.column, len(order.shown) - 1)
        self.scroll_to(x=0, animate=False, force=True)
        self._show_anew()

    def take_over(self, former: ReadingTable) -> None:
        """Shows the view, the columns and the rows that match, as the table did that this one replaces."""
        self._view = self._views[former.view]
        for view in self._views.values():
            view.layout.arrange(former.columns)
        lens = former.lens
        for reader in self._readers.values():
            reader.look_for(lens.query, only=lens.is_only)

    def _show_view_of(self, view: View, moment: Moment | None) -> None:
        self._readers[view.name].show_moment(moment, self._body)

    def sort_by(self, column: int) -> None:
        """Sorts by the column: rising, then falling, then no more."""
        sort = self.lens.sort
        if sort is None or sort.column != column:
            chosen: Sort | None = Sort(column)
        else:
            chosen = None if sort.descending else Sort(column, descending=True)
        self.reader.order_by(chosen)
        self._show_anew()

    def _show_anew(self) -> None:
        self.post_message(self.Working())
        self._looks.forget()
        self._canvas(self._now)
        self.tick(self._now, force=True)
        self.refresh()

    # --- on top of the table --------------------------------------------------------------------------------------

    @property
    def is_fading(self) -> bool:
        return self.lens.is_working or super().is_fading

    def tick(self, now: float, *, force: bool = False) -> None:
        if self.reader.work():
            force = True
            self._place_scroll()
        super().tick(now, force=force)

    def place_cursor(self, number: int) -> None:
        super().place_cursor(self.lens.place(number))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "search":
            return self.lens.query is not None or not parameters
        if action == "ask" and parameters[:1] == ("identity",):
            return self._tagged
        return super().check_action(action, parameters)

    # --- keys -----------------------------------------------------------------------------------------------------

    def key_label(self, action: str) -> str | None:
        """What sorting will do now."""
        sort = self.lens.sort
        if action != "sort" or sort is None or sort.column != self._cursor_column:
            return None
        return "Sort off" if sort.descending else "Sort falling"

    @property
    def _cursor_column(self) -> int:
        view = self._view
        return view.layout.shown[view.column or 0]

    def action_ask(self, tool: str) -> None:
        self.post_message(self.Asked(tool))

    @property
    def _row_key(self) -> int:
        return self.lens.source(self._view.cursor)

    def action_timeline(self) -> None:
        if self.cursor_line is not None and self._row_key >= self._store.table.first:
            super().action_timeline()

    def action_search(self, step: int) -> None:
        found = self.lens.next_match(self._view.cursor, step)
        if found is not None:
            self._go_to(found)

    def action_sort(self) -> None:
        if self._store.columns:
            self.sort_by(self._cursor_column)

    def action_select(self, lines: int) -> None:
        reader = self.reader
        anchor = self._view.cursor if reader.anchor is None else reader.anchor
        super()._go_to(self._view.cursor + lines)
        self._view.follows = False
        reader.anchor = anchor
        self.tick(self._now, force=True)

    def _go_to(self, number: int) -> None:
        self.reader.anchor = None
        super()._go_to(number)

    def action_copy(self) -> None:
        self._copy(as_json=False)

    def action_copy_json(self) -> None:
        self._copy(as_json=True)

    def _copy(self, *, as_json: bool) -> None:
        view, reader = self._view, self.reader
        if not len(view.lines):
            return
        if view.column is not None and reader.anchor is None:
            line = view.lines.line(view.cursor)
            column = self._store.columns[self._cursor_column]
            copied = copied_cell(column, line.values[self._cursor_column], as_json=as_json)
        else:
            numbers = reader.selected[-MOST_COPIED:]
            rows = [view.lines.line(number) for number in numbers]
            copied = copied_rows(self._store.columns, view.layout.shown, rows, as_json=as_json)
        self.post_message(self.CopyAsked(copied))

    @on(ResultsTable.HeaderSelected)
    def _header_selected(self, event: ResultsTable.HeaderSelected) -> None:
        """A column's head sorts by it."""
        self.sort_by(event.column_index)
