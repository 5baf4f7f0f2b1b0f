"""Owns the row of keys at the bottom: those of the focused widget, clickable; knows bindings, not widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.tui.keys import NamesItsKeys, footer_rank, key_name
from ksqltui.tui.spoken import speech_of

MOST = 8
NARROW = 96
"""Under so many columns only help is pinned: the palette is in help."""

PINNED = ("app.palette", "app.help")


@dataclass(frozen=True, slots=True)
class FooterKey:
    """A key as it stands in the footer; `press` is the key that a click presses."""

    id: str
    press: str
    name: str
    word: str

    @property
    def width(self) -> int:
        return Segment(f"{self.name} {self.word}").cell_length


class KeysFooter(Widget):
    """At most eight keys, most used first, what does not fit dropped from the right end; palette and help pinned."""

    DEFAULT_CSS = """
    KeysFooter {
        height: 1;
        background: $background;
        color: $muted;
        & .footer--key { color: $foreground; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._targets: list[tuple[range, FooterKey]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        if self.is_attached:
            self.refresh()

    def footer_keys(self) -> tuple[list[FooterKey], list[FooterKey]]:
        """The focused widget's keys, most used first, and the pinned ones."""
        keys: dict[str, FooterKey] = {}
        words: set[str] = set()
        say = speech_of(self)
        for active in self.screen.active_bindings.values():
            binding = active.binding
            name = binding.id or binding.action
            pinned = binding.id in PINNED
            if name in keys or not active.enabled or not (binding.show or pinned) or not binding.description:
                continue
            word = active.node.key_label(binding.action) if isinstance(active.node, NamesItsKeys) else None
            shown = say(word or binding.description)
            # The same thing on a key of the pane and on one that works everywhere: the pane's own is nearer.
            if shown not in words:
                words.add(shown)
                keys[name] = FooterKey(name, binding.key, binding.key_display or key_name(binding.key), shown)
        pinned_keys = [keys.pop(name) for name in PINNED if name in keys]
        return sorted(keys.values(), key=lambda key: footer_rank(key.id))[:MOST], pinned_keys

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        keys, pinned = self.footer_keys()
        if width < NARROW:
            pinned = pinned[-1:]
        right = self._needed(pinned)
        room = width - right - (2 if pinned else 1)
        fitting: list[FooterKey] = []
        while keys and self._needed([*fitting, keys[0]]) <= room:
            fitting.append(keys.pop(0))
        self._targets = []
        left = self._pieces(fitting, 1)
        gap = width - right - max(self._needed(fitting), 1)
        pieces = [Segment(" ", self.rich_style), *left, Segment(" " * max(gap, 0), self.rich_style)]
        return Strip([*pieces, *self._pieces(pinned, width - right)]).adjust_cell_length(width, self.rich_style)

    @staticmethod
    def _needed(keys: Sequence[FooterKey]) -> int:
        """Cells for keys with two between them and one at the outer edge."""
        return sum(key.width for key in keys) + 2 * max(len(keys) - 1, 0) + 1 if keys else 0

    def _pieces(self, keys: Sequence[FooterKey], start: int) -> list[Segment]:
        bold = self.get_component_rich_style("footer--key")
        pieces: list[Segment] = []
        at = start
        for index, key in enumerate(keys):
            if index:
                pieces.append(Segment("  ", self.rich_style))
                at += 2
            pieces += [Segment(key.name, bold), Segment(f" {key.word}", self.rich_style)]
            self._targets.append((range(at, at + key.width), key))
            at += key.width
        return pieces

    def on_click(self, event: events.Click) -> None:
        for cells, key in self._targets:
            if event.x in cells:
                event.stop()
                self.app.simulate_key(key.press)
                return
