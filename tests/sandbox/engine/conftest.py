"""Owns the engines that the tests of this folder drive: with commits on a manual clock, and as the query suites do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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
from ksqltui.sandbox.types import Column, Kind, SqlType
from ksqltui.sql import syntax
from ksqltui.sql.parser import parse_script

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
            return engine.insert_values(statement, properties)
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


def written(value: Any, form: str, columns: tuple[Column, ...]) -> bytes | None:
    """A value of the suites as the bytes of its format."""
    if value is None:
        return None
    match form:
        case "JSON":
            return dump_json(value).encode()
        case "KAFKA" if columns:
            kind = columns[0].type.kind
            convert: Callable[[Any], Any] = {Kind.STRING: str, Kind.DOUBLE: float}.get(kind, int)
            return key_serde("KAFKA", columns, SerdeOptions()).serialize([convert(value)])
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
            return float(value)
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
