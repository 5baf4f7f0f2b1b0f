"""Owns what CREATE STREAM and CREATE TABLE over a topic mean; makes no topic and knows no query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ksqltui.sandbox import types
from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import SandboxError, StatementError
from ksqltui.sandbox.expressions.types import sql_type
from ksqltui.sandbox.formats import SerdeOptions, check_format, format_name, value_serde
from ksqltui.sandbox.planning.inputs import SYSTEM_NAMES
from ksqltui.sandbox.planning.with_clause import CREATE_PROPERTIES, WithClause, read_with_clause
from ksqltui.sandbox.types import Column, Namespace, Schema, SqlType
from ksqltui.sql.formatter import format_statement
from ksqltui.sql.syntax import ColumnConstraint, ColumnDefinition, CreateSource, SourceKind

_HEADERS_TYPE = types.array(types.struct(("KEY", types.STRING), ("VALUE", types.BYTES)))
_TIMESTAMP_KINDS = frozenset({types.Kind.BIGINT, types.Kind.TIMESTAMP, types.Kind.STRING})


@dataclass(frozen=True, slots=True)
class TopicDemand:
    """The topic that a source needs; `partitions` None means that it must be there already."""

    name: str
    partitions: int | None
    replicas: int | None
    retention_ms: int | None
    cleanup_policy: str


@dataclass(frozen=True, slots=True)
class Creation:
    """A source that is to be added, and its topic."""

    source: Source
    topic: TopicDemand


def plan_creation(
    statement: CreateSource, custom_types: Mapping[str, SqlType], properties: Mapping[str, object]
) -> Creation:
    """Raises StatementError with ksqlDB's texts; session `properties` may give default formats."""
    try:
        clause = read_with_clause(statement.properties, CREATE_PROPERTIES, required="KAFKA_TOPIC")
        topic_name = clause.text("KAFKA_TOPIC")
        assert topic_name is not None
        schema = _schema(statement, custom_types)
    except StatementError as error:
        raise _preparing(error) from error
    key_format = clause.key_format or format_name(str(properties.get("ksql.persistence.default.format.key", "KAFKA")))
    default = properties.get("ksql.persistence.default.format.value")
    value_format = clause.value_format or (None if default is None else format_name(str(default)))
    if value_format is None:
        raise StatementError(
            "Statement is missing the 'VALUE_FORMAT' property from the WITH clause. Either provide one or set a "
            "default via the 'ksql.persistence.default.format.value' config."
        )
    wraps = properties.get("ksql.persistence.wrap.single.values")
    single = None if wraps is None or len(schema.value) != 1 else str(wraps).lower() == "true"
    options = clause.serde_options(SerdeOptions(wrap_single_value=single))
    value_serde(value_format, (), options)
    _check_keys(statement, schema)
    windowing = clause.windowing()
    if windowing is not None and not schema.key:
        raise StatementError("Windowed sources require a key column.")
    check_format(key_format, schema.key, is_key=True)
    check_format(value_format, schema.value, is_key=False, options=options)
    cleanup = "delete" if statement.kind is SourceKind.STREAM else "compact"
    written = _completed(clause, key_format, value_format)
    source = Source(
        name=statement.name,
        kind=statement.kind,
        schema=schema,
        topic=topic_name,
        key_format=key_format,
        value_format=value_format,
        serde_options=options,
        statement_text=_text(statement, written.with_defaults({"CLEANUP_POLICY": cleanup})),
        windowing=windowing,
        is_source_table=statement.is_source,
        timestamp_column=_timestamp_column(clause, schema),
        timestamp_format=clause.text("TIMESTAMP_FORMAT"),
    )
    demand = TopicDemand(
        topic_name, clause.number("PARTITIONS"), clause.number("REPLICAS"), clause.number("RETENTION_MS"), cleanup
    )
    return Creation(source, demand)


def missing_topic(statement: CreateSource, creation: Creation) -> SandboxError:
    """The refusal where the topic is not there and the statement does not say how many partitions it needs."""
    clause = read_with_clause(statement.properties, CREATE_PROPERTIES)
    written = _completed(clause, creation.source.key_format, creation.source.value_format)
    example = _text(statement, written.with_defaults({"PARTITIONS": 2}))
    return SandboxError(
        f"Topic '{creation.topic.name}' does not exist. If you want to create a new topic for the stream/table please "
        "re-run the statement providing the required 'PARTITIONS' configuration in the WITH clause (and optionally "
        f"'REPLICAS'). For example: {example}"
    )


def _preparing(error: StatementError) -> StatementError:
    if error.message.startswith(("Failed to prepare statement", "Line:")):
        return error
    return StatementError(f"Failed to prepare statement: {error.message}", error.code, error.statement)


def _completed(clause: WithClause, key_format: str, value_format: str) -> WithClause:
    upper = clause.with_texts({"KEY_FORMAT": key_format, "VALUE_FORMAT": value_format, "FORMAT": value_format})
    if "FORMAT" in clause.nodes:
        return upper
    return upper.with_defaults({"KEY_FORMAT": key_format, "VALUE_FORMAT": value_format})


def _text(statement: CreateSource, clause: WithClause) -> str:
    return format_statement(replace(statement, properties=clause.sorted()))


def _schema(statement: CreateSource, custom_types: Mapping[str, SqlType]) -> Schema:
    columns = [_column(statement.kind, definition, custom_types) for definition in statement.columns]
    for namespace, word in ((Namespace.KEY, "key"), (Namespace.VALUE, "value")):
        names = [column.name for column in columns if column.namespace is namespace]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            found = next(column for column in columns if column.name == twice)
            raise StatementError(f"Duplicate {word} columns found in schema: `{twice}` {found.type}")
    return Schema(tuple(columns))


def _column(kind: SourceKind, definition: ColumnDefinition, custom_types: Mapping[str, SqlType]) -> Column:
    found = sql_type(definition.type, custom_types)
    place = f"Line: {definition.span.line}, Col: {definition.span.column}: "
    name = definition.name
    if name in SYSTEM_NAMES:
        raise StatementError(f"{place}'{name}' is a reserved column name. You cannot use it as a name for a column.")
    match definition.constraint:
        case ColumnConstraint.NONE:
            return Column(name, found)
        case ColumnConstraint.KEY:
            if kind is SourceKind.TABLE:
                raise StatementError(f"{place}Column `{name}` is a 'KEY' column: please use 'PRIMARY KEY' for tables.")
            return Column(name, found, Namespace.KEY)
        case ColumnConstraint.PRIMARY_KEY:
            if kind is SourceKind.STREAM:
                raise StatementError(f"{place}Column `{name}` is a 'PRIMARY KEY' column: please use 'KEY' for streams.")
            return Column(name, found, Namespace.KEY)
        case ColumnConstraint.HEADERS:
            if found != _HEADERS_TYPE:
                raise StatementError(f"Invalid type for HEADERS column: expected {_HEADERS_TYPE}, got {found}")
            return Column(name, found, Namespace.HEADERS)
        case ColumnConstraint.HEADER:
            if found != types.BYTES:
                raise StatementError(
                    f"Invalid type for HEADER('{definition.header_key}') column: expected BYTES, got {found}"
                )
            return Column(name, found, Namespace.HEADERS, definition.header_key)


def _check_keys(statement: CreateSource, schema: Schema) -> None:
    if not statement.columns:
        raise StatementError("No columns supplied.")
    if statement.kind is SourceKind.TABLE and not schema.key:
        raise StatementError("Tables require a PRIMARY KEY. Please define the PRIMARY KEY.")


def _timestamp_column(clause: WithClause, schema: Schema) -> str | None:
    name = clause.text("TIMESTAMP")
    if name is None:
        return None
    name = name[1:-1] if name.startswith("`") else name.upper()
    found = next((column for column in schema.columns if column.name == name), None)
    if found is None:
        raise StatementError(f"The TIMESTAMP column set in the WITH clause does not exist in the schema: '{name}'")
    if found.type.kind not in _TIMESTAMP_KINDS:
        raise StatementError(
            f"Timestamp column, `{name}`, should be LONG(INT64), TIMESTAMP, or a String with a timestamp_format "
            "specified"
        )
    if found.type.kind is types.Kind.STRING and clause.text("TIMESTAMP_FORMAT") is None:
        raise StatementError("A String timestamp field has been specified without also specifying the timestamp_format")
    return name
