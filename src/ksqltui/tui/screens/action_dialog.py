"""Owns the dialog of an action on the cluster: fields, the line of Kafka's own tools, outcome; asks the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import Worker

from ksqltui.model.cell_text import number_text, visible
from ksqltui.model.cluster_actions import (
    ClusterAction,
    OffsetMove,
    ResetOffsets,
    command_line,
    name_to_type,
)
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.session.cluster_actions import ClusterActions
from ksqltui.speech.speech import Told
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.action_forms import ActionForm
from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.spoken import speech_of

REST = 0.3
"""Seconds without a key before a preview is asked for."""
NAME = "typed-name"


class ActionDialog(ModalScreen[str | None]):
    """Gives what was done, in words; None where nothing was. Without `actions`, or read-only, it only tells."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="action.cancel"),
        Binding("enter", "apply", "Do it", id="action.apply"),
        Binding("down", "app.focus_next", "Next field", show=False, id="action.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="action.previous"),
    ]

    def __init__(
        self, form: ActionForm, actions: ClusterActions | None, bootstrap: str, *, glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._form = form
        self._actions = actions
        self._bootstrap = bootstrap
        self._glyphs = glyphs
        self._resting: Timer | None = None
        self._is_working = False

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog", id="action"):
            yield Static(_plain(say(self._form.title)), classes="dialog-title", markup=False)
            yield Static(_plain(say(self._form.about)), classes="dialog-text", markup=False)
            with VerticalScroll(id="action-fields", can_focus=False):
                for number, field in enumerate(self._form.fields):
                    with Horizontal(classes="action-row"):
                        yield Static(_plain(say(field.label)), classes="action-label", markup=False)
                        hint = "".join(piece.text for piece in visible(field.hint))
                        yield Input(field.value, placeholder=hint, compact=True, id=f"action-{number}")
                with Horizontal(classes="action-row", id="action-typed"):
                    yield Static("", classes="action-label", id="action-name", markup=False)
                    yield Input(compact=True, id=NAME)
            yield Static("", id="action-preview", markup=False)
            yield Static("", id="action-trouble", markup=False)
            yield Static("", id="action-line", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Do it"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one("#action-preview", Static).display = False
        refusal = self.refusal
        if refusal:
            self._tell(refusal)
        self._look(tells=False)
        fields = [field for field in self.query(Input) if field.is_on_screen or field.id != NAME]
        if fields:
            fields[0].focus()

    @property
    def refusal(self) -> str:
        """Why nothing can be done here; empty where it can."""
        if self._actions is None:
            return Told("There are no brokers to ask: all is told by ksqlDB here.")
        if self._actions.read_only:
            return Told(
                "Read-only: nothing is changed. Start ksqltui without --read-only, or read_only in its settings."
            )
        return ""

    def _texts(self) -> Mapping[str, str]:
        return {
            field.name: self.query_one(f"#action-{number}", Input).value
            for number, field in enumerate(self._form.fields)
        }

    def _action(self) -> ClusterAction:
        """Of the fields as they are now. Raises ValueError."""
        return self._form.build(self._texts())

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if event.input.id != NAME:
            self._look(tells=True)

    def _look(self, *, tells: bool) -> None:
        say = speech_of(self)
        typed = self.query_one("#action-typed")
        try:
            action = self._action()
        except ValueError as error:
            typed.display = False
            self.query_one("#action-line", Static).update("")
            if tells and not self.refusal:
                self._tell(_words(error))
            return
        name = name_to_type(action)
        typed.display = bool(name) and not self.refusal
        self.query_one("#action-name", Static).update(_plain(say("type {name}", name=name)))
        line = Text(_plain(command_line(action, self._bootstrap)), self.app.theme_variables["muted"])
        self.query_one("#action-line", Static).update(line)
        if not self.refusal:
            self._tell("")
            if isinstance(action, ResetOffsets):
                self._preview_soon(action)

    def _preview_soon(self, action: ResetOffsets) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, lambda: self._start_preview(action))

    def _start_preview(self, action: ResetOffsets) -> None:
        self.run_worker(self._preview(action), group="preview", exclusive=True, exit_on_error=False)

    async def _preview(self, action: ResetOffsets) -> None:
        shown = self.query_one("#action-preview", Static)
        if self._actions is None:
            return
        try:
            moves = await self._actions.preview(action)
        except ClusterError as error:
            shown.display = False
            self._tell(error.message, error.advice)
            return
        shown.update("\n".join(self._move_lines(moves)))
        shown.display = True

    def _move_lines(self, moves: Sequence[OffsetMove]) -> list[str]:
        say = speech_of(self)
        befores = [say("never committed") if move.before is None else number_text(move.before) for move in moves]
        wide = max(map(len, befores), default=0)
        return [
            f"{_plain(move.topic)}-{move.partition}   {before:>{wide}} {self._glyphs.becomes} {number_text(move.after)}"
            for move, before in zip(moves, befores, strict=True)
        ]

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        if self._actions is None or self.refusal or self._is_working:
            return
        try:
            action = self._action()
        except ValueError as error:
            self._tell(_words(error))
            return
        name, typed = name_to_type(action), self.query_one(f"#{NAME}", Input)
        if name and typed.value.strip() != name:
            typed.focus()
            self._tell(Told("It cannot be undone: type {name} to do it.", name=name) if typed.value.strip() else "")
            return
        self._is_working = True
        self._tell(Told("Asking the brokers"), is_error=False)
        self.run_worker(self._carry_out(action), group="action", exit_on_error=False)

    async def _carry_out(self, action: ClusterAction) -> None:
        try:
            if self._actions is not None:
                self.dismiss(await self._actions.run(action))
        except ClusterError as error:
            self._tell(error.message, error.advice)
        finally:
            self._is_working = False

    def _tell(self, text: str, advice: str = "", *, is_error: bool = True) -> None:
        say = speech_of(self)
        trouble = self.query_one("#action-trouble", Static)
        trouble.display = bool(text)
        trouble.set_class(is_error, "-error")
        trouble.update("\n".join(_plain(say(part)) for part in (text, advice) if part))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)


def _words(error: ValueError) -> str:
    """What the error was raised with: our own words remember their template."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


def _plain(text: str) -> str:
    return "\n".join("".join(piece.text for piece in visible(line, len(line))) for line in text.split("\n"))
