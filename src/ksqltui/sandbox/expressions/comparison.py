"""Owns = <> < <= > >= and IS [NOT] DISTINCT FROM: which types compare, and how; a null operand gives false."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from ksqltui.sandbox.expressions import temporal
from ksqltui.sandbox.expressions.coercion import NUMERIC, TEMPORAL, common_type, widening
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, Evaluate, Row, constant, converted
from ksqltui.sandbox.expressions.wording import expression_error, text_of
from ksqltui.sandbox.types import BIGINT, BOOLEAN, DOUBLE, Kind, SqlType
from ksqltui.sql.syntax import ColumnRef, Comparison, Expression, StringLiteral

_NAMES = {
    "=": "EQUAL",
    "<>": "NOT_EQUAL",
    "!=": "NOT_EQUAL",
    "<": "LESS_THAN",
    "<=": "LESS_THAN_OR_EQUAL",
    ">": "GREATER_THAN",
    ">=": "GREATER_THAN_OR_EQUAL",
    "IS DISTINCT FROM": "IS_DISTINCT_FROM",
    "IS NOT DISTINCT FROM": "IS_NOT_DISTINCT_FROM",
}
_OPERATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "IS DISTINCT FROM": operator.ne,
    "IS NOT DISTINCT FROM": operator.eq,
}
_EQUALITIES = frozenset({"=", "<>", "!=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"})
_UNORDERED = frozenset({Kind.BOOLEAN, Kind.ARRAY, Kind.MAP, Kind.STRUCT})
_TIME_COLUMNS = frozenset({"ROWTIME", "WINDOWSTART", "WINDOWEND"})


def compile_comparison(node: Comparison, env: Environment) -> Compiled:
    """Raises StatementError with ksqlDB's text for two types that do not compare."""
    left, right = compile_side(node.left, node.right, env), compile_side(node.right, node.left, env)
    if left.type is None or right.type is None:
        if node.operator.startswith("IS"):
            return _null_safe(node.operator, left.evaluate, right.evaluate)
        raise expression_error(
            f"Comparison with NULL not supported: {left.type or 'NULL'} {node.operator} {right.type or 'NULL'}\n"
            "Use 'IS NULL' or 'IS NOT NULL' instead.",
            node,
        )
    if not comparable(left.type, right.type, node.operator):
        raise expression_error(
            f"Cannot compare {text_of(node.left)} ({left.type}) to {text_of(node.right)} ({right.type}) "
            f"with {_NAMES[node.operator]}.",
            node,
        )
    a, b = unified(left, right)
    if node.operator.startswith("IS"):
        return _null_safe(node.operator, a, b)
    constant_right = right.constant and (value := b(())) is not None
    if constant_right and isinstance(node.left, ColumnRef):
        return Compiled(BOOLEAN, _with_constant(_OPERATIONS[node.operator], a, value))
    return Compiled(BOOLEAN, null_is_false(_OPERATIONS[node.operator], a, b))


def compile_side(node: Expression, other: Expression, env: Environment) -> Compiled:
    """One side of a comparison: a string beside ROWTIME or a window bound is a point in time."""
    if isinstance(node, StringLiteral) and isinstance(other, ColumnRef) and other.name in _TIME_COLUMNS:
        return constant(BIGINT, temporal.parse_timestamp(node.value))
    return env.compile(node)


def comparable(left: SqlType, right: SqlType, operation: str) -> bool:
    """Whether ksqlDB compares the two types with this operator."""
    if left.kind in NUMERIC and right.kind in NUMERIC:
        return True
    pair = {left.kind, right.kind}
    if len(pair) == 1:
        if left.kind in _UNORDERED:
            return operation in _EQUALITIES and (left.kind is Kind.BOOLEAN or _same_shape(left, right))
        return True
    if Kind.STRING in pair:
        return bool(pair & TEMPORAL)
    return pair == {Kind.DATE, Kind.TIMESTAMP} or pair == {Kind.TIME, Kind.TIMESTAMP}


def _same_shape(left: SqlType, right: SqlType) -> bool:
    try:
        return common_type(left, right) is not None
    except Exception:
        return False


def unified(left: Compiled, right: Compiled) -> tuple[Evaluate, Evaluate]:
    """Both sides as evaluators whose values Python compares as ksqlDB would."""
    assert left.type
    assert right.type
    return _towards(left, right.type), _towards(right, left.type)


def _towards(side: Compiled, other: SqlType) -> Evaluate:
    own = side.type
    assert own
    convert: Callable[[Any], Any] | None = None
    if own.kind is Kind.STRING and other.kind in TEMPORAL:
        kind = other.kind
        convert = lambda text: temporal.parse_temporal(text, kind)  # noqa: E731
    elif own.kind is Kind.DATE and other.kind is Kind.TIMESTAMP:
        convert = lambda days: days * temporal.DAY_MS  # noqa: E731
    elif own.kind is Kind.TIMESTAMP and other.kind is Kind.TIME:
        convert = lambda millis: millis % temporal.DAY_MS  # noqa: E731
    elif own.kind is Kind.DECIMAL and other == DOUBLE:
        convert = float
    elif own.kind in (Kind.ARRAY, Kind.MAP, Kind.STRUCT):
        convert = widening(own, common_type(own, other))
    evaluate = converted(side.evaluate, convert)
    if convert is None or not side.constant:
        return evaluate
    value = evaluate(())
    return lambda row: value


def null_is_false(operation: Callable[[Any, Any], bool], left: Evaluate, right: Evaluate) -> Evaluate:
    def ev(row: Row) -> bool:
        a = left(row)
        b = right(row)
        return a is not None and b is not None and operation(a, b)

    return ev


def _with_constant(operation: Callable[[Any, Any], bool], left: Evaluate, value: Any) -> Evaluate:
    def ev(row: Row) -> bool:
        a = left(row)
        return a is not None and operation(a, value)

    return ev


def _null_safe(operation: str, left: Evaluate, right: Evaluate) -> Compiled:
    distinct = operation == "IS DISTINCT FROM"

    def ev(row: Row) -> bool:
        return (left(row) != right(row)) is distinct

    return Compiled(BOOLEAN, ev)
