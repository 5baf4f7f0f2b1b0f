"""Owns the way up of a stack, from the checks to a ksqlDB that answers, for screens to watch; draws nothing."""

from __future__ import annotations

import asyncio
import contextlib
import shlex
import time
from collections.abc import Awaitable, Callable
from enum import Enum
from pathlib import PurePath

from ksqltui.model.errors import KsqlError
from ksqltui.model.stack import Health, LogLine, Service, StackFile
from ksqltui.model.stack_progress import StackProgress, Step
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.session.stack_checks import StackChecks, check_stack
from ksqltui.session.stack_ports import Machine, StackEngine, StackTool
from ksqltui.speech.speech import Told

LOOK_EVERY = 1.0
LAST_LINES = 20
"""Lines of the log of a service that failed."""
ANSWER_WITHIN = 180.0
"""Seconds from the last container's health until ksqlDB must have answered."""


class StartState(Enum):
    """Where the way up stands; the value is the word that a person reads."""

    CHECKING = "checking"
    STARTING = "starting"
    WAITING = "waiting for ksqlDB"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped by you"


class StackStart:
    """One `up`. Read it freely; `version` rises with every change. `run` it once.

    `log` holds the last lines of the service that failed; `error` says why it ended.
    """

    def __init__(
        self,
        engine: StackEngine,
        tool: StackTool,
        machine: Machine,
        answers: Callable[[], Awaitable[bool]],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`answers` asks whether ksqlDB answers now; it raises KsqlError or says False where it does not."""
        self.state = StartState.CHECKING
        self.checks: StackChecks | None = None
        self.progress: StackProgress | None = None
        self.error: KsqlError | None = None
        self.log: tuple[LogLine, ...] = ()
        self.waits_for = ""
        """What ksqlDB said last, while it is waited for."""
        self.version = 0
        self.began = clock()
        self.ended: float | None = None
        self._engine = engine
        self._tool = tool
        self._machine = machine
        self._answers = answers
        self._clock = clock

    @property
    def project(self) -> str:
        if self._tool.project:
            return self._tool.project
        return self.checks.file.project if self.checks is not None and self.checks.file is not None else ""

    @property
    def is_live(self) -> bool:
        return self.ended is None

    async def run(self) -> None:
        """Checks, starts and waits; how it ended is in `state` and `error`. Cancelling leaves what runs running."""
        try:
            await self._run()
            self._enter(StartState.READY)
        except KsqlError as error:
            self.error = error
            self._enter(StartState.FAILED)
        except asyncio.CancelledError:
            self._enter(StartState.STOPPED)
            raise
        finally:
            self.ended = self._clock()
            self.version += 1

    async def command(self) -> str:
        """The same by hand; compose by its name, for it was found on the PATH."""
        program, *words = await self._tool.command("up", "-d", "--wait")
        return shlex.join([PurePath(program).name, *words])

    async def _run(self) -> None:
        self.checks = checks = await check_stack(self._engine, self._tool, self._machine)
        self.version += 1
        if checks.failed:
            first = checks.failed[0]
            raise StackError(StackTrouble.COMMAND_FAILED, first.said, first.fix)
        assert checks.file is not None
        self.progress = self._expected(checks.file, checks.missing_images)
        self._enter(StartState.STARTING)
        looking = asyncio.create_task(self._look_again_and_again(), name="stack health")
        try:
            await self._up()
        except StackError as error:
            await self._look()
            await self._explain(error)
            raise
        finally:
            looking.cancel()
            await asyncio.wait([looking])
        await self._look()
        self._enter(StartState.WAITING)
        await self._wait_for_ksqldb()

    def _expected(self, file: StackFile, missing: tuple[str, ...]) -> StackProgress:
        labels = {service.container: service.name for service in file.services}
        labels |= {service.name: service.name for service in file.services}
        labels |= {service.image: service.name for service in file.services}
        progress = StackProgress(labels, self._clock())
        progress.expect(service.name for service in file.services)
        for service in file.services:
            if service.image not in missing:
                progress.skip(service.name, Step.PULL)
        return progress

    async def _up(self) -> None:
        assert self.progress is not None
        async with self._tool.up() as lines:
            async for line in lines:
                self.progress.note(line, self._clock())
                self.version += 1

    async def _look_again_and_again(self) -> None:
        while True:
            # A look that fails says nothing: compose says what is wrong.
            with contextlib.suppress(StackError):
                await self._look()
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        assert self.progress is not None
        for service in await self._engine.services(self.project):
            if service.state == "running":
                is_up = service.health in (Health.HEALTHY, Health.NONE)
                self.progress.note_health(service.name, is_healthy=is_up, note=_note(service), now=self._clock())
            elif service.state in ("exited", "dead") and service.exit_code:
                self.progress.fail(
                    service.name, Told("ended with status {status}", status=service.exit_code), self._clock()
                )
        self.version += 1

    async def _explain(self, error: StackError) -> None:
        """Finds the service that is to blame, and its last words."""
        assert self.progress is not None
        services = {service.name: service for service in await self._engine.services(self.project)}
        blamed = next(
            (
                each
                for each in services.values()
                if each.health is Health.UNHEALTHY or (each.state == "exited" and each.exit_code)
            ),
            None,
        )
        if blamed is None:
            blamed = next((services[each.service] for each in self.progress.failed if each.service in services), None)
        if blamed is None:
            return
        error.service = blamed.name
        if blamed.health is Health.UNHEALTHY:
            self.progress.fail(blamed.name, f"unhealthy: {blamed.health_note or 'its check fails'}", self._clock())
        with contextlib.suppress(StackError):
            async with self._engine.logs(blamed.label, blamed.container, tail=LAST_LINES, follow=False) as lines:
                self.log = tuple([line async for line in lines])

    async def _wait_for_ksqldb(self) -> None:
        until = self._clock() + ANSWER_WITHIN
        while True:
            try:
                if await self._answers():
                    return
                self.waits_for = Told("it answers, but is not ready")
            except KsqlError as error:
                self.waits_for = error.message
            self.version += 1
            if self._clock() > until:
                raise StackError(
                    StackTrouble.SERVICE_FAILED,
                    Told("The containers are up, but ksqlDB does not answer: {words}", words=self.waits_for),
                    Told("`ksqltui stack logs ksqldb-server` shows what it says."),
                    service="ksqldb-server",
                )
            await asyncio.sleep(LOOK_EVERY)

    def _enter(self, state: StartState) -> None:
        self.state = state
        self.version += 1


def _note(service: Service) -> str:
    if service.health is Health.STARTING:
        return service.health_note
    return "its check fails: " + service.health_note if service.health is Health.UNHEALTHY else ""
