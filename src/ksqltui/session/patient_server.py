"""Owns what happens while a server is away: the next one is asked, or it is waited for; always told, never silent.

Knows servers as ports only, and nothing of who is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.errors import STARTING, KsqlError, NotReached, RequestRefused
from ksqltui.model.stream import StreamEvent
from ksqltui.session.ports import KsqlServer
from ksqltui.speech.speech import Told

_STOPPING, _STOPPED = 50303, 50304
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds are waited for a server that says it is starting, and for one that is away."""

    starting: float = 0.0
    away: float = 0.0


class PatientServer:
    """Implements KsqlServer over one or more servers of the same cluster, the one that answered last first.

    A request that may have been carried out already is never sent again: only reading ones are repeated then. `moved`
    hears of each step to another server, `waiting` of each pause.
    """

    def __init__(
        self,
        servers: Sequence[KsqlServer],
        patience: Patience,
        *,
        moved: Callable[[str], None],
        waiting: Callable[[str], None],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._servers = list(servers)
        self._patience = patience
        self._moved = moved
        self._waiting = waiting
        self._sleep = sleep

    @property
    def url(self) -> str:
        """The address of the server that is asked now."""
        return self._servers[0].url

    @property
    def pipelined(self) -> bool:
        return self._servers[0].pipelined

    @pipelined.setter
    def pipelined(self, on: bool) -> None:
        for server in self._servers:
            server.pipelined = on

    async def info(self) -> ServerInfo:
        return await self._ask(lambda server: server.info(), reads_only=True)

    async def is_healthy(self) -> bool:
        return await self._ask(lambda server: server.is_healthy(), reads_only=True)

    async def is_valid_property(self, name: str) -> bool:
        return await self._ask(lambda server: server.is_valid_property(name), reads_only=True)

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        return await self._ask(
            lambda server: server.execute(sql, properties=properties, variables=variables), reads_only=False
        )

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        async with AsyncExitStack() as stack:
            yield await self._ask(
                lambda server: stack.enter_async_context(
                    server.stream(sql, properties=properties, variables=variables)
                ),
                reads_only=True,
            )

    async def close(self) -> None:
        await asyncio.gather(*(server.close() for server in self._servers))

    async def _ask(self, ask: Callable[[KsqlServer], Awaitable[_Answer]], *, reads_only: bool) -> _Answer:
        waited, pause = 0.0, FIRST_PAUSE
        while True:
            try:
                return await self._ask_each(ask, reads_only=reads_only)
            except KsqlError as error:
                left = self._seconds_for(error, reads_only=reads_only) - waited
                if left <= 0:
                    raise
                pause = min(pause, left)
                self._waiting(f"{error.message} Trying again in {pause:g} s, for {left:.3g} s more at most.")
            await self._sleep(pause)
            waited += pause
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _ask_each(self, ask: Callable[[KsqlServer], Awaitable[_Answer]], *, reads_only: bool) -> _Answer:
        """The answer of the first server that is there. Raises what the first one said where none is."""
        first: KsqlError | None = None
        for server in tuple(self._servers):
            try:
                answer = await ask(server)
            except KsqlError as error:
                if not _is_away(error, reads_only=reads_only):
                    raise
                first = first or error
                continue
            if first is not None:
                self._go_on_with(server, first)
            return answer
        assert first is not None
        raise first

    def _go_on_with(self, server: KsqlServer, problem: KsqlError) -> None:
        if server not in self._servers or self._servers[0] is server:
            return
        at = self._servers.index(server)
        self._servers = self._servers[at:] + self._servers[:at]
        self._moved(Told("{problem} Going on with {url}.", problem=problem.message, url=server.url))

    def _seconds_for(self, error: KsqlError, *, reads_only: bool) -> float:
        if not _is_away(error, reads_only=reads_only):
            return 0.0
        if isinstance(error, NotReached):
            return self._patience.away if error.may_pass else 0.0
        return self._patience.starting


def _is_away(error: KsqlError, *, reads_only: bool) -> bool:
    """Whether another server, or this one later, may be asked the same."""
    if isinstance(error, NotReached):
        return reads_only or not error.was_sent
    return isinstance(error, RequestRefused) and error.code in (STARTING, _STOPPING, _STOPPED)
