"""Owns the form that sends messages to a topic and tells what became of each; asks the session, keeps nothing."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker

from ksqltui.model.cell_text import visible
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.model.sending import Acks, Outgoing, SendSettings
from ksqltui.session.cluster_watcher import ClusterWatcher
from ksqltui.session.ports import KafkaSender
from ksqltui.speech.speech import Told
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.choice import Choice
from ksqltui.tui.widgets.sending_lines import delivery_line, outgoing, standing_lines
from ksqltui.tui.widgets.words import Line, Word, said

TICK = 0.5
REPORTS_KEPT = 6
ACKS = (Acks.ALL, Acks.ONE, Acks.NO)
SAMPLE = '{"name": "Alice", "amount": 100}'
FIELDS = ("key", "value", "partition", "headers")


class ProduceDialog(ModalScreen[None]):
    """Sends one message at a time, and shows how the topic's replicas stand while one does.

    `refusal` says why nothing is sent here, "" where it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", id="produce.send"),
        Binding("f5", "both", "Send both ways", id="produce.both", tooltip="Send with acks all, then with acks no"),
        Binding("down", "app.focus_next", "Next field", show=False, id="produce.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="produce.previous"),
        Binding("escape", "close", "Back", id="produce.close"),
    ]

    def __init__(
        self,
        sender: KafkaSender | None,
        watcher: ClusterWatcher,
        topic: str,
        *,
        refusal: str = "",
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__()
        self._sender = sender
        self._watcher = watcher
        self._topic = topic
        self._refusal = refusal
        self._glyphs = glyphs
        self._reports: list[Line] = []
        self._is_sending = False

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        labels = {
            "key": (say("key"), "", "null"),
            "value": (say("value"), SAMPLE, say("null: a tombstone")),
            "partition": (say("partition"), "", say("by the key")),
            "headers": (say("headers"), "", "name=value"),
        }
        with Vertical(classes="dialog", id="produce"):
            title = say("Write a message to {topic}", topic=self._topic)
            yield Static(_plain(title), classes="dialog-title", markup=False)
            yield Static("", id="produce-standing", markup=False)
            for name in FIELDS:
                label, value, hint = labels[name]
                with Horizontal(classes="action-row"):
                    yield Static(label, classes="action-label", markup=False)
                    yield Input(value, placeholder=hint, compact=True, select_on_focus=False, id=f"produce-{name}")
            with Horizontal(classes="action-row"):
                yield Static(say("acks"), classes="action-label", markup=False)
                yield Choice([acks.value for acks in ACKS], self._show_meaning, id="produce-acks")
            yield Static("", id="produce-meaning", markup=False)
            yield Static("", id="produce-reports", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Send"))
                yield DialogKey("f5", "F5", say("Send both ways"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one("#produce-value", Input).focus()
        if self._refusal:
            self._report((Word(_plain(speech_of(self)(self._refusal)), "error"),))
        self._show_meaning()
        self._show_standing()
        self.set_interval(TICK, self._show_standing)
        self.run_worker(self._ask_for_configs(), group="configs", exit_on_error=False)

    async def _ask_for_configs(self) -> None:
        try:
            await self._watcher.configs([self._topic])
        except ClusterError as error:
            self._report((Word(_plain(speech_of(self)(error.message)), "error"),))

    def _show_standing(self) -> None:
        """The replicas as they are now: the watcher looks at them every two seconds."""
        picture = self._watcher.picture
        lines = standing_lines(
            picture.topic(self._topic), picture.configs.get(self._topic, ()), self._glyphs, speech_of(self)
        )
        self.query_one("#produce-standing", Static).update(self._drawn(lines))

    def _show_meaning(self) -> None:
        say = speech_of(self)
        meanings = {
            Acks.NO: say("Nobody is asked: it may be lost unseen."),
            Acks.ONE: say("The leader has it; it is lost if the leader goes before a replica has it."),
            Acks.ALL: say("Every replica in sync has it, and at least min.insync.replicas of them."),
        }
        self.query_one("#produce-meaning", Static).update(meanings[self._acks])

    @property
    def _acks(self) -> Acks:
        return Acks(self.query_one("#produce-acks", Choice).value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send()

    def action_send(self) -> None:
        self._start((self._acks,))

    def action_both(self) -> None:
        """The same message with acks of all and with acks of no: what min.insync.replicas is for."""
        self._start((Acks.ALL, Acks.NO))

    def _start(self, ways: tuple[Acks, ...]) -> None:
        if self._sender is None or self._refusal or self._is_sending:
            return
        texts = {name: self.query_one(f"#produce-{name}", Input).value for name in FIELDS}
        try:
            message = outgoing(self._topic, texts)
        except ValueError as error:
            self._report((Word(_plain(speech_of(self)(error.args[0])), "error"),))
            return
        self._is_sending = True
        self.run_worker(self._send(self._sender, message, ways), group="send", exit_on_error=False)

    async def _send(self, sender: KafkaSender, message: Outgoing, ways: tuple[Acks, ...]) -> None:
        say = speech_of(self)
        try:
            for acks in ways:
                waiting: Line = (Word(f"{self._glyphs.starting} acks {acks.value}   {say('sending')}", "muted"),)
                self._report(waiting)
                told: Line
                try:
                    async with sender.producing(self._topic, SendSettings(acks)) as producer:
                        told = delivery_line(acks, await producer.send(message), self._glyphs, say)
                except ClusterError as error:
                    words = " ".join(say(part) for part in (error.message, error.advice) if part)
                    told = (Word(f"{self._glyphs.failed} acks {acks.value}   ", "error"), *said(words, "error"))
                self._reports.remove(waiting)
                self._report(told)
        finally:
            self._is_sending = False
        self._watcher.refresh_soon()

    def _report(self, line: Line) -> None:
        self._reports = [*self._reports, line][-REPORTS_KEPT:]
        self.query_one("#produce-reports", Static).update(self._drawn(self._reports))

    def _drawn(self, lines: list[Line]) -> Text:
        colours = self.app.theme_variables
        return Text("\n").join(
            Text.assemble(*((word.text, f"{'bold ' if word.bold else ''}{colours[word.colour]}") for word in line))
            for line in lines
        )

    def action_close(self) -> None:
        self.dismiss(None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)


def _plain(text: str) -> str:
    return "\n".join("".join(piece.text for piece in visible(line, len(line))) for line in text.split("\n"))


def refusal_of(*, read_only: bool, has_brokers: bool) -> str:
    """Why no message is sent; "" where one can be."""
    if not has_brokers:
        return Told("There are no brokers to ask: all is told by ksqlDB here.")
    if read_only:
        return Told("Read-only: nothing is sent. Start ksqltui without --read-only, or read_only in its settings.")
    return ""
