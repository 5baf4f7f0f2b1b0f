"""Owns the question that is answered with one line; knows not what it is for."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.spoken import speech_of


class PromptDialog(ModalScreen[str | None]):
    """Gives the line that was written, or None. Words of ours are `Told`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Back", id="prompt.cancel")]

    def __init__(self, title: str, detail: str, *, value: str = "", yes: str) -> None:
        super().__init__()
        self._title = title
        self._detail = detail
        self._value = value
        self._yes = yes

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say(self._title), classes="dialog-title", markup=False)
            yield Static(say(self._detail), classes="dialog-text", markup=False)
            yield Input(self._value, compact=True)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say(self._yes))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        self.dismiss(None)
