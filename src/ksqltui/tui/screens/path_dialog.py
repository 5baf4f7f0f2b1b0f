"""Owns the question for a path, which completes as it is written; reads no file itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ksqltui.tui.screens.dialogs import DialogKey, plain
from ksqltui.tui.spoken import speech_of

Complete = Callable[[str], Awaitable[Sequence[str]]]
"""Gives what a path that is being written could become."""


class PathDialog(ModalScreen[str | None]):
    """Gives the path that was written or chosen, or None. Words of ours are `Told`."""

    DEFAULT_CSS = """
    PathDialog OptionList { height: auto; max-height: 10; background: $panel; border: none; color: $muted; }
    PathDialog OptionList:focus { border: none; }
    PathDialog Input { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", priority=True, id="path.complete"),
        Binding("down", "move(1)", "Next", show=False, priority=True, id="path.next"),
        Binding("up", "move(-1)", "Previous", show=False, priority=True, id="path.previous"),
        Binding("escape", "cancel", "Back", id="path.cancel"),
    ]

    def __init__(self, title: str, complete: Complete, *, detail: str = "", value: str = "", yes: str) -> None:
        super().__init__()
        self._title = title
        self._detail = detail
        self._complete = complete
        self._value = value
        self._yes = yes
        self._names: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say(self._title), classes="dialog-title", markup=False)
            if self._detail:
                yield Static(plain(say(self._detail)), classes="dialog-text", markup=False)
            yield Input(self._value, compact=True, select_on_focus=False)
            yield OptionList(compact=True)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say(self._yes))
                yield DialogKey("tab", "Tab", say("Complete"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        field = self.query_one(Input)
        field.focus()
        field.cursor_position = len(field.value)
        self._look(field.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    # As a worker of its own making: a key that comes before it has begun leaves no coroutine that nobody awaits.
    @work(group="paths", exclusive=True, exit_on_error=False)
    async def _look(self, typed: str) -> None:
        names = await self._complete(typed)
        if typed != self.query_one(Input).value:
            return
        self._names = names
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(Text(_last_part(name))) for name in names])

    def action_move(self, by: int) -> None:
        listed = self.query_one(OptionList)
        if self._names:
            at = listed.highlighted
            listed.highlighted = (at + by) % len(self._names) if at is not None else (0 if by > 0 else -1)

    def action_complete(self) -> None:
        """Takes the chosen name, or as much as all of them have in common."""
        chosen = self.query_one(OptionList).highlighted
        if self._names:
            self._take(self._names[chosen] if chosen is not None else _common_beginning(self._names))

    def _take(self, path: str) -> None:
        field = self.query_one(Input)
        if len(path) >= len(field.value) or self.query_one(OptionList).highlighted is not None:
            field.value = path
            field.cursor_position = len(path)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._finish(self._names[event.option_index])

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        chosen = self.query_one(OptionList).highlighted
        self._finish(self._names[chosen] if chosen is not None and self._names else event.value.strip())

    def _finish(self, path: str) -> None:
        """A directory is gone into; a file is the answer."""
        if path.endswith("/"):
            self._take(path)
        elif path:
            self.dismiss(path)

    def action_cancel(self) -> None:
        self.dismiss(None)


def _last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2] + "/" * path.endswith("/")


def _common_beginning(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    same = next((at for at, letter in enumerate(first) if letter != last[at : at + 1]), len(first))
    return first[:same]
