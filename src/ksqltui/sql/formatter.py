"""Owns ksqlDB's own spelling of statements, as its answers and query texts show them; prints what the nodes say.

Naming columns with their source and completing WITH is the engine's rewriting of the nodes before they come here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ksqltui.sql.expression_formatter import format_expression, format_identifier, format_string, format_type
from ksqltui.sql.query_formatter import format_duration, format_query
from ksqltui.sql.syntax import (
    AlterSource,
    AlterSystem,
    AssertSchema,
    AssertTopic,
    ColumnConstraint,
    ColumnDefinition,
    CreateAsSelect,
    CreateConnector,
    CreateSource,
    CreateType,
    DefineVariable,
    Describe,
    DescribeConnector,
    DescribeFunction,
    DescribeSources,
    DropConnector,
    DropSource,
    DropType,
    Duration,
    Explain,
    InsertSelect,
    InsertValues,
    Pause,
    PrintTopic,
    Properties,
    Query,
    Resume,
    SetProperty,
    Show,
    Statement,
    Terminate,
    UndefineVariable,
    UnsetProperty,
)

__all__ = ["format_expression", "format_identifier", "format_statement", "format_type"]


def format_statement(node: Statement) -> str:
    """The statement with its `;`, as ksqlDB writes it."""
    return _FORMATS[type(node)](node) + ";"


def _properties(properties: Properties) -> str:
    """ksqlDB sorts them by name."""
    if not properties:
        return ""
    ordered = sorted(properties, key=lambda each: each.name)
    inside = ", ".join(f"{_property_name(each.name)}={format_expression(each.value)}" for each in ordered)
    return f" WITH ({inside})"


def _property_name(name: str) -> str:
    plain = format_identifier(name)
    return plain if plain == name else format_string(name)


def _column(column: ColumnDefinition) -> str:
    text = f"{format_identifier(column.name)} {format_type(column.type)}"
    if column.header_key is not None:
        return f"{text} HEADER({format_string(column.header_key)})"
    return text if column.constraint is ColumnConstraint.NONE else f"{text} {column.constraint.value}"


def _create_head(node: CreateSource | CreateAsSelect, source: str = "") -> str:
    replace = "OR REPLACE " if node.or_replace else ""
    absent = "IF NOT EXISTS " if node.if_not_exists else ""
    return f"CREATE {replace}{source}{node.kind.value} {absent}{format_identifier(node.name)}"


def _create_source(node: CreateSource) -> str:
    columns = f" ({', '.join(map(_column, node.columns))})" if node.columns else ""
    head = _create_head(node, "SOURCE " if node.is_source else "")
    return f"{head}{columns}{_properties(node.properties)}"


def _create_as_select(node: CreateAsSelect) -> str:
    return f"{_create_head(node)}{_properties(node.properties)} AS {format_query(node.query)}"


def _insert_select(node: InsertSelect) -> str:
    properties = f"{_properties(node.properties)} " if node.properties else ""
    return f"INSERT INTO {format_identifier(node.target)} {properties}{format_query(node.query)}"


def _insert_values(node: InsertValues) -> str:
    columns = f"({', '.join(map(format_identifier, node.columns))}) " if node.columns else ""
    values = ", ".join(map(format_expression, node.values))
    return f"INSERT INTO {format_identifier(node.target)} {columns}VALUES ({values})"


def _create_type(node: CreateType) -> str:
    absent = "IF NOT EXISTS " if node.if_not_exists else ""
    return f"CREATE TYPE {absent}{format_identifier(node.name)} AS {format_type(node.type)}"


def _create_connector(node: CreateConnector) -> str:
    absent = "IF NOT EXISTS " if node.if_not_exists else ""
    return f"CREATE {node.direction} CONNECTOR {absent}{format_identifier(node.name)}{_properties(node.properties)}"


def _drop(what: str, name: str, if_exists: bool) -> str:
    return f"DROP {what} {'IF EXISTS ' if if_exists else ''}{format_identifier(name)}"


def _drop_source(node: DropSource) -> str:
    return _drop(node.kind.value, node.name, node.if_exists) + (" DELETE TOPIC" if node.delete_topic else "")


def _alter_source(node: AlterSource) -> str:
    added = ",\n".join(f"ADD COLUMN {_column(column)}" for column in node.columns)
    return f"ALTER {node.kind.value} {format_identifier(node.name)}\n{added}"


def _show(node: Show) -> str:
    return f"SHOW {'ALL ' if node.all_topics else ''}{node.what.value}{_extended(node.extended)}"


def _extended(extended: bool) -> str:
    return " EXTENDED" if extended else ""


def _print_topic(node: PrintTopic) -> str:
    beginning = " FROM BEGINNING" if node.from_beginning else ""
    interval = "" if node.interval is None else f" INTERVAL {node.interval}"
    limit = "" if node.limit is None else f" LIMIT {node.limit}"
    return f"PRINT {format_string(node.topic)}{beginning}{interval}{limit}"


def _explain(node: Explain) -> str:
    if node.statement is None:
        return f"EXPLAIN \n{format_identifier(node.query_id or '')}"
    return f"EXPLAIN \n{_FORMATS[type(node.statement)](node.statement)}"


def _query_id(node: Terminate | Pause | Resume) -> str:
    name = "ALL" if node.query_id is None else format_identifier(node.query_id)
    return f"{type(node).__name__.upper()} {name}"


def _timeout(timeout: Duration | None) -> str:
    return "" if timeout is None else f" TIMEOUT {format_duration(timeout)}"


def _assert_topic(node: AssertTopic) -> str:
    absent = "" if node.exists else "NOT EXISTS "
    return f"ASSERT {absent}TOPIC {format_string(node.topic)}{_properties(node.properties)}{_timeout(node.timeout)}"


def _assert_schema(node: AssertSchema) -> str:
    absent = "" if node.exists else "NOT EXISTS "
    subject = "" if node.subject is None else f" SUBJECT {format_string(node.subject)}"
    schema_id = "" if node.schema_id is None else f" ID {node.schema_id}"
    return f"ASSERT {absent}SCHEMA{subject}{schema_id}{_timeout(node.timeout)}"


def _assignment(command: str, node: SetProperty | AlterSystem) -> str:
    return f"{command} {format_string(node.name)}={format_string(node.value)}"


_FORMATS: Final[dict[type, Callable[[Any], str]]] = {
    Query: format_query,
    CreateSource: _create_source,
    CreateAsSelect: _create_as_select,
    InsertSelect: _insert_select,
    InsertValues: _insert_values,
    CreateType: _create_type,
    CreateConnector: _create_connector,
    DropSource: _drop_source,
    DropType: lambda node: _drop("TYPE", node.name, node.if_exists),
    DropConnector: lambda node: _drop("CONNECTOR", node.name, node.if_exists),
    AlterSource: _alter_source,
    Show: _show,
    Describe: lambda node: f"DESCRIBE {format_identifier(node.name)}{_extended(node.extended)}",
    DescribeSources: lambda node: f"DESCRIBE {node.kind.value}S{_extended(node.extended)}",
    DescribeFunction: lambda node: f"DESCRIBE FUNCTION {format_identifier(node.name)}",
    DescribeConnector: lambda node: f"DESCRIBE CONNECTOR {format_identifier(node.name)}",
    PrintTopic: _print_topic,
    Explain: _explain,
    Terminate: _query_id,
    Pause: _query_id,
    Resume: _query_id,
    SetProperty: lambda node: _assignment("SET", node),
    UnsetProperty: lambda node: f"UNSET {format_string(node.name)}",
    AlterSystem: lambda node: _assignment("ALTER SYSTEM", node),
    DefineVariable: lambda node: f"DEFINE {node.name}={format_string(node.value)}",
    UndefineVariable: lambda node: f"UNDEFINE {node.name}",
    AssertTopic: _assert_topic,
    AssertSchema: _assert_schema,
}
