"""Owns the small questions that cover the screen: one yes or no, one line; knows not what they are asked for."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ksqltui.model.cell_text import visible
from ksqltui.tui.spoken import speech_of


class DialogKey(Static):
    """A key and what it does, to click."""

    def __init__(self, key: str, name: str, word: str, *, classes: str = "") -> None:
        super().__init__(Text.assemble((f" {name} ", "bold"), f" {word} "), classes=classes, markup=False)
        self._key = key

    def on_click(self) -> None:
        self.app.simulate_key(self._key)


class ConfirmDialog(ModalScreen[bool]):
    """Asks before something is done that cannot be taken back; Enter and Esc both keep things as they are.

    Words of ours among the four are `Told`; they are said in the app's language.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape,enter", "answer(False)", "No", id="confirm.no"),
    ]

    def __init__(self, question: str, detail: str, *, yes: str, no: str) -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(plain(say(self._question)), classes="dialog-title", markup=False)
            yield Static(plain(say(self._detail)), classes="dialog-text", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("y", "Y", say(self._yes))
                yield DialogKey("n", "N", say(self._no))

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)


class ConnectDialog(ModalScreen[str | None]):
    """Asks where to connect to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Back", id="connect.cancel")]

    def __init__(self, present: str) -> None:
        super().__init__()
        self._present = present

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say("Connect elsewhere"), classes="dialog-title", markup=False)
            yield Static(say("A URL, host:port or a profile name."), classes="dialog-text", markup=False)
            yield Input(self._present, select_on_focus=True, compact=True)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Connect"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        self.dismiss(None)


def plain(text: str) -> Text:
    """Text of others as it is, never as markup, with controls spelt out line by line."""
    return Text("\n".join("".join(piece.text for piece in visible(line)) for line in text.split("\n")))
