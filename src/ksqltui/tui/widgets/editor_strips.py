"""Owns drawn lines that look the same wherever they stand, so that an edit draws only what it changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

KEPT_LINES = 1_024


class EditorStrips:
    """Lines without cursor and selection, by what is in them; their number is put before them when they are asked for.

    TextArea forgets every drawn line at every edit. Here a new line, an undo or a paste only moves what stands below.
    """

    def __init__(self) -> None:
        self._drawn: LRUCache[Hashable, Strip] = LRUCache(KEPT_LINES)
        self._gutters: LRUCache[tuple[str, Style], Strip] = LRUCache(KEPT_LINES)
        self._whole: LRUCache[tuple[str, Hashable], Strip] = LRUCache(KEPT_LINES)

    def forget(self) -> None:
        """Colours or cells have changed."""
        self._drawn.clear()
        self._gutters.clear()
        self._whole.clear()

    def line(self, number: str, style: Style, content: Hashable, draw: Callable[[], Strip]) -> Strip:
        """`number` in its `style`, then what `content` looks like: `draw` is asked where that is not known yet."""
        whole = self._whole.get((number, content))
        if whole is None:
            drawn = self._drawn.get(content)
            if drawn is None:
                drawn = self._drawn[content] = draw()
            gutter = self._gutters.get((number, style))
            if gutter is None:
                gutter = self._gutters[number, style] = Strip([Segment(number, style)])
            whole = self._whole[number, content] = Strip.join([gutter, drawn])
        return whole
