"""Owns the fakes behind the app's tests: a server that answers by rule, and apps opened on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import pytest
from textual.app import App

from ksqltui.model.catalog import CatalogSource, ServerSnapshot, SourceColumn
from ksqltui.model.descriptions import RunningQuery
from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.errors import KsqlError, NotReached
from ksqltui.model.listings import KafkaTopic
from ksqltui.model.stream import Header, ResultColumn, Row, Rows, StreamEvent
from ksqltui.session.console import Console
from ksqltui.session.kafka import Kafka
from ksqltui.session.lesson.notebook import LessonNotebook
from ksqltui.session.opening import Buffer, Opening
from ksqltui.session.stack import Stack
from ksqltui.speech.language import Language
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.pace import QuietCollector

SCRIPT = """-- A push query runs until you stop it
SELECT name, amount
  FROM payments EMIT CHANGES;

-- Then a definition
CREATE STREAM other (a INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='json');
DROP STREAM other;
"""

SNAPSHOT = ServerSnapshot(
    server=ServerInfo("7.6.1", "cluster", "default_", "RUNNING"),
    healthy=True,
    brokers=("kafka1:19092", "kafka2:19093"),
    topics=(KafkaTopic("payments", (3, 3, 3)), KafkaTopic("PAYMENTS_AGGR", (1,))),
    streams=(
        CatalogSource(
            "PAYMENTS",
            "STREAM",
            "payments",
            "KAFKA",
            "JSON",
            is_windowed=False,
            columns=(SourceColumn("NAME", "VARCHAR"), SourceColumn("AMOUNT", "INTEGER")),
        ),
    ),
    tables=(CatalogSource("PAYMENTS_AGGR", "TABLE", "PAYMENTS_AGGR", "KAFKA", "JSON", True, "TUMBLING"),),
    queries=(RunningQuery("", ("PAYMENTS_AGGR",), (), "CTAS_PAYMENTS_AGGR_3", {}, "PERSISTENT", "RUNNING"),),
    taken_at=1.0,
)


class FakeServer:
    """Push queries give two rows and stay open; a statement with a text of `refusals` in it is refused."""

    def __init__(self) -> None:
        self.url = "http://localhost:8088"
        self.pipelined = False
        self.sent: list[str] = []
        self.properties: list[Mapping[str, str]] = []
        self.refusals: dict[str, KsqlError] = {}
        self.functions: dict[str, tuple[Entity, ...]] = {}
        self.closed = False
        self.open_streams = 0

    async def info(self) -> ServerInfo:
        return ServerInfo("7.6.1", "cluster", "default_", "RUNNING")

    async def is_healthy(self) -> bool:
        return True

    async def is_valid_property(self, name: str) -> bool:
        return True

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        if "FUNCTION" in sql:
            return tuple(self.functions.get(sql, ()))
        if not sql.startswith("EXPLAIN"):
            self._take(sql, properties)
        return ()

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        self._take(sql, properties)
        self.open_streams += 1
        try:
            yield self._events(endless="EMIT CHANGES" in sql)
        finally:
            self.open_streams -= 1

    async def close(self) -> None:
        self.closed = True

    def _take(self, sql: str, properties: Mapping[str, str]) -> None:
        self.sent.append(sql)
        self.properties.append(dict(properties))
        for text, error in self.refusals.items():
            if text in sql:
                raise error

    @staticmethod
    async def _events(*, endless: bool) -> AsyncIterator[StreamEvent]:
        yield Header("q1", (ResultColumn("NAME", "VARCHAR"), ResultColumn("AMOUNT", "INTEGER")))
        yield Rows((Row(("Bob", 5)), Row(("Carol", 7))), 40)
        if endless:
            await asyncio.Event().wait()


class NoCollector(QuietCollector):
    """Leaves garbage collection as it is: a full collection of all that the tests have imported takes a fifth of a
    second, which every app would pay."""

    def start(self, app: App[object]) -> None:
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


OpenApp = Callable[..., KsqltuiApp]


@pytest.fixture
def open_app(server: FakeServer) -> OpenApp:
    """Makes an app on the fake server; `unreachable` lets every connection fail, `collects` lets it rule garbage
    collection as in the program."""

    def open_app(
        *,
        theme: str = "dark",
        script: str = SCRIPT,
        read_only: bool = False,
        unreachable: bool = False,
        sandbox: bool = False,
        snapshot: ServerSnapshot = SNAPSHOT,
        language: Language = Language.ENGLISH,
        lesson_language: Language = Language.ENGLISH,
        notebook: LessonNotebook | None = None,
        stack: Callable[[], Stack] | None = None,
        kafka: Kafka | None = None,
        collects: bool = False,
    ) -> KsqltuiApp:
        def console(*, is_sandbox: bool) -> Console:
            made = Console(server, read_only=read_only, is_sandbox=is_sandbox, clock=lambda: 1000.0)
            made.watcher.snapshot = snapshot
            return made

        async def connect(text: str) -> Console:
            if unreachable and text == "http://localhost:8088":
                raise NotReached(f"Nothing answers at {text}\nConnection refused.")
            made = console(is_sandbox=False)
            if kafka is not None:
                await made.watch_cluster(kafka).refresh()
            return made

        async def open_sandbox() -> Console:
            return console(is_sandbox=True)

        return KsqltuiApp(
            Opening(
                "http://localhost:8088",
                connect,
                open_sandbox,
                start_in_sandbox=sandbox,
                theme=theme,
                language=language,
                lesson_language=lesson_language,
                notebook=notebook,
                read_only=read_only,
                buffers=(Buffer("lesson.sql", script), Buffer("scratch", "")),
                stack=stack,
            ),
            collector=None if collects else NoCollector(),
        )

    return open_app


@pytest.fixture(autouse=True)
def quiet_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests decide on colours themselves."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
