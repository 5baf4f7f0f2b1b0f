"""Owns a block of ready lines that is drawn as it was told; knows no meaning."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from ksqltui.tui.widgets.results_ink import Ink
from ksqltui.tui.widgets.words import Line, strip_of


class SaidLines(Widget):
    """Lines from the top; as high as there are of them, where the style says `auto`."""

    DEFAULT_CSS = """
    SaidLines { height: auto; background: $surface; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._ink: Ink | None = None

    def show(self, lines: Sequence[Line]) -> None:
        """Draws these lines from now on."""
        fresh = list(lines)
        if fresh == self._lines:
            return
        is_as_high = len(fresh) == len(self._lines)
        self._lines = fresh
        self.refresh(layout=not is_as_high)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        if self._ink is None:
            self._ink = Ink(self.app.theme_variables)
        line = self._lines[y] if y < len(self._lines) else ()
        return strip_of(line, self._ink, self.size.width)

    def notify_style_update(self) -> None:
        self._ink = None
        super().notify_style_update()
