"""Owns a page of ready lines that are laid out anew for each width; knows not what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.words import Line

MakeLines = Callable[[int], Sequence[Line]]
"""The lines for so many cells."""


class PageView(LinesView):
    """Shows what it is told; the place in it stays while the page is the same."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: MakeLines = lambda width: ()
        self._lines: Sequence[Line] = ()
        self._name = ""

    @property
    def end(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    @property
    def text(self) -> str:
        """What is shown, without its colours."""
        return "\n".join("".join(word.text for word in line) for line in self._lines)

    @property
    def _room(self) -> int:
        """Cells of a line: the scrollbar's is kept free, so that the page is the same with it and without."""
        return self.outer_size.width - 1

    def show(self, name: str, make: MakeLines) -> None:
        """Shows the page `name`; another name begins at its top."""
        self._make = make
        if name != self._name:
            self._name = name
            self.scroll_to(y=0, animate=False, force=True)
        lines = make(self._room)
        if lines != self._lines:
            self._lines = lines
            super().rebuild()

    def rebuild(self) -> None:
        self._lines = self._make(self._room)
        super().rebuild()
