"""A ksqlDB that answers what a test tells it to, and notes what was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from ksqltui.model.descriptions import Field, FieldSchema, QueryDetails
from ksqltui.model.entities import Entity, QueryDescription, ServerInfo, SourceList
from ksqltui.model.errors import KsqlError
from ksqltui.model.listings import SourceInfo
from ksqltui.model.stream import Ended, EndReason, Header, ResultColumn, Row, Rows, StreamEvent


@dataclass
class Silence:
    """Stands among a stream's events: once it is reached, nothing comes until the test opens it."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True)
class Sent:
    sql: str
    properties: Mapping[str, str]
    variables: Mapping[str, str]


Event = StreamEvent | KsqlError | Silence


class FakeServer:
    """Implements KsqlServer. `answers` are by statement, `events` are what every stream gives."""

    url = "http://fake:8088"
    pipelined = False

    def __init__(self) -> None:
        self.server = ServerInfo(version="7.6.1", server_status="RUNNING")
        self.healthy = True
        self.answers: dict[str, tuple[Entity, ...] | KsqlError] = {}
        self.events: list[Event] = []
        self.refused_properties: set[str] = set()
        self.problem: KsqlError | None = None
        self.sent: list[Sent] = []
        self.streamed: list[Sent] = []
        self.open_streams = 0
        self.is_closed = False

    async def info(self) -> ServerInfo:
        if self.problem is not None:
            raise self.problem
        return self.server

    async def is_healthy(self) -> bool:
        return self.healthy

    async def is_valid_property(self, name: str) -> bool:
        return name not in self.refused_properties

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        self.sent.append(Sent(sql, dict(properties), dict(variables)))
        answer = self.answers.get(sql, ())
        if isinstance(answer, KsqlError):
            raise answer
        return answer

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        self.streamed.append(Sent(sql, dict(properties), dict(variables)))
        if self.events and isinstance(self.events[0], KsqlError):
            raise self.events[0]
        self.open_streams += 1
        try:
            yield self._play()
        finally:
            self.open_streams -= 1

    async def _play(self) -> AsyncIterator[StreamEvent]:
        for event in self.events:
            if isinstance(event, KsqlError):
                raise event
            if isinstance(event, Silence):
                event.reached.set()
                await event.opened.wait()
                continue
            yield event

    async def close(self) -> None:
        self.is_closed = True

    def explains(self, statement: str, keys: Sequence[str], tables: Mapping[str, bool] | None = None) -> None:
        """Lets EXPLAIN of the statement name key columns; `tables` maps each table to whether it is windowed."""
        fields = tuple(Field(name, FieldSchema("STRING"), "KEY") for name in keys)
        listed = tuple(
            SourceInfo("TABLE", name, name, "KAFKA", "JSON", windowed) for name, windowed in (tables or {}).items()
        )
        self.answers[f"EXPLAIN {statement.removesuffix(';')};\nSHOW TABLES;"] = (
            QueryDescription(query=QueryDetails(fields=fields)),
            SourceList(kind="TABLE", sources=listed),
        )


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def silence() -> Silence:
    return Silence()


class Answers:
    """Short ways to write events."""

    @staticmethod
    def header(*names: str, keys: Sequence[str] = (), query_id: str = "transient_1") -> Header:
        return Header(query_id, tuple(ResultColumn(name, "STRING", name in keys) for name in names))

    @staticmethod
    def rows(*values: tuple[object, ...]) -> Rows:
        return Rows(tuple(Row(each) for each in values), 10 * len(values))

    @staticmethod
    def ended(reason: EndReason = EndReason.QUERY_COMPLETED) -> Ended:
        return Ended(reason, reason.value)


@pytest.fixture
def answer() -> type[Answers]:
    return Answers
