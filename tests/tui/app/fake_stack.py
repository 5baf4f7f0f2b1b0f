"""Owns a compose stack that is not there: an engine and a compose whose progress a test tells, step by step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from ksqltui.model.stack import EngineFacts, Health, LogLine, Service, ServiceFigures, StackFile
from ksqltui.model.stack_progress import ProgressLine
from ksqltui.model.stack_trouble import StackError
from ksqltui.session.stack import Stack

SERVER = "http://localhost:8188"
NAMES = ("zoo1", "kafka1", "ksqldb-server")


class FakeEngine:
    """Containers that a test sets; `error` makes every look fail."""

    def __init__(self) -> None:
        self.found: tuple[Service, ...] = ()
        self.error: StackError | None = None
        self.log: tuple[LogLine, ...] = (
            LogLine("kafka1", "[2026-11-22 21:14:58,006] WARN Node 2 was slow \x1b[31m[bold]", None, "WARN"),
        )
        self.changed = asyncio.Event()
        self.figures_are = ServiceFigures(0.12, 300 << 20, 1 << 30)
        self.on_stop: Callable[[str], None] = lambda container: None
        self.asked: list[tuple[str, str]] = []

    async def facts(self) -> EngineFacts:
        self._fail()
        return EngineFacts("28.2.2", "unix:///var/run/docker.sock", 16 << 30)

    async def images(self, names: Sequence[str]) -> frozenset[str]:
        return frozenset(names)

    async def services(self, project: str) -> tuple[Service, ...]:
        self._fail()
        return self.found

    async def holder_of_name(self, container: str) -> str | None:
        return None

    async def holder_of_port(self, port: int) -> str | None:
        return None

    @asynccontextmanager
    async def events(self, project: str) -> AsyncIterator[AsyncIterator[str]]:
        async def words() -> AsyncIterator[str]:
            while True:
                await self.changed.wait()
                self.changed.clear()
                yield "start"

        yield words()

    @asynccontextmanager
    async def figures(self, container: str) -> AsyncIterator[AsyncIterator[ServiceFigures]]:
        async def values() -> AsyncIterator[ServiceFigures]:
            yield self.figures_are
            await asyncio.Event().wait()

        yield values()

    @asynccontextmanager
    async def logs(
        self, service: str, container: str, *, tail: int, follow: bool
    ) -> AsyncIterator[AsyncIterator[LogLine]]:
        async def lines() -> AsyncIterator[LogLine]:
            for line in self.log:
                yield line
            if follow:
                await asyncio.Event().wait()

        yield lines()

    async def start(self, container: str) -> None:
        self.asked.append(("start", container))
        self._become(container, state="running", health=Health.HEALTHY)

    async def stop(self, container: str) -> None:
        self.asked.append(("stop", container))
        self.on_stop(container)
        self._become(container, state="exited", health=Health.NONE, exit_code=143)

    async def restart(self, container: str) -> None:
        self.asked.append(("restart", container))

    async def close(self) -> None:
        pass

    def _become(self, container: str, *, state: str, health: Health, exit_code: int = 0) -> None:
        self.found = tuple(
            replace(each, state=state, health=health, exit_code=exit_code) if each.container == container else each
            for each in self.found
        )
        self.changed.set()

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


class FakeTool:
    """Compose whose `up` gives the lines that a test puts into `lines`, and ends with None or an error in it."""

    project = "otus"
    where = "compose/compose.yaml"
    environment: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.written = "# the lesson\nservices:\n  zoo1:\n    environment:\n      DB_PASSWORD: hidden-please\n"
        self.names: tuple[str, ...] = NAMES
        self.gone: list[bool] = []
        self.lines: asyncio.Queue[ProgressLine | StackError | None] = asyncio.Queue()

    async def version(self) -> str:
        return "2.29.0"

    async def command(self, *words: str) -> tuple[str, ...]:
        return ("docker", "compose", "-f", "compose/compose.yaml", "-p", "otus", *words)

    async def file(self) -> StackFile:
        services = tuple(Service(name, f"otus-{name}-1", f"{name}:1") for name in self.names)
        return StackFile("compose/compose.yaml", "otus", services, {}, "services: {}\n")

    async def text(self) -> str:
        return self.written

    async def config(self) -> str:
        return "name: otus\nservices:\n  zoo1:\n    hostname: zoo1\n"

    @asynccontextmanager
    async def up(self) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        yield self._told()

    @asynccontextmanager
    async def down(self, *, volumes: bool) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        self.gone.append(volumes)
        yield self._told()

    @asynccontextmanager
    async def restart(self, services: Sequence[str]) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        yield self._told()

    async def _told(self) -> AsyncIterator[ProgressLine]:
        while (line := await self.lines.get()) is not None:
            if isinstance(line, StackError):
                raise line
            yield line

    def tell(self, service: str, *texts: str) -> None:
        for text in texts:
            self.lines.put_nowait(ProgressLine(f"Container otus-{service}-1", "Working", text))


class FakeMachine:
    def is_port_free(self, port: int, address: str) -> bool:
        return True

    def disk_free(self) -> int:
        return 1 << 50


class FakeStack:
    """The parts, and the stack that is made of them."""

    def __init__(self) -> None:
        self.engine = FakeEngine()
        self.tool = FakeTool()
        self.answers = asyncio.Event()

    def __call__(self) -> Stack:
        async def answers() -> bool:
            return self.answers.is_set()

        return Stack(self.engine, self.tool, FakeMachine(), SERVER, answers)

    def runs(self, *names: str, health: Health = Health.HEALTHY) -> None:
        """These services run from now on."""
        self.engine.found = tuple(
            Service(name, f"otus-{name}-1", f"{name}:1", "running", health, started_at=900.0) for name in names
        )
