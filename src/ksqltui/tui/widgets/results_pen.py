"""Owns how one line is put together from left to right, cut at both edges; knows no rows and no theme."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class Pen:
    """Puts text at cells from left to right, cut at `left`, with blanks between them."""

    def __init__(self, left: int, blank: Style) -> None:
        self._left = left
        self._at = left
        self._blank = blank
        self._segments: list[Segment] = []
        self._run: list[str] = []
        self._run_style = blank

    def put(self, at: int, segments: Sequence[Segment]) -> None:
        """Puts the segments there."""
        self._end_run()
        for segment in segments:
            end = at + cell_len(segment.text)
            if end > self._at:
                if at < self._at:
                    segment = segment.split_cells(self._at - at)[1]
                elif at > self._at:
                    self._segments.append(Segment(" " * (at - self._at), self._blank))
                self._segments.append(segment)
                self._at = end
            at = end

    def write(self, at: int, text: str, style: Style) -> None:
        """Puts text of one cell a character, without underline, on the plane of the blanks.

        It is one segment with its neighbours of the same style and the blanks between them: every segment costs the
        screen time and the terminal bytes.
        """
        end = at + len(text)
        if end <= self._at:
            return
        if at < self._at:
            text = text[self._at - at :]
        if self._run and self._run_style is not style:
            self._end_run()
        if at > self._at:
            self._run.append(" " * (at - self._at))
        self._run.append(text)
        self._run_style = style
        self._at = end

    def _end_run(self) -> None:
        if self._run:
            self._segments.append(Segment("".join(self._run), self._run_style))
            self._run = []

    def until(self, right: int) -> list[Segment]:
        """All segments, from the left edge to exactly this cell."""
        width = right - self._left
        if width <= 0:
            return []
        rest = right - self._at
        if self._run:
            self._run.append(" " * rest)
            text = "".join(self._run)
            if rest >= 0 or len(text) > -rest:  # a strip that cuts is dear
                text = text[: len(text) + min(0, rest)]
                return [*self._segments, Segment(text, self._run_style)]
            self._end_run()
        if rest >= 0:
            return [*self._segments, Segment(" " * rest, self._blank)] if rest else self._segments
        return list(Strip(self._segments).adjust_cell_length(width, self._blank))
