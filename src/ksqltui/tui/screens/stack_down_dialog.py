"""Owns the question before a stack is taken down: the project's name to type, volumes to choose; removes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ksqltui.tui.screens.dialogs import DialogKey, plain
from ksqltui.tui.spoken import speech_of


@dataclass(frozen=True, slots=True)
class DownWish:
    """The stack is to go; with `volumes` its topics too."""

    volumes: bool


class _VolumesChoice(Static):
    """The line with the choice, to click."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        dialog = self.screen
        if isinstance(dialog, StackDownDialog):
            dialog.action_volumes()


class StackDownDialog(ModalScreen[DownWish | None]):
    """Gives the wish once the project's name is typed, None where things stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+v", "volumes", "Data too", id="down.volumes", tooltip="Remove topics and data too, or keep them"),
        Binding("escape", "cancel", "Keep it", id="down.cancel"),
    ]

    def __init__(self, project: str, containers: int) -> None:
        super().__init__()
        self._project = project
        self._containers = containers
        self._volumes = False

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        count = say.count(
            self._containers, "{count} container is stopped and removed.", "{count} containers are stopped and removed."
        )
        with Vertical(classes="dialog"):
            title = plain(say("Take the stack {project} down?", project=self._project))
            yield Static(title, classes="dialog-title", markup=False)
            yield Static(count, classes="dialog-text", markup=False)
            yield _VolumesChoice("", id="down-volumes", markup=False)
            yield Static(
                plain(say("Type {project} to do it:", project=self._project)), classes="dialog-text", markup=False
            )
            yield Input(compact=True, id="down-name")
            yield Static("", id="down-trouble", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Take it down"))
                yield DialogKey("alt+v", "Alt+V", say("Data too"))
                yield DialogKey("escape", "Esc", say("Keep it"))

    def on_mount(self) -> None:
        self._show_choice()
        self.query_one(Input).focus()

    def _show_choice(self) -> None:
        say = speech_of(self)
        told = say("Topics and all other data go too, for good.") if self._volumes else say("Topics stay in volumes.")
        choice = self.query_one("#down-volumes", Static)
        choice.update(f"[{'x' if self._volumes else ' '}] {say('data too')}   {told}")
        choice.set_class(self._volumes, "-gone")

    def action_volumes(self) -> None:
        self._volumes = not self._volumes
        self._show_choice()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._project:
            self.dismiss(DownWish(self._volumes))
            return
        say = speech_of(self)
        self.query_one("#down-trouble", Static).update(say("That is not the project's name; nothing was done."))

    def action_cancel(self) -> None:
        self.dismiss(None)
