"""Owns the server of a console that only replays: there is none, and it says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.errors import NotReached
from ksqltui.model.stream import StreamEvent
from ksqltui.speech.speech import Told


class NoServer:
    """Implements KsqlServer; `url` is what a header shows in place of an address."""

    def __init__(self, label: str) -> None:
        self._label = label
        self.pipelined = False

    @property
    def url(self) -> str:
        return self._label

    async def info(self) -> ServerInfo:
        raise self._refusal()

    async def is_healthy(self) -> bool:
        return False

    async def is_valid_property(self, name: str) -> bool:
        raise self._refusal()

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        raise self._refusal()

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        raise self._refusal()
        yield

    async def close(self) -> None:
        pass

    def _refusal(self) -> NotReached:
        return NotReached(
            Told("This is a recording, and no server is behind it."), advice=Told("Open a server to run statements.")
        )
