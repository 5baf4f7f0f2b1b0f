"""Owns the results table on the screen: which lines are seen, the cursor, following the tail; knows no run.

Nothing is pushed to it. Its owner calls `tick` some thirty times a second; it then looks at the lines on the screen
only and repaints those that differ from what was drawn, so that its cost does not depend on how much came.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.coordinate import Coordinate
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ksqltui.model.changes import ResultLine
from ksqltui.model.moment import Moment
from ksqltui.model.results import ResultsStore
from ksqltui.model.window_state import WindowWatch
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.results_bar import BarPace
from ksqltui.tui.widgets.results_columns import GAP, ColumnLayout
from ksqltui.tui.widgets.results_fade import STEPS
from ksqltui.tui.widgets.results_ink import PLANES, Ink
from ksqltui.tui.widgets.results_lines import CHANGELOG, DELETED_WORD, PLAIN, TABLE, LinePainter
from ksqltui.tui.widgets.results_looks import LineLooks
from ksqltui.tui.widgets.results_view import CursorType, View
from ksqltui.tui.widgets.results_windows import RowWindows
from ksqltui.tui.widgets.table_messages import TableMessages
from ksqltui.tui.widgets.window_cell import width_of_marks

SECONDS_BETWEEN_BUSY_PAINTS = 1 / 15
"""Where more changes than anyone reads, painting less often leaves the time to keys, and a slow line its bytes."""


class ResultsTable(ScrollView, TableMessages, Inked, can_focus=True):
    """The rows of one store as a table or as a changelog."""

    DEFAULT_CSS = """
    ResultsTable {
        width: 1fr; height: 1fr; background: $surface; scrollbar-size: 1 1;
        & > .results-table--header { background: $surface; }
        & > .results-table--cursor { background: $panel; }
        & > .results-table--hover { background: $panel; }
        & > .results-table--selected { background: $panel; }
        & > .results-table--cell { background: $lift; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"results-table--{plane}" for plane in PLANES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="results.up"),
        Binding("down", "move(1)", "Down", show=False, id="results.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="results.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="results.page-down"),
        Binding("home,ctrl+home", "first", "First row", show=False, id="results.first"),
        Binding("end,ctrl+end", "last", "Newest row", show=False, id="results.last"),
        Binding("left", "column(-1)", "Column left", show=False, id="results.left"),
        Binding("right", "column(1)", "Column right", show=False, id="results.right"),
        Binding("enter", "timeline", "Timeline", id="results.timeline"),
    ]

    def __init__(
        self,
        store: ResultsStore,
        *,
        tagged: bool = True,
        follows: bool = True,
        own_heads: bool = False,
        windows: WindowWatch | None = None,
        clock: Callable[[], float] = time.time,
        id: str | None = None,
    ) -> None:
        """`tagged` rows come one by one and may change; `follows` starts at the newest row, not at the first.

        `own_heads` says that the columns' names are the console's words and not the server's. Untagged rows are all
        shown, whether or not two of them have the same identity: a pull query's answer is what it is. `windows` tells
        of each row of the table whether its window is open.
        """
        super().__init__(id=id)
        self._store = store
        self._clock = clock
        self._now = clock()
        self._follows_live = follows
        self._tagged = tagged
        self._own_heads = own_heads
        self._windows = RowWindows(store, windows)
        self._looks = LineLooks(self._windows, tagged=tagged)
        self._moment: Moment | None = None
        self._views = {"table": self._make_view("table"), "changelog": self._make_view("changelog")}
        self._view = self._views["table"]
        self._seen_version = -1
        self._painted = float("-inf")
        self._fading_until = 0.0
        self._bar = BarPace()
        self._is_placing = False

    def _make_view(self, name: str) -> View:
        store = self._store
        shape = (TABLE if name == "table" else CHANGELOG) if self._tagged else PLAIN
        layout = ColumnLayout([(column.name, column.type) for column in store.columns], start=shape.start)
        shows_windows = self._windows.are_known and name == "table"
        painter = LinePainter(layout, shape, store.identity, own_heads=self._own_heads, shows_windows=shows_windows)
        lines = store.table if name == "table" and self._tagged else store.changelog
        return View(name, lines, shape, layout, painter, self._follows_live, self._follows_live)

    # --- what the owner uses --------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """`table` or `changelog`."""
        return self._view.name

    @property
    def cursor_type(self) -> CursorType:
        """What the cursor lights, as DataTable's cursor_type."""
        return self._view.cursor_type

    @cursor_type.setter
    def cursor_type(self, cursor_type: CursorType) -> None:
        for view in self._views.values():
            view.turn_to(cursor_type)
        self.tick(self._now, force=True)

    def show_view(self, name: str) -> None:
        """Shows the same rows as `table` or `changelog`, each where the reader left it."""
        if name == self._view.name:
            return
        self._view = self._views[name]
        self._looks.forget()
        self._canvas(self._now)
        self.tick(self._now, force=True)

    def show_moment(self, moment: Moment | None) -> None:
        """Shows the rows of a moment, which stay as they are, or again those that come; each view keeps its place."""
        self._moment = moment
        for view in self._views.values():
            self._show_view_of(view, moment)
        self._windows.moment = moment
        self._seen_version = -1
        self._canvas(self._now)

    def _show_view_of(self, view: View, moment: Moment | None) -> None:
        source: Moment | ResultsStore = self._store if moment is None else moment
        view.lines = source.table if view.name == "table" and self._tagged else source.changelog
        view.stay_within(self._body)

    @property
    def cursor_line(self) -> ResultLine | None:
        """The line under the cursor; None while there are no rows."""
        view = self._view
        return view.lines.line(view.cursor) if len(view.lines) else None

    @property
    def cursor_cell(self) -> tuple[int, int | None] | None:
        """The line's number and the column's index, None for the whole row; None where there is no cursor."""
        view = self._view
        return (view.cursor, view.column_index) if len(view.lines) and view.cursor_type != "none" else None

    @property
    def is_fading(self) -> bool:
        """Whether something on the screen will look different without any new row."""
        if self._moment is not None:
            return self._view.layout.wants_to_grow
        is_counting = self._looks.has_open_window and self._windows.move
        is_behind = self._seen_version >= 0 and self._store.version != self._seen_version
        return is_behind or is_counting or self._now < self._fading_until or self._view.layout.wants_to_grow

    def tick(self, now: float, *, force: bool = False) -> None:
        """Repaints what changed on the screen since the last tick; `now` is in wall seconds."""
        self._now = now
        version = self._store.version if self._moment is None else self._moment.version
        is_still = version == self._seen_version
        if not force and is_still and not self.is_fading and not self._is_stale(now, is_still=True):
            return
        if not force and self._looks.is_busy and now - self._painted < SECONDS_BETWEEN_BUSY_PAINTS:
            return
        self._painted = now
        if not is_still:
            self._seen_version = version
            if self._tagged and self._store.last_received is not None:
                self._fading_until = self._store.last_received + STEPS[-1] + 0.1
            self._windows.note()
        if self._is_stale(now, is_still=is_still):
            self._canvas(now)
        if self._view.keep(self._body):
            self._place_scroll()
        self._repaint(now)
        # Where rows do not move by themselves, what the reader scrolls to is shown whole at once.
        layout = self._view.layout
        has_grown = layout.grow(now, at_once=not self._tagged or self._moment is not None)
        if layout.fold(self.size.width) or has_grown:
            self._canvas(now)
            self.refresh()

    # --- drawing --------------------------------------------------------------------------------------------------

    def _is_stale(self, now: float, *, is_still: bool) -> bool:
        wanted, view = self._wanted_size(), self._view
        if wanted == self.virtual_size or self._moment is not None:
            # At a moment the time stands still, and so do the rows.
            return wanted != self.virtual_size
        top = view.top - view.lines.first
        return self._bar.is_due(now, self.virtual_size, wanted, self._body, top, is_still=is_still)

    def _wanted_size(self) -> Size:
        view = self._view
        width = view.layout.width
        if self._windows.are_known and view.shape is TABLE:
            width += GAP + width_of_marks(speech_of(self))
        elif self._store.deleted and view.shape is TABLE:
            width += GAP + len(speech_of(self)(DELETED_WORD))
        return Size(width, len(view.lines) + 1)

    def _canvas(self, now: float) -> None:
        self._bar.sized(now)
        self.virtual_size = self._wanted_size()
        self._place_scroll()

    def _repaint(self, now: float) -> None:
        body = self._body
        dirty = self._looks.dirty(self._view, body, now, has_focus=self.has_focus)
        if dirty is None:
            self.refresh()
        elif len(dirty) > body // 2:
            self.refresh(Region(0, 1, self.size.width, body))
        elif dirty:
            self.refresh(*(Region(0, y + 1, self.size.width, 1) for y in dirty))

    def note_windows(self) -> None:
        """Tells the windows of new rows while the table itself is not shown."""
        self._windows.note()

    def make_ink(self) -> Ink:
        variables = self.app.theme_variables
        plane = Color.parse(variables["surface"])
        names = {name: self.get_component_styles(f"results-table--{name}").background for name in PLANES}
        return Ink(variables, {name: (plane + colour).hex6 for name, colour in names.items()})

    def render_line(self, y: int) -> Strip:
        view, ink, width, left = self._view, self.ink, self.size.width, round(self.scroll_x)
        if y == 0:
            return view.painter.head(ink, left, width)
        number = view.top + y - 1
        if not view.has(number):
            return Strip.blank(width, ink.on("surface"))
        line, above = view.lines.line(number), view.above(number)
        above_values = None if above is None else above.values
        look = self._looks.look(view, line, above, self._now, has_focus=self.has_focus)
        return view.painter.line(line, above_values, look, ink, left, width)

    def on_resize(self) -> None:
        self._looks.forget()
        self.tick(self._now, force=True)
        self._place_scroll()

    def on_mount(self) -> None:
        say = speech_of(self)
        self._windows.say = say
        for view in self._views.values():
            view.painter.speak(say)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- place ----------------------------------------------------------------------------------------------------

    @property
    def _body(self) -> int:
        return max(0, self.size.height - 1)

    @contextmanager
    def _placing(self) -> Iterator[None]:
        """While the scroll position follows the place, and not the other way round."""
        former, self._is_placing = self._is_placing, True
        try:
            yield
        finally:
            self._is_placing = former

    def _place_scroll(self) -> None:
        with self._placing():
            self.scroll_to(y=self._view.top - self._view.lines.first, animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._is_placing or not self.is_mounted:
            return
        self._view.scroll(round(new_value), is_end=new_value >= self.max_scroll_y)
        self._looks.forget()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        self.refresh()

    def on_mouse_scroll_up(self) -> None:
        """The wheel starts from what is seen, not from where the scroll bar lags."""
        self._canvas(self._now)

    def on_mouse_scroll_down(self) -> None:
        self._canvas(self._now)

    def _go_to(self, number: int) -> None:
        if not len(self._view.lines):
            return
        self._view.go_to(number, self._body)
        self._canvas(self._now)
        self.tick(self._now, force=True)
        self._tell_cursor()

    def _tell_cursor(self) -> None:
        view, column, line = self._view, self._view.column_index, self.cursor_line
        if line is None or view.cursor_type == "none":
            return
        if column is None:
            self.post_message(self.RowHighlighted(self, view.cursor, self._row_key))
        elif view.cursor_type == "column":
            self.post_message(self.ColumnHighlighted(self, column))
        else:
            place = Coordinate(view.cursor, column)
            self.post_message(self.CellHighlighted(self, line.values[column], place, self._row_key))

    @property
    def _row_key(self) -> int:
        """The number of the cursor's row in the store."""
        return self._view.cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only rows with an identity have versions; elsewhere the key is the owner's."""
        return action != "timeline" or (self._store.is_keyed and self._view.shape is TABLE and self._store.received > 0)

    def action_timeline(self) -> None:
        """Tells what was chosen, which is what asks for a row's timeline."""
        view, column, line = self._view, self._view.column_index, self.cursor_line
        if line is None:
            return
        if column is None:
            self.post_message(self.RowSelected(self, view.cursor, self._row_key))
        elif view.cursor_type == "column":
            self.post_message(self.ColumnSelected(self, column))
        else:
            place = Coordinate(view.cursor, column)
            self.post_message(self.CellSelected(self, line.values[column], place, self._row_key))

    def place_cursor(self, number: int) -> None:
        """Puts the cursor on the table's line of this number."""
        self._go_to(number)

    def action_move(self, lines: int) -> None:
        self._go_to(self._view.cursor + lines)

    def action_page(self, pages: int) -> None:
        self._go_to(self._view.cursor + pages * max(1, self._body - 1))

    def action_first(self) -> None:
        self._go_to(self._view.lines.first)

    def action_last(self) -> None:
        self._go_to(self._view.lines.end - 1)

    def action_column(self, step: int) -> None:
        """Moves the cell cursor; left of the first column a row cursor is the whole row again."""
        view = self._view
        view.step_to(step)
        shown = view.column or 0
        start, frozen = view.layout.starts[shown], view.shape.frozen
        end = start + view.layout.columns[view.layout.shown[shown]].total + 1
        left = round(self.scroll_x)
        if end - left > self.size.width:
            left = end - self.size.width
        if view.column is None:
            left = 0
        left = min(left, start - frozen)
        self.scroll_to(x=left, animate=False, force=True)
        self.tick(self._now, force=True)
        self._tell_cursor()

    def _line_at(self, y: int) -> int | None:
        """The number of the line that is drawn there; None for the head and below the last line."""
        number = self._view.top + y - 1
        return number if 1 <= y <= self._body and self._view.has(number) else None

    def _column_at(self, x: int) -> int | None:
        cell = x + round(self.scroll_x) if x >= self._view.shape.frozen else -1
        reached = self._view.layout.visible(cell, cell + 1)
        return reached.start if cell >= 0 and len(reached) else None

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor there; a second click at once asks for the row's timeline, as Enter does."""
        place = event.get_content_offset(self)
        if place is None:
            return
        column, number = self._column_at(place.x), self._line_at(place.y)
        if place.y == 0 and column is not None:
            index = self._view.layout.shown[column]
            self.post_message(self.HeaderSelected(self, index, self._view.layout.columns[index].head))
        if number is None:
            return
        if self._view.column is not None and column is not None:
            self._view.column = column
        self._go_to(number)
        if event.chain == 2 and self.check_action("timeline", ()):
            self.action_timeline()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        place = event.get_content_offset(self)
        self._hover(self._line_at(place.y) if place is not None else None)

    def on_leave(self) -> None:
        self._hover(None)

    def _hover(self, number: int | None) -> None:
        if number != self._view.hovered:
            self._view.hovered = number
            self.tick(self._now, force=True)
