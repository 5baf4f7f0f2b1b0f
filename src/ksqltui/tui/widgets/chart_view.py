"""Owns the chart of a result on the screen: which column, which keys, how much time, its keys; knows no run."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import ClassVar

from textual.binding import Binding, BindingType

from ksqltui.model.chart_series import MAX_KEYS, ChartSeries
from ksqltui.model.key_history import TOGETHER, Axis
from ksqltui.model.results import ResultsStore
from ksqltui.model.window_state import WindowWatch
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.chart_lines import AROUND, Series, band_height, chart_lines, head_line
from ksqltui.tui.widgets.results_columns import is_number_type
from ksqltui.tui.widgets.said_lines import DrawnLines
from ksqltui.tui.widgets.window_cell import time_left
from ksqltui.tui.widgets.words import Word

SPANS = (15, 60, 300, 1_800)
"""How many seconds the chart may show."""
LEAST_SPAN = 5.0
SECONDS_BETWEEN_LOOKS = 0.2


def number_columns(store: ResultsStore) -> list[int]:
    """The columns that can be charted: numbers that do not name the row."""
    return [
        index
        for index, column in enumerate(store.columns)
        if is_number_type(column.type) and index not in store.identity
    ]


class ChartView(DrawnLines, can_focus=True):
    """One column of numbers over the time at which it was received, a plot for each key, all on one scale."""

    DEFAULT_CSS = """
    ChartView { width: 1fr; height: 1fr; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "key(-1)", "Key above", show=False, id="chart.up"),
        Binding("down", "key(1)", "Key below", show=False, id="chart.down"),
        Binding("enter", "alone", "This key alone", id="chart.alone"),
        Binding("left", "column(-1)", "Previous column", id="chart.previous-column"),
        Binding("right", "column(1)", "Next column", id="chart.next-column"),
        Binding("minus", "span(1)", "More time", id="chart.more-time"),
        Binding("plus,equals_sign", "span(-1)", "Less time", id="chart.less-time"),
    ]

    def __init__(self, store: ResultsStore, windows: WindowWatch | None, *, clock: Callable[[], float]) -> None:
        """`windows` tells which columns are a window's, so that a key's line goes on from window to window."""
        super().__init__()
        self._store = store
        self._numbers = number_columns(store)
        bounds = (windows.shape.start, windows.shape.end) if windows is not None else ()
        self._key = [index for index in store.identity if index not in bounds]
        self._chosen = len(self._numbers) - 1
        self._series = self._follow()
        self._now = clock()
        self._until: float | None = None
        self._span = 1
        self._cursor = 0
        self._top = 0
        self._is_alone = False
        self._looked = float("-inf")

    def tick(self, now: float, until: float | None) -> None:
        """Shows what came since, five times a second; `until` is when the run ended: no time passes after it."""
        self._now, self._until = now, until
        if 0 <= now - self._looked < SECONDS_BETWEEN_LOOKS and self._lines:
            return
        self._looked = now
        self._series.look()
        self._compose_lines()

    # --- drawing --------------------------------------------------------------------------------------------------

    def _follow(self) -> ChartSeries:
        return ChartSeries(self._store, self._key, self._numbers[self._chosen])

    def _axis(self, points: list[float]) -> Axis:
        now = self._now if self._until is None else self._until
        first, last = min(points, default=now), max(points, default=now)
        # Whole seconds: between them the plots stand still.
        now = max(now, last) if self._until is not None else float(ceil(max(now, last)))
        start = max(first, now - SPANS[self._span])
        if now - start < LEAST_SPAN and self._until is None:
            return Axis(start, start + LEAST_SPAN, now)
        return Axis(min(start, now - TOGETHER), now, now)

    def _compose_lines(self) -> None:
        width, height = self.size.width, self.size.height
        if not width or height <= AROUND:
            return
        say = speech_of(self)
        names = [self._store.columns[index].name for index in self._numbers]
        shows = say("last {time}", time=time_left(SPANS[self._span], say))
        if self._series.left_out:
            shows = f"{say('the first {count} keys', count=MAX_KEYS)}, {shows}"
        lines = [head_line(names, self._chosen, shows, width), ()]
        count = len(self._series.keys)
        self._cursor = min(self._cursor, max(0, count - 1))
        tall = band_height(1 if self._is_alone else count, height, is_alone=self._is_alone)
        fits = 1 if self._is_alone else max(1, (height - AROUND) // tall)
        highest = max(0, min(self._top, count - fits))
        self._top = self._cursor if self._is_alone else min(max(highest, self._cursor - fits + 1), self._cursor)
        shown = range(self._top, min(count, self._top + fits))
        series = [Series(self._series.keys[place], self._series.points(place)) for place in shown]
        if series:
            axis = self._axis([time for each in series for time, _ in each.points])
            cursor = None if count == 1 else self._cursor - self._top
            lines += chart_lines(series, axis, cursor, width, tall=tall, has_focus=self.has_focus, say=say)
        else:
            lines.append((Word(f"  {say('No number has come yet.')}"),))
        self.draw(lines)

    def on_resize(self) -> None:
        self._compose_lines()

    def on_focus(self) -> None:
        self._compose_lines()

    def on_blur(self) -> None:
        self._compose_lines()

    # --- keys -----------------------------------------------------------------------------------------------------

    def key_label(self, action: str) -> str | None:
        """What the toggle will do now."""
        return "All keys" if action == "alone" and self._is_alone else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "alone":
                return len(self._series.keys) > 1
            case "column":
                return len(self._numbers) > 1
            case _:
                return True

    def action_key(self, by: int) -> None:
        self._cursor = min(max(0, self._cursor + by), max(0, len(self._series.keys) - 1))
        self._compose_lines()

    def action_alone(self) -> None:
        """The key under the cursor takes the whole chart, or shares it again."""
        self._is_alone = not self._is_alone
        self._compose_lines()
        self.refresh_bindings()

    def action_column(self, by: int) -> None:
        self._chosen = (self._chosen + by) % len(self._numbers)
        self._series = self._follow()
        self._series.look()
        self._compose_lines()

    def action_span(self, by: int) -> None:
        self._span = min(max(0, self._span + by), len(SPANS) - 1)
        self._compose_lines()
