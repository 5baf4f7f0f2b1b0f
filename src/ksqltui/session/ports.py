"""Owns what the session needs of the outside, as Protocols; knows no library that could provide it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.stream import StreamEvent


class KsqlServer(Protocol):
    """One ksqlDB server. Every method raises model.errors.KsqlError and nothing else of its own."""

    @property
    def url(self) -> str:
        """The address, without user or password."""
        ...

    async def info(self) -> ServerInfo:
        """GET /info. Raises NotKsqlServer where something else answers."""
        ...

    async def is_healthy(self) -> bool:
        """GET /healthcheck."""
        ...

    async def is_valid_property(self, name: str) -> bool:
        """GET /is_valid_property/{name}; False when the server refuses it."""
        ...

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        """POST /ksql; INSERT VALUES and the like answer no entity."""
        ...

    def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AbstractAsyncContextManager[AsyncIterator[StreamEvent]]:
        """SELECT or PRINT on a connection of its own; leaving the context closes it, which cancels the query."""
        ...

    async def close(self) -> None: ...
