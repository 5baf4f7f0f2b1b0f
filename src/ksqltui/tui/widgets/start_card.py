"""Owns one choice of the start screen: a key, a title, words; says when it was chosen and does nothing itself."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static


class StartCard(Static, can_focus=True):
    """A card; the focused one lies on the panel plane and carries the accent bar."""

    DEFAULT_CSS = """
    StartCard {
        height: auto;
        padding: 1 2 0 2;
        border-left: none;
        color: $foreground;
        &:focus { background: $panel; padding: 1 2 1 1; border-left: wide $accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", "Open", id="start.open")]

    class Chosen(Message):
        """The card was chosen."""

        def __init__(self, choice: str) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choice: str, key: str, title: str, note: str, words: str) -> None:
        super().__init__(id=f"card-{choice}", markup=False)
        self._choice = choice
        self._key = key
        self._title = title
        self._note = note
        self._words = words

    def on_mount(self) -> None:
        self._draw()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def _draw(self) -> None:
        variables = self.app.theme_variables
        key_style = f"bold {variables['accent' if self.has_focus else 'foreground']}"
        grid = Table.grid(expand=True)
        grid.add_column(width=3)
        grid.add_column(ratio=1)
        grid.add_column(justify="right")
        grid.add_row(Text(self._key, key_style), Text(self._title, "bold"), Text(self._note, variables["muted"]))
        body = Table.grid(expand=True)
        body.add_column(width=3)
        body.add_column(ratio=1)
        body.add_row("", Text(self._words, variables["muted"]))
        content: RenderableType = Group(grid, body)
        self.update(content)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self._choice))

    def on_click(self) -> None:
        self.action_choose()
