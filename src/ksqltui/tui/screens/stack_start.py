"""Owns the screen of a stack on its way up: shows it, and goes on by itself when ksqlDB answers; starts nothing."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from ksqltui.model.errors import KsqlError
from ksqltui.model.stack import LogLine
from ksqltui.model.stack_progress import Step
from ksqltui.session.stack import Stack
from ksqltui.session.stack_start import StackStart, StartState
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.said_lines import SaidLines
from ksqltui.tui.widgets.stack_start_lines import STATES, log_lines, service_lines, summary_lines, trouble_lines
from ksqltui.tui.widgets.words import Line, Word, said, wrapped

TICK = 0.25
LOG_LINES = 5
LOG_EVERY = 1.0
KSQLDB = "ksqldb-server"
"""The service for whose answer one waits at the end, in both compose files."""


class StackStartScreen(Screen[str | None]):
    """A way up as it goes. Ends with the server's address once ksqlDB answers, with None where one goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "service(-1)", "Service", key_display="↑↓", id="stack-start.previous"),
        Binding("down", "service(1)", "Service", show=False, id="stack-start.next"),
        Binding("r", "again", "Try again", id="stack-start.again"),
        Binding("b", "background", "Go on in the background", id="stack-start.background"),
        Binding("escape", "stop", "Stop here, keep what runs", id="stack-start.stop"),
    ]

    def __init__(self, stack: Stack, start: StackStart, *, connects: bool = True, glyphs: Glyphs = UNICODE) -> None:
        """`start` is under way, held by whoever opens this screen; `connects` where that one goes on to the console."""
        super().__init__()
        self.start = start
        self._stack = stack
        self._connects = connects
        self._glyphs = glyphs
        self._cursor = 0
        self._chosen = ""
        self._log: tuple[LogLine, ...] = ()
        self._by_hand = ""
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="stack-start-head", markup=False)
        with Vertical(id="stack-start-body"):
            yield SaidLines(id="stack-start-lines")
        yield SaidLines(id="stack-start-next")
        yield KeysFooter()

    def on_mount(self) -> None:
        self._ticking = self.set_interval(TICK, self.look)
        self.run_worker(self._read_logs(), group="logs", exit_on_error=False)
        self.run_worker(self._ask_command(), group="command", exit_on_error=False)
        self.look()

    def look(self) -> None:
        """Shows how it stands now."""
        start, now = self.start, time.time()
        if start.state is StartState.READY:
            if self._ticking is not None:
                # Once: a second look may come before the screen has left.
                self._ticking.stop()
                self._ticking = None
                self.dismiss(self._stack.server)
            return
        say = speech_of(self)
        self._show_head()
        body = self.query_one("#stack-start-lines", SaidLines)
        width = body.size.width or self.size.width
        lines: list[Line] = [(), *summary_lines(start, now, width, say), ()]
        lines += service_lines(start, now, self._cursor, width, self._glyphs, say)
        trouble = trouble_lines(start, width, self._glyphs, say)
        if trouble:
            lines += [(), *trouble]
        service, log = self._shown_log()
        if log and service:
            lines += [(), *log_lines(service, log[-LOG_LINES if start.is_live else -12 :], say)]
        body.draw(lines)
        self.query_one("#stack-start-next", SaidLines).draw(self._next_lines())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "again":
                return not self.start.is_live
            case "background":
                return self.start.is_live
            case "service":
                return self.start.progress is not None
            case _:
                return True

    def key_label(self, action: str) -> str | None:
        """What Esc will do now."""
        return None if self.start.is_live or action != "stop" else "Back"

    def action_service(self, by: int) -> None:
        count = len(self.start.progress.services) if self.start.progress is not None else 0
        self._cursor = min(max(0, self._cursor + by), max(0, count - 1))
        names = list(self.start.progress.services) if self.start.progress is not None else []
        self._chosen = names[self._cursor] if names else ""
        self._log = ()
        self.look()

    def action_again(self) -> None:
        self.start = self._stack.starting()
        self.app.run_worker(self.start.run(), group="stack", exclusive=True, exit_on_error=False)
        self._log = ()
        self.look()

    def action_background(self) -> None:
        self.dismiss(None)

    def action_stop(self) -> None:
        if self.start.is_live:
            self.app.workers.cancel_group(self.app, "stack")
        self.dismiss(None)

    def _show_head(self) -> None:
        start, variables, say = self.start, self.app.theme_variables, speech_of(self)
        glyph, colour = {
            StartState.FAILED: (self._glyphs.failed, "error"),
            StartState.STOPPED: (self._glyphs.stopped, "muted"),
            StartState.READY: (self._glyphs.running, "success"),
        }.get(start.state, (self._glyphs.starting, "warning"))
        parts: list[tuple[str, str]] = [
            (" ksqltui", f"bold {variables['accent']}"),
            (f"   {glyph} ", variables[colour]),
            (say(STATES[start.state]), variables["foreground"]),
        ]
        if start.project:
            parts.append(("   " + say("project {name}", name=start.project), variables["muted"]))
        facts = start.checks.facts if start.checks is not None else None
        if facts is not None:
            parts.append((f"   Docker {facts.version}", variables["faint"]))
        self.query_one("#stack-start-head", Static).update(Text.assemble(*parts))

    def _next_lines(self) -> list[Line]:
        say, indent = speech_of(self), Word("    ")
        if not self.start.is_live:
            return [()]
        lines: list[Line] = [
            (),
            (indent, Word(say("What comes next"), "foreground", bold=True)),
        ]
        if self._connects:
            lines.append((indent, Word(say("The console connects by itself when ksqlDB answers."), "muted")))
        else:
            lines.append((indent, Word(say("This screen closes by itself when ksqlDB answers."), "muted")))
        last = [Word(say("Stop everything later with"), "muted"), Word(" ksqltui stack down", "foreground")]
        if self.start.progress is not None and "kafka-ui" in self.start.progress.services:
            last = [Word(say("Kafka UI will be at"), "muted"), Word(" http://localhost:8282. ", "foreground"), *last]
        lines.append((indent, *last))
        if self._by_hand:
            words = [indent, Word(say("The same by hand:") + "  ", "faint"), *said(self._by_hand, "muted")]
            lines += [(), *wrapped(words, self.size.width - 1, indent=(indent,))]
        return lines

    def _shown_log(self) -> tuple[str, tuple[LogLine, ...]]:
        if self.start.log and not self.start.is_live and not self._chosen:
            return self.start.log[0].service, self.start.log
        return self._service_of_log(), self._log

    def _service_of_log(self) -> str:
        """The chosen service; while nobody chose, the last that is on its way, at the end ksqlDB's."""
        progress = self.start.progress
        if progress is None or self._chosen:
            return self._chosen
        waiting = [
            each.service for each in progress.services.values() if not each.is_up and each.step(Step.START).ended
        ]
        if not waiting and self.start.state is StartState.WAITING:
            waiting = [name for name in progress.services if name == KSQLDB]
        return waiting[-1] if waiting else ""

    async def _read_logs(self) -> None:
        while True:
            service = self._service_of_log()
            if service and self.start.project:
                with contextlib.suppress(KsqlError):
                    self._log = await self._last_lines(service)
            await asyncio.sleep(LOG_EVERY)

    async def _last_lines(self, name: str) -> tuple[LogLine, ...]:
        services = await self._stack.engine.services(self.start.project)
        found = next((service for service in services if service.name == name), None)
        if found is None:
            return ()
        async with self._stack.engine.logs(found.label, found.container, tail=LOG_LINES, follow=False) as lines:
            return tuple([line async for line in lines])

    async def _ask_command(self) -> None:
        with contextlib.suppress(KsqlError):
            self._by_hand = await self.start.command()
