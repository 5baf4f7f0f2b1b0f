"""Owns how the stack is changed from its screen: one service, a shell in it, all of it; draws none of it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from textual.screen import Screen

from ksqltui.model.errors import KsqlError
from ksqltui.model.stack import Service
from ksqltui.model.stack_trouble import StackError
from ksqltui.speech.speech import Told
from ksqltui.tui.effects import ServerAsked
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.stack_down_dialog import DownWish, StackDownDialog
from ksqltui.tui.screens.stack_start import StackStartScreen
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.stack_desk import StackDesk
from ksqltui.tui.terminal_program import ProgramFailed, run_on_terminal
from ksqltui.tui.widgets.stack_facts import StackFacts


def runs(service: Service) -> bool:
    return service.state in ("running", "restarting", "paused")


class StackSteering(Screen[None]):
    """A screen that has one service chosen, and shows `_trouble` where something did not go."""

    def __init__(self, desk: StackDesk, *, glyphs: Glyphs) -> None:
        super().__init__()
        self._desk = desk
        self._glyphs = glyphs
        self._trouble: KsqlError | None = None

    @property
    def chosen(self) -> Service | None:
        """The service under the cursor."""
        facts = self._facts
        return None if facts is None else facts.picture.service(self._cursor_key)

    @property
    def _facts(self) -> StackFacts | None:
        return self._desk.facts(time.time())

    @property
    def _cursor_key(self) -> str:
        """The service that the cursor is on; the screen with the list says it."""
        raise NotImplementedError

    def _look(self) -> None:
        """Shows what is so now; the screen that draws does it."""
        raise NotImplementedError

    def _tell(self, error: KsqlError | None) -> None:
        self._trouble = error
        self._look()

    # The chosen service.

    def action_stop(self) -> None:
        """Stops what runs and starts what does not."""
        service = self.chosen
        if service is None:
            return
        if not runs(service):
            self._do(self._desk.actions.start, service)
            return
        question = Told("Stop {service}?", service=service.label)
        detail = Told("Who is connected to it loses it, and a broker's partitions go to the others. S starts it again.")
        self.run_worker(self._ask(question, detail, Told("Stop it"), self._desk.actions.stop, service), group="ask")

    def action_restart(self) -> None:
        service = self.chosen
        if service is not None:
            question = Told("Restart {service}?", service=service.label)
            detail = Told("It is away for as long as it takes to start.")
            asked = self._ask(question, detail, Told("Restart it"), self._desk.actions.restart, service)
            self.run_worker(asked, group="ask")

    async def _ask(
        self, question: str, detail: str, yes: str, action: Callable[[Service], Awaitable[None]], service: Service
    ) -> None:
        if await self.app.push_screen_wait(ConfirmDialog(question, detail, yes=yes, no=Told("Leave it"))):
            self._do(action, service)

    def _do(self, action: Callable[[Service], Awaitable[None]], service: Service) -> None:
        async def done() -> None:
            try:
                await action(service)
            except StackError as error:
                self._tell(error)

        self._tell(None)
        # The app's: it goes on when the screen is left.
        self.app.run_worker(done(), group="service", exit_on_error=False)

    async def action_shell(self) -> None:
        service = self.chosen
        if service is not None:
            self.run_worker(self._open_shell(service), group="shell", exit_on_error=False)

    async def _open_shell(self, service: Service) -> None:
        greeting = speech_of(self)("A shell in {service}. `exit` leads back.", service=service.label)
        try:
            command = await self._desk.actions.shell(service)
            await run_on_terminal(self.app, command, self._desk.stack.tool.environment, greeting=greeting)
            self._tell(None)
        except StackError as error:
            self._tell(error)
        except ProgramFailed as error:
            self._tell(KsqlError(error.told))

    # The whole stack.

    def action_up(self) -> None:
        start, is_new = self._desk.way_up()
        if is_new:
            self.app.run_worker(start.run(), group="stack", exclusive=True, exit_on_error=False)
        screen = StackStartScreen(self._desk.stack, start, connects=False, glyphs=self._glyphs)
        self.app.push_screen(screen, lambda server: self._started(screen, server))

    def _started(self, screen: StackStartScreen, server: str | None) -> None:
        self._desk.start = screen.start
        self._desk.watcher.refresh_soon()
        if server is not None:
            self.notify(speech_of(self)("The stack is up; ksqlDB answers at {url}", url=server), markup=False)
            if self._desk.beside not in ("", server):
                self.run_worker(self._offer(server), group="ask", exit_on_error=False)

    async def _offer(self, server: str) -> None:
        """The console is on another server, in the sandbox mostly: whoever starts a stack may want to go there."""
        question = Told("Go to {server}?", server=server)
        detail = Told("Buffers and properties go along; results and what runs here stay behind.")
        if await self.app.push_screen_wait(ConfirmDialog(question, detail, yes=Told("Go there"), no=Told("Stay here"))):
            self.post_message(ServerAsked(server, ()))

    def action_down(self) -> None:
        facts = self._facts
        if facts is not None and facts.picture.is_there:
            containers = sum(bool(service.container) for service in facts.picture.services)
            self.app.push_screen(StackDownDialog(facts.picture.project, containers), self._take_down)

    def _take_down(self, wish: DownWish | None) -> None:
        async def done(wish: DownWish) -> None:
            try:
                await self._desk.actions.down(volumes=wish.volumes)
            except StackError as error:
                self._tell(error)

        if wish is not None:
            self._tell(None)
            self.app.run_worker(done(wish), group="stack", exclusive=True, exit_on_error=False)
