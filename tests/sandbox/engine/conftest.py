"""Owns the engines that the tests of this folder drive: with commits on a manual clock, and as the query suites do."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.clock import ManualClock
from ksqltui.sandbox.engine import Engine
from ksqltui.sandbox.errors import NotInSandbox
from ksqltui.sandbox.formats import SerdeOptions, key_serde
from ksqltui.sandbox.functions.registry import default_registry
from ksqltui.sandbox.log import Record
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.queries.reader import join_windowed_key, split_windowed_key
from ksqltui.sandbox.results import RunningQuery
from ksqltui.sandbox.types import Column, Kind, SqlType
from ksqltui.sql import syntax
from ksqltui.sql.parser import parse_script

DEFAULT_POLICIES = Policies()
LESSON_MS = 1_728_573_110_000
PAYMENTS = (
    "CREATE STREAM payments (name VARCHAR, amount INTEGER) "
    "WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);"
)
SUITE_POLICIES = Policies(
    commit_interval_ms=0,
    cache=False,
    emit_interval_ms=0,
    command_numbering="sequential",
    processing_log=False,
    from_beginning=True,
    default_partitions=1,
    replicas=1,
)


def run_statement(engine: Engine, statement: syntax.Statement, properties: dict[str, object]) -> object:
    """One statement that answers at once; SET changes `properties`."""
    match statement:
        case syntax.CreateSource():
            return engine.create_source(statement, properties)
        case syntax.CreateAsSelect():
            return engine.create_as(statement, properties)
        case syntax.InsertSelect():
            return engine.insert_select(statement, properties)
        case syntax.InsertValues():
            engine.insert_values(statement, properties)
            return None
        case syntax.DropSource():
            return engine.drop_source(statement)
        case syntax.AlterSource():
            return engine.alter_source(statement)
        case syntax.CreateType():
            return engine.create_type(statement)
        case syntax.DropType():
            return engine.drop_type(statement)
        case syntax.Terminate(query_id=query_id):
            return engine.terminate(query_id)
        case syntax.SetProperty(name=name, value=value):
            return properties.update({name: value})
        case syntax.UnsetProperty(name=name):
            return properties.pop(name, None)
        case _:
            raise NotImplementedError(type(statement).__name__)


class Lab:
    """An engine on a manual clock, with clients that read all that is there."""

    def __init__(self, policies: Policies = DEFAULT_POLICIES, start_ms: int = LESSON_MS) -> None:
        self.clock = ManualClock(start_ms)
        self.engine = Engine(clock=self.clock, functions=default_registry(), policies=policies, seed=7)
        self._readers: list[asyncio.Task[None]] = []

    def run(self, sql: str, **properties: object) -> list[Any]:
        """The results of statements; properties are written with _ for the points in their names."""
        session = {name.replace("_", "."): value for name, value in properties.items()}
        return [run_statement(self.engine, statement, session) for statement in parse_script(sql)]

    async def read(self, sql: str, **properties: object) -> Client:
        """Start a query and a client that reads it."""
        (query,) = parse_script(sql)
        assert isinstance(query, syntax.Query)
        session = {name.replace("_", "."): value for name, value in properties.items()}
        client = Client(self.engine.start_query(query, sql, session))
        self._readers.append(asyncio.create_task(client.follow()))
        await self.settle()
        return client

    async def rows(self, sql: str, **properties: object) -> list[tuple[object, ...]]:
        """The rows of a query that ends by itself."""
        return (await self.read(sql, **properties)).rows

    async def produce(self, topic: str, value: object, **where: Any) -> None:
        data = None if value is None else json.dumps(value).encode()
        self.engine.produce(topic, where.pop("key", None), data, **where)
        await self.settle()

    async def pass_time(self, ms: int) -> None:
        self.clock.advance(ms)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(4):
            self.engine.tick()
            for _ in range(6):
                await asyncio.sleep(0)

    async def close(self) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)


class Client:
    """What a client has got of one query: rows, a tombstone with "deleted" in front."""

    def __init__(self, query: RunningQuery) -> None:
        self.query = query
        self.rows: list[tuple[object, ...]] = []

    async def follow(self) -> None:
        async for batch in self.query.batches():
            self.rows.extend(("deleted", *row.values) if row.tombstone else tuple(row.values) for row in batch)

    def take(self) -> list[tuple[object, ...]]:
        rows, self.rows = self.rows, []
        return rows


class SuiteAdapter:
    """What the query suites' runner asks of an engine; values go through the formats as bytes."""

    def __init__(self, record: Any, window: Any) -> None:
        self.engine = Engine(clock=ManualClock(), functions=default_registry(), policies=SUITE_POLICIES, seed=0)
        self._record, self._window = record, window

    def create_topic(self, topic: Any) -> None:
        if topic.partitions > 1:
            self.engine.log.create_topic(topic.name, topic.partitions, topic.replicas)

    def execute(self, sql: str, properties: Mapping[str, Any]) -> None:
        session = dict(properties)
        try:
            for statement in parse_script(sql):
                run_statement(self.engine, statement, session)
        except NotInSandbox as error:
            raise NotImplementedError(str(error)) from error

    def produce(self, record: Any) -> None:
        if not self.engine.log.has_topic(record.topic):
            self.engine.log.create_topic(record.topic, 1, 1)
        source = next(iter(self.engine.catalog.with_topic(record.topic)), None)
        if source is None:
            return
        key = written(record.key, source.key_format, source.schema.key)
        if key is not None and record.window is not None and source.windowing is not None:
            key = join_windowed_key(key, source.windowing.type, (record.window.start, record.window.end or 0))
        value = written(record.value, source.value_format, source.schema.value)
        self.engine.produce(record.topic, key, value, record.timestamp or 0, record.headers or ())
        self.engine.settle()

    def read(self, topic: str) -> list[Any]:
        self.engine.settle()
        source = next(iter(self.engine.catalog.with_topic(topic)), None)
        if source is None:
            return []
        return [
            self._read(topic, source, record)
            for place in self.engine.log.topic(topic).partitions
            for record in place.records
        ]

    def _read(self, topic: str, source: Source, record: Record) -> Any:
        key, window = record.key, None
        if key is not None and source.windowing is not None:
            key, bounds = split_windowed_key(key, source.windowing.type, source.windowing.size_ms)
            window = self._window("SESSION" if source.windowing.size_ms is None else "TIME", *bounds)
        return self._record(
            topic,
            read_back(key, source.key_format, source.schema.key, is_key=True, wraps=True),
            read_back(
                record.value,
                source.value_format,
                source.schema.value,
                is_key=False,
                wraps=source.serde_options.wrap_single_value is not False,
            ),
            record.timestamp,
            window,
            record.headers,
        )

    def describe_sources(self) -> list[dict[str, Any]]:
        return [
            {
                "name": source.name,
                "type": source.kind.value.lower(),
                "schema": str(source.schema),
                "keyFormat": {"format": source.key_format},
                "valueFormat": source.value_format,
                "isSource": source.is_source_table,
            }
            for source in self.engine.catalog.sources.values()
        ]

    def topic_names(self) -> list[str]:
        return [topic.name for topic in self.engine.log.topics()]


_KAFKA_VALUES: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.STRING: str,
    Kind.DOUBLE: float,
    Kind.BYTES: base64.b64decode,
}


def written(value: Any, form: str, columns: tuple[Column, ...]) -> bytes | None:
    """A value of the suites as the bytes of its format."""
    if value is None:
        return None
    match form:
        case "JSON":
            return dump_json(value).encode()
        case "KAFKA" if columns:
            converted = _KAFKA_VALUES.get(columns[0].type.kind, int)(value)
            return key_serde("KAFKA", columns, SerdeOptions()).serialize([converted])
        case "NONE":
            return None
        case _:
            return str(value).encode()


def dump_json(value: Any) -> str:
    """JSON that keeps the digits of decimals."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {dump_json(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump_json, value)) + "]"
    return json.dumps(value)


def read_back(data: bytes | None, form: str, columns: tuple[Column, ...], *, is_key: bool, wraps: bool) -> Any:
    """The bytes of a sink as the suites write values."""
    if data is None:
        return None
    match form:
        case "JSON":
            value = json.loads(data, parse_float=Decimal)
            if (is_key or not wraps) and len(columns) == 1:
                return typed(value, columns[0].type)
            kinds = {column.name: column.type for column in columns}
            return {name: typed(part, kinds[name]) for name, part in value.items()}
        case "KAFKA" if columns:
            found = key_serde("KAFKA", columns, SerdeOptions()).deserialize(data)
            return None if found is None else found[0]
        case "NONE":
            return None
        case _:
            return data.decode()


def typed(value: Any, kind: SqlType) -> Any:
    """Decoded JSON with doubles as floats; decimals keep their scale."""
    if value is None:
        return None
    match kind.kind:
        case Kind.DOUBLE:
            return "NaN" if value == "NaN" or value != value else float(value)
        case Kind.DECIMAL:
            return Decimal(str(value))
        case Kind.ARRAY:
            assert kind.element
            return [typed(part, kind.element) for part in value]
        case Kind.MAP:
            assert kind.element
            return {name: typed(part, kind.element) for name, part in value.items()}
        case Kind.STRUCT:
            kinds = dict(kind.fields)
            return {name: typed(part, kinds[name]) for name, part in value.items()}
        case _:
            return value


@pytest.fixture(scope="session")
def suite_adapter() -> Callable[[Any], Callable[[], SuiteAdapter]]:
    """Given the runner's module, the factory of adapters that it asks for."""
    return lambda runner: lambda: SuiteAdapter(runner.Record, runner.Window)


@pytest.fixture
async def lab() -> AsyncIterator[Lab]:
    """The engine as a live session has it: commits every 2 seconds."""
    made = Lab()
    yield made
    await made.close()


@pytest.fixture
async def payments(lab: Lab) -> Lab:
    """The same with the lesson's stream."""
    lab.run(PAYMENTS)
    return lab


@pytest.fixture(scope="session")
def make_lab() -> Callable[..., Lab]:
    """For tests that make an engine for each example."""
    return Lab
