"""Owns calls of scalar functions: the overload, the lambdas inside, the arguments' nulls and failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.coercion import widening
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, Evaluate, Row, converted, null_on_error
from ksqltui.sandbox.expressions.scope import ScopeColumn
from ksqltui.sandbox.expressions.temporal import parse_temporal
from ksqltui.sandbox.expressions.wording import text_of
from ksqltui.sandbox.functions.patterns import Argument, Bindings, LambdaShape, Pattern, UnitShape, resolve
from ksqltui.sandbox.functions.signatures import Overload
from ksqltui.sandbox.types import DOUBLE, Kind, SqlType
from ksqltui.sql.syntax import Arithmetic, ColumnRef, Expression, FunctionCall, Lambda, Star, UnitLiteral

_TEMPORAL = {kind.value: kind for kind in (Kind.DATE, Kind.TIME, Kind.TIMESTAMP)}
_UNITS = frozenset(
    {"MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
    | {"MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS", "WEEKS", "MONTHS", "YEARS"}
)


@dataclass(frozen=True, slots=True)
class _Part:
    """An argument on its way: what the overload is chosen by, and its node and code where it has them."""

    node: Expression
    shape: Argument
    compiled: Compiled | None = None


def compile_call(node: FunctionCall, env: Environment) -> Compiled:
    """Raises StatementError with ksqlDB's text for an unknown function or arguments that fit no signature."""
    function = env.functions.scalar(node.name)
    if function is None:
        raise StatementError(f"Can't find any functions with the name '{node.name}'")
    parts = [_part(argument, env) for argument in node.arguments if not isinstance(argument, Star)]
    overload, bindings = function.find([part.shape for part in parts])
    evaluators = [
        _argument(part, overload.parameter_at(position, len(parts)).type, bindings, env)
        for position, part in enumerate(parts)
    ]
    types = [part.compiled.type if part.compiled else None for part in parts]
    result = overload.result_type(types, bindings)
    return Compiled(result, _invocation(_implementation(overload, types, node), evaluators, nulls=overload.nulls))


def compile_concatenation(node: Arithmetic, env: Environment) -> Compiled:
    """`a || b` is CONCAT(a, b)."""
    return compile_call(FunctionCall("CONCAT", (node.left, node.right), span=node.span), env)


def _part(node: Expression, env: Environment) -> _Part:
    if isinstance(node, Lambda):
        return _Part(node, LambdaShape(len(node.parameters)))
    if isinstance(node, UnitLiteral) or (isinstance(node, ColumnRef) and _is_unit(node, env)):
        return _Part(node, UnitShape())
    compiled = env.compile(node)
    return _Part(node, compiled.type, compiled)


def _is_unit(node: ColumnRef, env: Environment) -> bool:
    if node.source is not None or node.name not in _UNITS:
        return False
    return all(column.name != node.name for column in (*env.scope.columns, *env.scope.parameters))


def _argument(part: _Part, pattern: Pattern, bindings: Bindings, env: Environment) -> Evaluate:
    if isinstance(part.node, Lambda):
        return _lambda(part.node, pattern, bindings, env)
    if isinstance(part.node, UnitLiteral):
        unit = part.node.unit.upper()
        return lambda row: unit
    if part.compiled is None:
        assert isinstance(part.node, ColumnRef)
        name = part.node.name
        return lambda row: name
    evaluate = part.compiled.evaluate
    if not isinstance(part.node, ColumnRef) and not part.compiled.constant:
        evaluate = null_on_error(evaluate)
    return converted(evaluate, _widening(part.compiled.type, pattern))


def _widening(own: SqlType | None, pattern: Pattern) -> Callable[[Any], Any] | None:
    if own is None:
        return None
    if pattern.name == "DOUBLE" and own.kind is not Kind.DOUBLE:
        return widening(own, DOUBLE)
    if pattern.name == "DECIMAL" and own.kind in (Kind.INTEGER, Kind.BIGINT):
        return Decimal
    if own.kind is Kind.STRING and pattern.name in _TEMPORAL:
        kind = _TEMPORAL[pattern.name]
        return lambda text: parse_temporal(text, kind)
    return None


def _lambda(node: Lambda, pattern: Pattern, bindings: Bindings, env: Environment) -> Evaluate:
    columns = []
    for name, declared in zip(node.parameters, pattern.inside, strict=False):
        bound = resolve(declared, bindings)
        if bound is None:
            raise StatementError(f"The type of the lambda parameter {name} in {text_of(node)} is not known")
        columns.append(ScopeColumn(name, bound))
    body = env.inside_lambda(tuple(columns)).compile(node.body)
    result = pattern.inside[-1]
    if body.type is not None:
        if result.is_generic:
            known = bindings.setdefault(result.name, body.type)
            if known != body.type:
                raise StatementError(f"Lambda {text_of(node)} gives {body.type} where {known} is needed")
        elif result.name != body.type.kind.value:
            raise StatementError(f"Lambda {text_of(node)} gives {body.type} where {result} is needed")
    evaluate = body.evaluate
    return lambda row: lambda *arguments: evaluate((*row, *arguments))


def _implementation(overload: Overload, types: Sequence[SqlType | None], node: FunctionCall) -> Callable[..., Any]:
    if overload.typed is not None:
        return overload.typed(types)
    assert overload.implementation, node.name
    return overload.implementation


def _invocation(call: Callable[..., Any], arguments: Sequence[Evaluate], *, nulls: bool) -> Evaluate:
    if nulls:
        return lambda row: call(*[argument(row) for argument in arguments])
    if len(arguments) == 1:
        (only,) = arguments

        def one(row: Row) -> Any:
            value = only(row)
            return None if value is None else call(value)

        return one

    def many(row: Row) -> Any:
        values = [argument(row) for argument in arguments]
        return None if None in values else call(*values)

    return many
