"""Owns finding the one partition that a pull query's WHERE asks for: `key = literal` and nothing wider."""

from __future__ import annotations

from collections.abc import Iterator

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.coercion import coerce_value
from ksqltui.sandbox.expressions.scope import Scope
from ksqltui.sandbox.formats import key_serde
from ksqltui.sandbox.partitioner import partition_of
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.planning.trees import walk
from ksqltui.sql.syntax import ColumnRef, Comparison, Expression, Logical


def lookup_partition(plan: QueryPlan, compiler: ExpressionCompiler, partitions: int) -> int | None:
    """The partition to look in, None for a scan of all.

    A key that was written by a client with another partitioner lies elsewhere and is not found, as on a real server.
    """
    where = plan.query.where
    if where is None:
        return None
    source = plan.inputs.left.source
    wanted: dict[str, object] = {}
    for name, expression in _equalities(where):
        column = next((column for column in source.schema.key if column.name == name), None)
        if column is None:
            continue
        literal = compiler.compile(expression, Scope(()))
        try:
            wanted[name] = coerce_value(literal.evaluate(()), literal.type, column.type)
        except EvaluationError:
            return None
    if any(wanted.get(column.name) is None for column in source.schema.key):
        return None
    serde = key_serde(source.key_format, source.schema.key, source.serde_options)
    data = serde.serialize([wanted[column.name] for column in source.schema.key])
    return None if data is None else partition_of(data, partitions)


def _equalities(where: Expression) -> Iterator[tuple[str, Expression]]:
    match where:
        case Logical(operator="AND", left=left, right=right):
            yield from _equalities(left)
            yield from _equalities(right)
        case Comparison(operator="=", left=ColumnRef(name=name), right=other) if not _has_columns(other):
            yield name, other
        case Comparison(operator="=", left=other, right=ColumnRef(name=name)) if not _has_columns(other):
            yield name, other


def _has_columns(expression: Expression) -> bool:
    return any(isinstance(node, ColumnRef) for node in walk(expression))
