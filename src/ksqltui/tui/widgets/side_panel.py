"""Owns the panel at the left: draws its lines, moves its cursor, opens and closes; asks nobody, it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ksqltui.model.cell_text import visible
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.panel_line import PanelLine, Words
from ksqltui.tui.widgets.side_panel_lines import PanelFacts, panel_lines

WIDTH = 30
ONE_THING = ("broker", "topic", "group")
CLUSTER_TABS = {
    "broker": "brokers",
    "brokers": "brokers",
    "topic": "topics",
    "topics": "topics",
    "group": "groups",
    "groups": "groups",
}
"""The tab of the cluster view that shows a kind of line."""


class SidePanel(ScrollView):
    """Server, stack, brokers, topics, streams and tables, queries. Enter opens and closes what has more to show."""

    DEFAULT_CSS = """
    SidePanel {
        width: 30;
        background: $background;
        color: $foreground;
        scrollbar-size: 1 1;
        scrollbar-background: $background;
        overflow-x: hidden;
        & .panel--bold { text-style: bold; color: $foreground; }
        & .panel--muted { color: $muted; }
        & .panel--faint { color: $faint; }
        & .panel--spark { color: $spark; }
        & .panel--success { color: $success; }
        & .panel--warning { color: $warning; }
        & .panel--error { color: $error; }
        & .panel--cursor { background: $panel; }
        & .panel--bar { color: $accent; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "panel--bold",
        "panel--muted",
        "panel--faint",
        "panel--spark",
        "panel--success",
        "panel--warning",
        "panel--error",
        "panel--cursor",
        "panel--bar",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open_line", "Open", id="panel.open"),
        Binding("space", "toggle_line", "Open or close", show=False, id="panel.toggle"),
        Binding("up,k", "move(-1)", "Up", show=False, id="panel.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="panel.down"),
        Binding("home", "move(-9999)", "First", show=False, id="panel.first"),
        Binding("end", "move(9999)", "Last", show=False, id="panel.last"),
        Binding("escape", "app.focus_editor", "Back to the editor", id="panel.leave"),
    ]

    can_focus = True

    class SourceOpened(Message):
        """A stream or table was opened whose columns may not be known yet."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class ClusterAsked(Message):
        """The cluster view is asked for: its tab, and what to show there, empty for the list."""

        def __init__(self, tab: str, key: str) -> None:
            super().__init__()
            self.tab = tab
            self.key = key

    class StackAsked(Message):
        """The stack screen is asked for, with the cursor on a service where one is named."""

        def __init__(self, service: str) -> None:
            super().__init__()
            self.service = service

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._facts: PanelFacts | None = None
        self._lines: tuple[PanelLine, ...] = ()
        self._expanded: set[str] = set()
        self._cursor = ""

    def show(self, facts: PanelFacts) -> None:
        """Shows new facts; the cursor stays on its thing, wherever that stands now."""
        self._facts = facts
        self._build()

    @property
    def lines(self) -> tuple[PanelLine, ...]:
        return self._lines

    @property
    def cursor_key(self) -> str:
        """What the cursor stands on, such as `source PAYMENTS`; empty before it was moved there."""
        return self._cursor

    def _build(self) -> None:
        if self._facts is None:
            return
        lines = panel_lines(self._facts, self._expanded, self._glyphs, speech_of(self))
        if lines != self._lines:
            self._keep_cursor(lines)
            self._lines = lines
            self.virtual_size = Size(self.size.width, len(lines) + 1)
            self.refresh()

    def _keep_cursor(self, lines: Sequence[PanelLine]) -> None:
        """When the cursor's thing is gone, the cursor goes to what now stands nearest."""
        before = [line.key for line in self._lines if line.key]
        after = [line.key for line in lines if line.key]
        if self._cursor in before and self._cursor not in after and after:
            self._cursor = after[min(before.index(self._cursor), len(after) - 1)]

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        # The first row stays empty: the sections begin level with the work beside them.
        index = y + self.scroll_offset.y - 1
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[index]
        under_cursor = self.has_focus and line.key != "" and line.key == self._cursor
        base = self.get_component_rich_style("panel--cursor") if under_cursor else self.rich_style
        right = self._pieces(line.right)
        left = Strip(self._pieces(line.left))
        room = width - 2 - sum(piece.cell_length for piece in right) - (1 if right else 0)
        if left.cell_length > room:
            left = Strip.join([left.crop(0, max(room - 1, 0)), Strip([Segment(self._glyphs.cut)])])
        bar = Segment(self._glyphs.bar, self._style("bar")) if under_cursor else Segment(" ")
        gap = Segment(" " * max(width - 2 - left.cell_length - sum(piece.cell_length for piece in right), 0))
        return Strip([bar, *left, gap, *right, Segment(" ")]).crop(0, width).apply_style(base)

    def _pieces(self, words: Words) -> list[Segment]:
        return [
            Segment("".join(piece.text for piece in visible(text)), None if voice == "text" else self._style(voice))
            for text, voice in words
            if text
        ]

    def _style(self, voice: str) -> Style:
        return self.get_component_rich_style(f"panel--{voice}", partial=True)

    def action_move(self, by: int) -> None:
        keys = [line.key for line in self._lines if line.key]
        if not keys:
            return
        place = keys.index(self._cursor) + by if self._cursor in keys else 0
        self._put_cursor(keys[min(max(place, 0), len(keys) - 1)])

    def action_open_line(self) -> None:
        """Shows what the cursor stands on: a thing of the cluster on its page, all else here."""
        kind, _, name = self._cursor.partition(" ")
        if kind in ("stack", "service"):
            self.post_message(self.StackAsked(name))
            return
        tab = CLUSTER_TABS.get(kind)
        if tab is None or self._facts is None or self._facts.cluster is None:
            self.action_toggle_line()
        else:
            self.post_message(self.ClusterAsked(tab, name if kind in ONE_THING else ""))

    def action_toggle_line(self) -> None:
        line = next((line for line in self._lines if line.key and line.key == self._cursor), None)
        if line is None or not line.expandable:
            return
        if line.key in self._expanded:
            self._expanded.discard(line.key)
        else:
            self._expanded.add(line.key)
            if line.key.startswith("source "):
                self.post_message(self.SourceOpened(line.key.removeprefix("source ")))
        self._build()

    def on_focus(self) -> None:
        if not any(line.key and line.key == self._cursor for line in self._lines):
            self._cursor = ""
            self.action_move(0)
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.scroll_offset.y - 1
        if 0 <= index < len(self._lines) and self._lines[index].key:
            event.stop()
            self._put_cursor(self._lines[index].key)
            self.action_open_line()

    def _put_cursor(self, key: str) -> None:
        self._cursor = key
        row = next(index for index, line in enumerate(self._lines) if line.key == key) + 1
        height = self.scrollable_content_region.height
        if row < self.scroll_offset.y or row >= self.scroll_offset.y + height:
            self.scroll_to(y=max(row - height // 2, 0), animate=False)
        self.refresh()
