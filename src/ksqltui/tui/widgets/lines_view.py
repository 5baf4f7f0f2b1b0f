"""Owns a scrolling view of ready lines that draws only what is seen and can follow its tail; knows no meaning."""

from __future__ import annotations

from abc import abstractmethod

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.words import Line, cells, strip_of


class LinesView(ScrollView, Inked, can_focus=True):
    """Lines by their number from `first` to `end`; those before `first` are gone."""

    DEFAULT_CSS = """
    LinesView { width: 1fr; height: 1fr; background: $surface; scrollbar-size: 1 1; }
    """

    def __init__(self, *, follows: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._follows = follows
        self._shown = (0, 0)
        self._widest = 0

    @property
    def first(self) -> int:
        return 0

    @property
    @abstractmethod
    def end(self) -> int: ...

    @abstractmethod
    def line(self, number: int) -> Line:
        """The words of one line, from the pane's edge on."""

    def look(self) -> None:
        """Takes in lines that came or went since the last look; at the end it stays at the end."""
        shown = (self.first, self.end)
        if shown == self._shown:
            return
        gone = shown[0] - self._shown[0]
        was_at_end = self.scroll_y >= self.max_scroll_y
        self._shown = shown
        self._measure()
        if self._follows and was_at_end:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        elif gone:
            self.scroll_to(y=self.scroll_y - gone, animate=False, force=True)
        self.refresh()

    def rebuild(self) -> None:
        """Draws all anew: the lines are others now."""
        self._widest = 0
        self._shown = (self.first, self.end)
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        top = self.first + round(self.scroll_y)
        seen = range(max(self.first, top), min(self.end, top + self.size.height))
        tail = range(max(self.first, self.end - self.size.height), self.end)
        for number in {*seen, *tail}:
            self._widest = max(self._widest, cells(self.line(number)))
        self.virtual_size = Size(self._widest, self.end - self.first)

    def on_resize(self) -> None:
        self.rebuild()
        if self._follows:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width, left = self.size.width, round(self.scroll_x)
        number = self.first + round(self.scroll_y) + y
        line = self.line(number) if number < self.end else ()
        return strip_of(line, self.ink, max(left + width, cells(line))).crop(left, left + width)
