"""Owns widgets that are blocks of ready lines, drawn as they were told; knows no meaning."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.words import Line, strip_of


class DrawnLines(Inked):
    """Lines from the top of a place whose size does not depend on them."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []

    def draw(self, lines: Sequence[Line]) -> None:
        """Draws these lines from now on; where they are the same, nothing is painted."""
        fresh = list(lines)
        if fresh == self._lines:
            return
        former, self._lines = self._lines, fresh
        self._refresh(former)

    def _refresh(self, former: Sequence[Line]) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < len(self._lines) else ()
        return strip_of(line, self.ink, self.size.width)


class SaidLines(DrawnLines):
    """Lines from the top; as high as there are of them."""

    DEFAULT_CSS = """
    SaidLines { height: auto; background: $surface; }
    """

    def _refresh(self, former: Sequence[Line]) -> None:
        self.refresh(layout=len(former) != len(self._lines))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._lines)
