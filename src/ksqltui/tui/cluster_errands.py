"""Owns what is opened from the cluster view for the thing chosen there: forms, messages; the session does the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.screen import Screen

from ksqltui.model.cell_text import visible
from ksqltui.model.message_text import Form
from ksqltui.session.console import Console
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.action_dialog import ActionDialog
from ksqltui.tui.screens.cluster_action_choice import form_for
from ksqltui.tui.screens.messages_screen import MessagesScreen
from ksqltui.tui.screens.produce_dialog import ProduceDialog, refusal_of
from ksqltui.tui.screens.templates_screen import StreamOf
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import ClusterTab


@dataclass(frozen=True, slots=True)
class PrintOf:
    """The messages of a topic are wanted, and only ksqlDB can read them: by PRINT."""

    topic: str


Asked = StreamOf | PrintOf
"""What the editor's screen is to do for a topic."""


class ClusterErrands:
    """`screen` is the cluster view; `done` hears that an action was carried out, `asked` what the editor is to do."""

    def __init__(
        self,
        screen: Screen[Asked | None],
        console: Console,
        *,
        done: Callable[[], None],
        asked: Callable[[Asked], None],
        glyphs: Glyphs = UNICODE,
    ) -> None:
        self._screen = screen
        self._console = console
        self._done = done
        self._asked = asked
        self._glyphs = glyphs

    def act(self, name: str, facts: ClusterFacts, tab: ClusterTab, key: str) -> None:
        """Opens the form of an action; what was done is told."""
        form = form_for(name, facts, tab, key)
        if form is None:
            return

        def told(words: str | None) -> None:
            if words:
                text = speech_of(self._screen)(words)
                self._screen.notify("".join(piece.text for piece in visible(text, len(text))), markup=False)
                self._done()

        dialog = ActionDialog(form, self._console.cluster_actions, facts.address, glyphs=self._glyphs)
        self._screen.app.push_screen(dialog, told)

    def messages(self, facts: ClusterFacts, topic: str) -> None:
        """Opens a topic's messages; those of brokers that are not reached are for ksqlDB to print."""
        kafka = self._console.kafka
        if kafka is None or facts.is_told_by_ksqldb:
            self._asked(PrintOf(topic))
            return

        def left(wanted: StreamOf | None) -> None:
            if wanted is not None:
                self._asked(wanted)

        shown = MessagesScreen(
            self._console, kafka.messages, topic, key_form=key_form_of(facts, topic), glyphs=self._glyphs
        )
        self._screen.app.push_screen(shown, left)

    def write(self, topic: str) -> None:
        """Opens the form that sends a message."""
        watcher, kafka = self._console.cluster, self._console.kafka
        if watcher is None:
            return
        refusal = refusal_of(read_only=self._console.read_only, has_brokers=kafka is not None)
        sender = None if kafka is None else kafka.sender
        self._screen.app.push_screen(ProduceDialog(sender, watcher, topic, refusal=refusal, glyphs=self._glyphs))


def key_form_of(facts: ClusterFacts, topic: str) -> Form:
    """How the keys of a topic read: those of a windowed stream or table carry their window."""
    windowed = [source for source in facts.snapshot.sources() if source.topic == topic and source.is_windowed]
    if not windowed:
        return Form.AUTO
    return Form.SESSION_WINDOW if windowed[0].window_type.upper() == "SESSION" else Form.TIME_WINDOW
