"""A ksqlDB for one-shot mode: it answers each statement as the test says, and notes what it was asked."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from ksqltui.headless.runner import ExitStatus, Move, OneShot, run_script
from ksqltui.headless.script import ScriptSource, SourceType, read_script
from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.errors import KsqlError, NotReached
from ksqltui.model.history import HistoryEntry
from ksqltui.model.stream import StreamEvent
from ksqltui.model.writers.protocol import Format
from ksqltui.session.console import Console


@dataclass
class ScriptedServer:
    """Implements KsqlServer. A statement that no test speaks of is answered with nothing."""

    url: str = "http://fake:8088"
    pipelined: bool = False
    problem: KsqlError | None = None
    answers: dict[str, Sequence[Entity | StreamEvent | KsqlError]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    properties: list[Mapping[str, str]] = field(default_factory=list)

    async def info(self) -> ServerInfo:
        if self.problem is not None:
            raise self.problem
        return ServerInfo(version="7.6.1")

    async def is_healthy(self) -> bool:
        return True

    async def is_valid_property(self, name: str) -> bool:
        return True

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        return tuple([each async for each in self._answer(sql, properties)])

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[Any]]:
        yield self._answer(sql, properties)

    async def _answer(self, sql: str, properties: Mapping[str, str]) -> AsyncIterator[Any]:
        self.asked.append(sql)
        self.properties.append(dict(properties))
        for each in self.answers.get(sql, ()):
            if isinstance(each, KsqlError):
                raise each
            yield each

    async def close(self) -> None:
        pass


@dataclass(frozen=True)
class Outcome:
    status: ExitStatus
    out: str
    err: str


async def no_move(address: str) -> Console:
    raise NotReached(f"Nothing answers at {address}.")


Shoot = Callable[..., Any]


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer()


@pytest.fixture
def shoot(server: ScriptedServer) -> Shoot:
    """Runs a script in one-shot mode: `await shoot("SHOW STREAMS;", Format.CSV)`."""

    async def run(
        script: str,
        chosen: Format = Format.JSONL,
        out: io.StringIO | None = None,
        move: Move = no_move,
        history: Sequence[HistoryEntry] = (),
        **more: Any,
    ) -> Outcome:
        async def remembered() -> Sequence[HistoryEntry]:
            return history

        console = Console(server)
        console.client.history = remembered
        statements = read_script([ScriptSource(SourceType.TEXT, script)])
        written, words = out or io.StringIO(), io.StringIO()
        status = await run_script(console, OneShot(statements, chosen, **more), written, words, move=move)
        return Outcome(status, written.getvalue(), words.getvalue())

    return run
