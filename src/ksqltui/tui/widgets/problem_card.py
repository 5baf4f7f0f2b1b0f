"""Owns a problem's words, whole, beside the place that they are about; knows no script and finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.model.cell_text import visible
from ksqltui.tui.glyphs import UNICODE, Glyphs

WIDEST = 76
EDGE = 2
"""Cells before and behind the words."""

Problem = tuple[str, str]
"""A message, and its voice: error or warning."""


class ProblemCard(Widget):
    """Covers what is under it until the cursor moves or something is typed, and never takes the focus."""

    DEFAULT_CSS = """
    ProblemCard {
        overlay: screen;
        position: absolute;
        display: none;
        background: $panel;
        color: $foreground;
        & .problem--error { color: $error; }
        & .problem--warning { color: $warning; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"problem--error", "problem--warning"}

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._lines: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self._lines)

    @property
    def words(self) -> str:
        """What is shown."""
        return "\n".join(text for _, _, text in self._lines)

    def show_problems(self, problems: Sequence[Problem], word: Region) -> None:
        """Shows messages below `word` (in the screen's cells), above it where there is more room; none hides it."""
        room = self.screen.size
        most = max(min(WIDEST, room.width) - EDGE - 1, 1)
        self._lines = tuple(
            (voice, self._sign(voice) if at == 0 else " ", line)
            for message, voice in problems
            for at, line in enumerate(wrap("".join(piece.text for piece in visible(message)), most - 2))
        )
        self.display = self.is_open
        if not self._lines:
            return
        below, above = room.height - 1 - word.bottom, word.y
        height = min(len(self._lines), max(below, above, 1))
        width = min(max(len(text) for _, _, text in self._lines) + EDGE + 3, room.width)
        y = word.bottom if height <= below else max(word.y - height, 0)
        self.styles.width, self.styles.height = width, height
        self.absolute_offset = Offset(max(min(word.x - EDGE, room.width - width), 0), y)
        self.refresh(layout=True)

    def close(self) -> None:
        if self._lines:
            self._lines = ()
            self.display = False

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if y >= len(self._lines):
            return Strip.blank(width, base)
        voice, sign, text = self._lines[y]
        style = base + self.get_component_rich_style(f"problem--{voice}", partial=True)
        return Strip([Segment(f" {sign} ", style), Segment(text, base)]).adjust_cell_length(width, base)

    def on_click(self) -> None:
        self.close()

    def _sign(self, voice: str) -> str:
        return self._glyphs.failed if voice == "error" else self._glyphs.warning
