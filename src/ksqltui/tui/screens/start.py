"""Owns the screen before there is a session: trying, what went wrong, and the ways on; knows servers as text only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

from ksqltui import __version__
from ksqltui.model.errors import KsqlError, NotKsqlServer
from ksqltui.session.console import Console
from ksqltui.session.opening import Opening
from ksqltui.session.stack_start import StackStart
from ksqltui.speech.speech import Told
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.dialogs import ConnectDialog
from ksqltui.tui.screens.stack_start import StackStartScreen
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.stack_desk import StackDesk
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.start_card import StartCard

COUNT_EVERY = 1.0
"""Seconds until the words count down by one."""
WAITS = (2, 4, 6, 10)
"""Seconds to the next try by itself; the last one repeats."""

UNCOVERED_EVERY = 0.05
"""Seconds between looks whether a dialog or another screen still covers this one."""

LOGO = "▁▂▁▃▂▅▃▂▆▄▂▁▃▅▇▅▃▂▁▂"


class StartScreen(Screen[Console]):
    """Tries to connect, again and again; offers the sandbox, the stack and another server. Ends with a session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Choose", key_display="↑↓", id="start.previous"),
        Binding("down", "app.focus_next", "Choose", show=False, id="start.next"),
        Binding("r", "try_again", "Try again now", id="start.retry"),
        Binding("s", "choose('sandbox')", "Open the sandbox", show=False, id="start.sandbox"),
        Binding("d", "choose('stack')", "Start the stack", show=False, id="start.stack"),
        Binding("c", "choose('elsewhere')", "Connect elsewhere", show=False, id="start.elsewhere"),
    ]

    def __init__(self, opening: Opening, *, desk: StackDesk | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._opening = opening
        self._server = opening.server_text
        self._glyphs = glyphs
        self._tries = 0
        self._trouble: KsqlError | None = None
        self._desk = desk

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(id="start"):
            yield Static(LOGO, id="start-logo", markup=False)
            yield Static(id="start-name", markup=False)
            yield Static(id="start-state", markup=False)
            with Vertical(id="start-cards"):
                yield StartCard(
                    "sandbox",
                    "S",
                    say("Open the sandbox"),
                    say("ready at once"),
                    say(
                        "ksqlDB in miniature inside this program, with payments like the lesson's. No Docker, no Java."
                    ),
                )
                yield StartCard(
                    "stack",
                    "D",
                    say("Start the stack"),
                    say("about two minutes"),
                    say("The lesson's nine containers with Docker Compose: ZooKeepers, brokers, Kafka UI, ksqlDB."),
                )
                yield StartCard(
                    "elsewhere", "C", say("Connect elsewhere"), "", say("A URL, host:port or a profile name.")
                )
        yield KeysFooter()

    def on_mount(self) -> None:
        name = Text.assemble(("ksqltui", f"bold {self.app.theme_variables['accent']}"), f"  {__version__}")
        self.query_one("#start-name", Static).update(name)
        self.query_one("#start-cards").display = False
        if self._opening.start_in_sandbox:
            self._open_sandbox()
        else:
            self._connect()

    def action_try_again(self) -> None:
        self._connect()

    def action_choose(self, choice: str) -> None:
        if not self.query_one("#start-cards").display:
            return
        match choice:
            case "sandbox":
                self._open_sandbox()
            case "elsewhere":
                self.app.push_screen(ConnectDialog(self._server), self._go_elsewhere)
            case _:
                self._start_stack()

    @on(StartCard.Chosen)
    def _card_chosen(self, event: StartCard.Chosen) -> None:
        self.action_choose(event.choice)

    def _go_elsewhere(self, server: str | None) -> None:
        if server is not None:
            self._server = server
            self._tries = 0
            self._connect()

    def _connect(self) -> None:
        self.run_worker(self._try_until_connected(), group="open", exclusive=True, exit_on_error=False)

    def _open_sandbox(self) -> None:
        say = speech_of(self)
        words = say("It starts a process of its own.")
        self._say(self._glyphs.starting, "warning", say("Opening the sandbox"), words)
        opened = self._opened(self._opening.sandbox)
        self.run_worker(self._end_with(opened), group="open", exclusive=True, exit_on_error=False)

    def _start_stack(self) -> None:
        """Begins the way up, or goes back to one that is under way, and shows it."""
        desk = self._desk
        if desk is None:
            return
        self.workers.cancel_group(self, "open")
        start, is_new = desk.way_up()
        if is_new:
            # The app's and not the screen's: it goes on behind whatever is shown meanwhile.
            self.app.run_worker(start.run(), group="stack", exclusive=True, exit_on_error=False)
        screen = StackStartScreen(desk.stack, start, glyphs=self._glyphs)
        self.app.push_screen(screen, lambda server: self._stack_left(desk, screen.start, server))

    def _stack_left(self, desk: StackDesk, start: StackStart, server: str | None) -> None:
        desk.start = start
        if server is not None:
            self._server = server
            self._tries = 0
        self._connect()

    async def _try_until_connected(self) -> None:
        while True:
            self._tries += 1
            connecting = speech_of(self)("Connecting to {server}", server=self._server)
            self._say(self._glyphs.starting, "warning", connecting, "")
            if await self._end_with(self._opened(lambda: self._opening.connect(self._server))):
                return
            for seconds in range(WAITS[min(self._tries, len(WAITS)) - 1], 0, -1):
                self._say_trouble(seconds)
                await asyncio.sleep(COUNT_EVERY)

    async def _opened(self, open_session: Callable[[], Awaitable[Console]]) -> Console | None:
        try:
            return await open_session()
        except KsqlError as error:
            self._trouble = error
        except Exception as error:
            self.log.error(f"opening a session failed: {error!r}")
            self._trouble = KsqlError(
                Told("ksqltui itself failed: {fault}", fault=repr(error)), advice=Told("This is a fault of ksqltui.")
            )
        self._say_trouble()
        return None

    async def _end_with(self, opened: Awaitable[Console | None]) -> bool:
        console = await opened
        if console is None:
            return False
        try:
            # Dismissing takes the uppermost screen, and what covers this one is somebody's: it is waited for.
            while self.app.screen is not self:  # noqa: ASYNC110 (screens tell nobody that they are uncovered)
                await asyncio.sleep(UNCOVERED_EVERY)
        except asyncio.CancelledError:
            await console.close()
            raise
        self.dismiss(console)
        return True

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)

    def _say_trouble(self, seconds: int | None = None) -> None:
        error = self._trouble
        if error is None:
            return
        say = speech_of(self)
        message = say(error.message)
        is_other = isinstance(error, NotKsqlServer)
        title = say("{server} is not ksqlDB", server=self._server) if is_other else _first_line(message)
        words = [_other_lines(message), say(error.advice)]
        if seconds is not None:
            words.append(self._tried(seconds))
        self._say(self._glyphs.away, "error", title, " ".join(word for word in words if word))
        cards = self.query_one("#start-cards")
        if not cards.display:
            cards.display = True
            self.query(StartCard).first().focus()

    def _tried(self, seconds: int) -> str:
        say = speech_of(self)
        if self._tries == 1:
            return say("Tried once, next try in {seconds} s.", seconds=seconds)
        one, many = "Tried {count} time, next try in {seconds} s.", "Tried {count} times, next try in {seconds} s."
        return say.count(self._tries, one, many, seconds=seconds)

    def _say(self, glyph: str, voice: str, title: str, words: str) -> None:
        variables = self.app.theme_variables
        # Two columns, so that a long reason stays under its first word.
        told = Table.grid(expand=True)
        told.add_column(width=2)
        told.add_column(ratio=1)
        told.add_row(Text(glyph, variables[voice]), Text(title, "bold"))
        if words:
            told.add_row("", Text(words, variables["muted"]))
        self.query_one("#start-state", Static).update(told)


def _first_line(message: str) -> str:
    return message.strip().split("\n", 1)[0]


def _other_lines(message: str) -> str:
    return " ".join(message.strip().split("\n")[1:])
