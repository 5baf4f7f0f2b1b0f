"""Owns a list of items to tick, drawn a line at a time so that thousands cost nothing; knows not what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ksqltui.model.cell_text import Piece, fit, visible
from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.words import Word, cells, strip_of

LONGEST_LABEL = 32


@dataclass(frozen=True, slots=True)
class CheckItem:
    label: str
    detail: str
    is_on: bool


class CheckList(ScrollView, Inked, can_focus=True):
    """Items with a tick each; Space or a click turns one over."""

    DEFAULT_CSS = """
    CheckList { height: auto; max-height: 16; background: $panel; scrollbar-size: 1 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False, id="checks.up"),
        Binding("down", "step(1)", "Down", show=False, id="checks.down"),
        Binding("pageup", "step(-10)", "Page up", show=False, id="checks.page-up"),
        Binding("pagedown", "step(10)", "Page down", show=False, id="checks.page-down"),
        Binding("home", "step(-1000000)", "First", show=False, id="checks.first"),
        Binding("end", "step(1000000)", "Last", show=False, id="checks.last"),
        Binding("space", "tick", "Tick", id="checks.toggle"),
    ]

    class Toggled(Message):
        """An item is to be turned over."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, items: Sequence[CheckItem], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items = items
        self.cursor = 0
        self.virtual_size = Size(1, len(items))

    def show(self, items: Sequence[CheckItem]) -> None:
        self._items = items
        self.refresh()

    def go_to(self, place: int) -> None:
        """Puts the cursor on the item and scrolls to it."""
        self.cursor = min(max(0, place), len(self._items) - 1)
        top, height = round(self.scroll_y), max(1, self.size.height)
        top = min(max(top, self.cursor - height + 1), self.cursor)
        self.scroll_to(y=top, animate=False, force=True)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._items))

    def render_line(self, y: int) -> Strip:
        width, place = self.size.width, y + round(self.scroll_y)
        if place >= len(self._items):
            return strip_of([Word("", plane="panel")], self.ink, width)
        item, is_here = self._items[place], place == self.cursor
        plane = "lift" if is_here else "panel"
        label = "".join(piece.text for piece in fit((Piece(_safe(item.label)),), LONGEST_LABEL))
        words = [
            Word("▎" if is_here else " ", "accent", plane=plane),
            Word("[x] " if item.is_on else "[ ] ", "foreground", plane=plane),
            Word(label, "foreground", bold=item.is_on, plane=plane),
        ]
        gap = max(2, width - 1 - cells(words) - len(item.detail))
        return strip_of([*words, Word(" " * gap, plane=plane), Word(item.detail, plane=plane)], self.ink, width)

    def action_step(self, by: int) -> None:
        self.go_to(self.cursor + by)

    def action_tick(self) -> None:
        self.post_message(self.Toggled(self.cursor))

    def on_click(self, event: events.Click) -> None:
        place = event.y + round(self.scroll_y)
        if place < len(self._items):
            self.go_to(place)
            self.action_tick()


def _safe(text: str) -> str:
    return "".join(piece.text for piece in visible(text))
