"""Owns the timestamp of a record whose source names a TIMESTAMP column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.types import Kind
from ksqltui.sql.syntax import ColumnRef, Expression, FunctionCall, StringLiteral


def timestamp_reader(source: Source, compiler: ExpressionCompiler) -> Callable[[Sequence[Any]], int | None] | None:
    """Reads the timestamp off the key and value columns; None where the record's own counts."""
    if source.timestamp_column is None:
        return None
    columns = (*source.schema.key, *source.schema.value, *source.header_columns)
    scope = Scope(tuple(ScopeColumn(column.name, column.type) for column in columns))
    expression: Expression = ColumnRef(source.timestamp_column)
    kind = next(column.type.kind for column in columns if column.name == source.timestamp_column)
    if kind is Kind.STRING and source.timestamp_format is not None:
        expression = FunctionCall("STRINGTOTIMESTAMP", (expression, StringLiteral(source.timestamp_format)))
    return compiler.compile(expression, scope).evaluate
