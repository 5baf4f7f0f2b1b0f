"""Owns how each line on the screen looks now, and which of them differ from what was drawn; draws nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.model.changes import ResultLine
from ksqltui.tui.widgets.results_fade import SETTLED, Bustle, fade_step
from ksqltui.tui.widgets.results_lines import TABLE, Look
from ksqltui.tui.widgets.results_view import View
from ksqltui.tui.widgets.results_windows import RowWindows


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What a line on the screen was drawn from."""

    number: int
    change: int
    above: int
    look: Look


class LineLooks:
    """The looks of the lines on the screen; `tagged` rows come one by one, so that their changes fade."""

    def __init__(self, windows: RowWindows, *, tagged: bool) -> None:
        self._windows = windows
        self._tagged = tagged
        self._drawn: list[_Stamp | None] = []
        self._bustle = Bustle()
        self.has_open_window = False
        """Whether a line on the screen counts down by itself."""

    @property
    def is_busy(self) -> bool:
        """Whether more lines change on the screen than anyone can read."""
        return self._bustle.is_busy

    def forget(self) -> None:
        """What was drawn is no longer on the screen."""
        self._drawn = []

    def dirty(self, view: View, body: int, now: float, *, has_focus: bool) -> list[int] | None:
        """Which of the `body` lines on the screen are to be drawn again, from 0; None for everything.

        They count as drawn from here on.
        """
        drawn, stamps = self._drawn, [self._stamp(view, y, now, has_focus) for y in range(body)]
        marks = (stamp.look.window for stamp in stamps if stamp is not None)
        self.has_open_window = any(mark.is_open for mark in marks if mark is not None)
        self._drawn = stamps
        if len(drawn) != body:
            return None
        dirty = [y for y in range(body) if stamps[y] != drawn[y]]
        if self._tagged:
            fresh = sum(1 for y in dirty if (stamp := stamps[y]) is not None and stamp.look.step == 0)
            self._bustle.note(now, fresh)
        return dirty

    def _stamp(self, view: View, y: int, now: float, has_focus: bool) -> _Stamp | None:
        number = view.top + y
        if not view.has(number):
            return None
        line, above = view.lines.line(number), view.above(number)
        look = self.look(view, line, above, now, has_focus=has_focus)
        return _Stamp(number, line.change, -1 if above is None else above.change, look)

    def look(self, view: View, line: ResultLine, above: ResultLine | None, now: float, *, has_focus: bool) -> Look:
        """How the line looks at `now`, in wall seconds, below the line `above`."""
        is_cursor = view.lights_row and line.number == view.cursor
        return Look(
            step=fade_step(line.received, now) if self._tagged else SETTLED,
            is_cursor=is_cursor,
            has_focus=is_cursor and has_focus,
            is_busy=self._bustle.is_busy,
            cursor_column=view.lit_column(line.number),
            is_hovered=line.number == view.hovered,
            window=self._windows.mark(line, above, now) if view.shape is TABLE else None,
        )
