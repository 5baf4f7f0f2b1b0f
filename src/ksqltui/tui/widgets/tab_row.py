"""Owns one row of tabs with words at its right, drawn as look.md wants it; knows not what the tabs hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.tui.glyphs import UNICODE, Glyphs


@dataclass(frozen=True, slots=True)
class TabLabel:
    """A tab: `key` tells it apart, `name` is shown."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class RowWord:
    """A faint label and its value at the row's right, such as `from latest`; clicking it asks for `key`."""

    key: str
    label: str
    value: str


class TabRow(Widget):
    """Tabs on the background plane; the active one takes the plane of what is below and so grows out of it."""

    DEFAULT_CSS = """
    TabRow {
        height: 1;
        background: $background;
        color: $muted;
        & .tab-row--active { background: $surface; color: $foreground; text-style: bold; }
        & .tab-row--bar { background: $surface; color: $faint; }
        & .tab-row--bar-focused { background: $surface; color: $accent; }
        & .tab-row--label { color: $faint; }
        & .tab-row--value { color: $muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tab-row--active",
        "tab-row--bar",
        "tab-row--bar-focused",
        "tab-row--label",
        "tab-row--value",
    }

    tabs: reactive[tuple[TabLabel, ...]] = reactive(())
    words: reactive[tuple[RowWord, ...]] = reactive(())
    active: reactive[str] = reactive("")
    pane_focused: reactive[bool] = reactive(False)

    class TabChosen(Message):
        """A tab was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class WordChosen(Message):
        """A word at the right was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._targets: list[tuple[range, Message]] = []

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        right = self._right_pieces(width)
        room = width - sum(piece.cell_length for piece in right)
        self._targets = []
        left, used = self._tab_pieces(room)
        self._mark_words(room)
        return Strip([*left, Segment(" " * max(room - used, 0), base), *right]).crop(0, width)

    def _tab_pieces(self, room: int) -> tuple[list[Segment], int]:
        pieces: list[Segment] = []
        used = 0
        for tab in self._tabs_that_fit(room):
            bar = self._glyphs.bar if tab.key == self.active else " "
            words = f" {tab.name}  "
            bar_style, style = self._tab_styles(tab)
            pieces += [Segment(bar, bar_style), Segment(words, style)]
            wide = 1 + Segment(words).cell_length
            self._targets.append((range(used, used + wide), self.TabChosen(tab.key)))
            used += wide
        return pieces, used

    def _tabs_that_fit(self, room: int) -> Sequence[TabLabel]:
        """All tabs, or those from the first one on that still shows the active tab whole."""
        tabs = self.tabs
        place = next((index for index, tab in enumerate(tabs) if tab.key == self.active), 0)
        widths = [Segment(tab.name).cell_length + 4 for tab in tabs]
        first = 0
        while first < place and sum(widths[first : place + 1]) > room:
            first += 1
        end, used = first, 0
        while end < len(tabs) and (used + widths[end] <= room or end == first):
            used += widths[end]
            end += 1
        return tabs[first:end]

    def _tab_styles(self, tab: TabLabel) -> tuple[Style, Style]:
        if tab.key != self.active:
            return self.rich_style, self.rich_style
        bar = "tab-row--bar-focused" if self.pane_focused else "tab-row--bar"
        return self.get_component_rich_style(bar), self.get_component_rich_style("tab-row--active")

    def _right_pieces(self, width: int) -> list[Segment]:
        label, value = (self.get_component_rich_style(f"tab-row--{name}") for name in ("label", "value"))
        needed = sum(len(tab.name) + 4 for tab in self.tabs if tab.key == self.active)
        words = list(self.words)
        while words and needed + sum(len(word.label) + len(word.value) + 4 for word in words) > width:
            words.pop()
        pieces: list[Segment] = []
        for index, word in enumerate(words):
            gap = "   " if index else ""
            pieces += [Segment(f"{gap}{word.label} ", label), Segment(word.value, value)]
        return [*pieces, Segment(" ", self.rich_style)] if pieces else []

    def _mark_words(self, start: int) -> None:
        at = start
        for index, word in enumerate(self.words):
            at += 3 if index else 0
            wide = len(word.label) + 1 + len(word.value)
            self._targets.append((range(at, at + wide), self.WordChosen(word.key)))
            at += wide

    def on_click(self, event: events.Click) -> None:
        for cells, message in self._targets:
            if event.x in cells:
                event.stop()
                self.post_message(message)
                return
