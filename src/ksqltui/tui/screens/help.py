"""Owns the help screen: every key by area, read from the bindings themselves; knows no widget by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static

from ksqltui.tui.keys import binding_keys
from ksqltui.tui.spoken import speech_of

KEYS_WIDTH = 34

PRESS_ALSO = """\
The mouse does the same: click a tab, a note at a statement's end, Run, a word of the bottom row, a stream in the panel.
In the editor Tab inserts spaces; F6 goes from pane to pane, Esc in the panel goes back to the editor.
Ctrl+C copies the selection and never quits."""


@dataclass(frozen=True, slots=True)
class HelpArea:
    """A place on the screen and the keys that work there."""

    title: str
    bindings: tuple[Binding, ...]


def own_bindings(node: DOMNode) -> Iterator[Binding]:
    """The bindings that our own classes declare for a node, nearest class first."""
    for kind in type(node).__mro__:
        if kind.__module__.startswith("ksqltui."):
            for binding in kind.__dict__.get("BINDINGS", ()):
                yield binding if isinstance(binding, Binding) else Binding(*binding)


class HelpScreen(ModalScreen[None]):
    """The keys of the focused place first, then all others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "app.pop_screen", "Close", id="help.close"),
    ]

    def __init__(self, areas: Sequence[HelpArea]) -> None:
        super().__init__()
        self.areas = areas

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="help"):
            yield Static(speech_of(self)("Keys"), classes="dialog-title", markup=False)
            with VerticalScroll():
                yield Static(self._text(), markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _text(self) -> Text:
        variables, say = self.app.theme_variables, speech_of(self)
        text = Text()
        for area in self.areas:
            text.append(f"{say(area.title)}\n", "bold")
            for binding in area.bindings:
                text.append(f"  {binding_keys(binding):<{KEYS_WIDTH}}", f"bold {variables['muted']}")
                text.append(f"{say(binding.tooltip or binding.description)}\n")
            text.append("\n")
        text.append(say(PRESS_ALSO), variables["muted"])
        return text
