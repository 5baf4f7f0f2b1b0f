"""Owns INSERT INTO .. VALUES: one row from literals and functions, as the target's columns take it; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.sandbox import types
from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import EvaluationError, StatementError
from ksqltui.sandbox.expressions.coercion import coerce_value
from ksqltui.sandbox.expressions.scope import Scope
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.inputs import ROWTIME, SYSTEM_NAMES
from ksqltui.sandbox.planning.trees import walk
from ksqltui.sandbox.types import Namespace, SqlType
from ksqltui.sql.syntax import ColumnRef, Expression, InsertValues


@dataclass(frozen=True, slots=True)
class Insertion:
    """A row to write: the values of the key and of the value columns; `timestamp` None means now."""

    key: tuple[object, ...]
    value: tuple[object, ...]
    timestamp: int | None


def plan_insertion(statement: InsertValues, source: Source, compiler: ExpressionCompiler) -> Insertion:
    """Raises StatementError with ksqlDB's texts."""
    insertable = [column for column in source.schema.columns if column.namespace is not Namespace.HEADERS]
    ordered = [*source.schema.key, *source.schema.value]
    if not statement.columns and len(statement.values) == len(source.schema.columns):
        ordered = list(source.schema.columns)
    names = statement.columns or tuple(column.name for column in ordered)
    if len(names) != len(statement.values):
        raise StatementError(
            f"Failed to prepare statement: Expected number columns and values to match: {len(names)}, "
            f"{len(statement.values)}"
        )
    headers = [name for name in names if any(column.name == name for column in source.header_columns)]
    if headers:
        raise StatementError(f"Cannot insert into HEADER columns: {', '.join(headers)}")
    if source.windowing is not None:
        raise StatementError(f"Cannot insert values into windowed {source.kind.value.lower()}.")
    types_by_name = {column.name: column.type for column in insertable} | {ROWTIME: types.BIGINT}
    values: dict[str, object] = {}
    for name, expression in zip(names, statement.values, strict=True):
        if name in SYSTEM_NAMES and name != ROWTIME:
            raise StatementError(f"Inserting into column `{name}` is not allowed.")
        target = types_by_name.get(name)
        if target is None:
            raise StatementError(f"Column name {name} does not exist.")
        values[name] = _value(name, expression, target, source, compiler)
    missing = [column.name for column in source.schema.key if values.get(column.name) is None]
    if source.is_table and missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        raise _refused(source, f"Value for primary key column(s) {listed} is required for tables")
    timestamp = values.get(ROWTIME)
    if isinstance(timestamp, int) and timestamp < 0:
        raise _refused(source, f"Invalid timestamp: {timestamp}. Timestamp should always be non-negative or null.")
    return Insertion(
        tuple(values.get(column.name) for column in source.schema.key),
        tuple(values.get(column.name) for column in source.schema.value),
        timestamp if isinstance(timestamp, int) else None,
    )


def _value(name: str, expression: Expression, target: SqlType, source: Source, compiler: ExpressionCompiler) -> object:
    for node in walk(expression):
        if isinstance(node, ColumnRef) and node.source is not None:
            raise StatementError(
                f"Failed to prepare statement: '{node.source}' is not a valid stream/table name or alias."
            )
    compiled = compiler.compile(expression, Scope(()))
    try:
        return coerce_value(compiled.evaluate(()), compiled.type, target)
    except EvaluationError:
        shown = compiled.type or "null"
        raise _refused(source, f"Expected type {target} for field `{name}` but got {shown}") from None


def _refused(source: Source, reason: str) -> StatementError:
    return StatementError(f"Failed to insert values into '{source.name}'. {reason}")
