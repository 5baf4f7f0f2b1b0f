"""Owns the analysis of GROUP BY: keys, aggregate calls, and what may stand beside them; runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ksqltui.sandbox.aggregates.protocol import Aggregate
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.inputs import WINDOW_BOUNDS, Inputs
from ksqltui.sandbox.planning.select_list import NameGenerator, Selected
from ksqltui.sandbox.planning.trees import children, walk
from ksqltui.sandbox.planning.windows import WindowSpec
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.formatter import format_expression
from ksqltui.sql.syntax import ColumnRef, Dereference, Expression, FunctionCall, Lambda, Star


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One GROUP BY expression; `value` reads the source row. `column` is the name the key column gets."""

    column: str
    type: SqlType
    value: Compiled
    qualified: Expression
    plain: Expression


@dataclass(frozen=True, slots=True)
class AggregateCall:
    """One aggregate; `arguments` read the source row: those that change from row to row."""

    aggregate: Aggregate
    arguments: tuple[Compiled, ...]
    type: SqlType
    plain: FunctionCall


@dataclass(frozen=True, slots=True)
class Aggregation:
    """GROUP BY. The aggregated row is: keys, results, and window bounds where there is a window; `scope` names it."""

    keys: tuple[GroupKey, ...]
    calls: tuple[AggregateCall, ...]
    window: WindowSpec | None
    scope: Scope


def plan_aggregation(
    group_by: Sequence[Expression],
    selected: Sequence[Selected],
    having: Expression | None,
    *,
    inputs: Inputs,
    compiler: ExpressionCompiler,
    names: NameGenerator,
    window: WindowSpec | None,
) -> Aggregation:
    """`group_by` is qualified, `having` under the query's names. Raises StatementError with ksqlDB's texts."""
    scope = inputs.plain_scope()
    keys = _keys(group_by, selected, inputs, compiler, names, scope)
    outputs = [item.plain for item in selected] + ([having] if having is not None else [])
    found = list(dict.fromkeys(call for output in outputs for call in aggregate_calls(output, compiler)))
    if not found:
        raise StatementError("GROUP BY requires aggregate functions in either the SELECT or HAVING clause.")
    grouped = {key.plain for key in keys}
    bounds = {name for name, _ in WINDOW_BOUNDS} if window else set()
    _check_projection(selected, grouped, bounds, compiler)
    if having is not None:
        _check_having(having, grouped, bounds, compiler)
    calls = tuple(_call(call, inputs, compiler, scope) for call in found)
    _check_undo(calls, inputs)
    return Aggregation(keys, calls, window, _aggregated_scope(keys, calls, window))


def aggregate_calls(expression: Expression, compiler: ExpressionCompiler) -> Iterator[FunctionCall]:
    """The outermost aggregate calls. Raises StatementError for one inside another."""
    if isinstance(expression, FunctionCall) and compiler.functions.aggregate(expression.name) is not None:
        for argument in expression.arguments:
            for inner in walk(argument):
                if isinstance(inner, FunctionCall) and compiler.functions.aggregate(inner.name) is not None:
                    shown = f"{expression.name}({inner.name}())"
                    raise StatementError(f"Aggregate functions can not be nested: {shown}")
        yield expression
        return
    for child in children(expression):
        yield from aggregate_calls(child, compiler)  # type: ignore[arg-type]


def _keys(
    group_by: Sequence[Expression],
    selected: Sequence[Selected],
    inputs: Inputs,
    compiler: ExpressionCompiler,
    names: NameGenerator,
    scope: Scope,
) -> tuple[GroupKey, ...]:
    keys: list[GroupKey] = []
    seen: set[Expression] = set()
    for qualified in group_by:
        plain = inputs.plain(qualified)
        if plain in seen:
            raise StatementError(f"Duplicate GROUP BY expression: {format_expression(qualified)}")
        seen.add(plain)
        for call in aggregate_calls(plain, compiler):
            raise StatementError(
                f"GROUP BY does not support aggregate functions: {call.name} is an aggregate function."
            )
        value, kind = compiler.column(plain, scope, "Group by")
        keys.append(GroupKey(_key_name(plain, selected, names), kind, value, qualified, plain))
    return tuple(keys)


def _key_name(plain: Expression, selected: Sequence[Selected], names: NameGenerator) -> str:
    for item in selected:
        if item.plain == plain:
            return item.name
    match plain:
        case ColumnRef(name=name) | Dereference(field_name=name):
            return name
        case _:
            return names.generated()


def _loose_columns(
    expression: Expression, grouped: set[Expression], bounds: set[str], compiler: ExpressionCompiler
) -> Iterator[ColumnRef]:
    """The columns that are neither grouped by nor inside an aggregate."""
    if expression in grouped:
        return
    match expression:
        case ColumnRef(name=name):
            if name not in bounds:
                yield expression
        case FunctionCall(name=name) if compiler.functions.aggregate(name) is not None:
            return
        case Lambda(parameters=parameters, body=body):
            yield from _loose_columns(body, grouped, bounds | set(parameters), compiler)
        case _:
            for child in children(expression):
                yield from _loose_columns(child, grouped, bounds, compiler)  # type: ignore[arg-type]


def _check_projection(
    selected: Sequence[Selected], grouped: set[Expression], bounds: set[str], compiler: ExpressionCompiler
) -> None:
    loose = [item for item in selected if any(_loose_columns(item.plain, grouped, bounds, compiler))]
    if loose:
        listed = ", ".join(dict.fromkeys(format_expression(item.plain) for item in loose))
        raise StatementError(
            f"Non-aggregate SELECT expression(s) not part of GROUP BY: {listed}\n"
            "Either add the column(s) to the GROUP BY or remove them from the SELECT."
        )


def _check_having(having: Expression, grouped: set[Expression], bounds: set[str], compiler: ExpressionCompiler) -> None:
    loose = dict.fromkeys(format_expression(column) for column in _loose_columns(having, grouped, bounds, compiler))
    if loose:
        raise StatementError(
            f"Non-aggregate HAVING expression not part of GROUP BY: {', '.join(loose)}\n"
            "Either add the column(s) to the GROUP BY or remove them from the HAVING."
        )


def _call(call: FunctionCall, inputs: Inputs, compiler: ExpressionCompiler, scope: Scope) -> AggregateCall:
    for argument in call.arguments:
        for node in walk(argument):
            if isinstance(node, ColumnRef) and node.name in {name for name, _ in WINDOW_BOUNDS}:
                if any(node.name == column.name for column in scope.columns):
                    continue
                raise StatementError(
                    f"Window bounds column {node.name} can only be used in the SELECT clause of windowed "
                    "aggregations and can not be passed to aggregate functions."
                )
    spec = compiler.functions.aggregate(call.name)
    assert spec is not None
    arguments = tuple(
        compiler.compile(argument, scope) for argument in call.arguments if not isinstance(argument, Star)
    )
    bound, result_type = spec.bind(
        tuple(argument.type for argument in arguments),
        tuple(argument.evaluate(()) if argument.constant else None for argument in arguments),
    )
    return AggregateCall(bound, arguments[: bound.arity], result_type, call)


def _check_undo(calls: Sequence[AggregateCall], inputs: Inputs) -> None:
    if inputs.is_join or not inputs.left.source.is_table:
        return
    refused = list(dict.fromkeys(call.plain.name for call in calls if not call.aggregate.can_undo))
    if refused:
        verb, listed = ("function", refused[0])
        if len(refused) > 1:
            verb, listed = ("functions", ", ".join(refused[:-1]) + " and " + refused[-1])
        raise StatementError(
            f"The aggregation {verb} {listed} cannot be applied to a table source, only to a stream source."
        )


def _aggregated_scope(keys: Sequence[GroupKey], calls: Sequence[AggregateCall], window: WindowSpec | None) -> Scope:
    columns = [
        ScopeColumn(key.plain.name if isinstance(key.plain, ColumnRef) else f"\0{index}", key.type)
        for index, key in enumerate(keys)
    ]
    columns += [ScopeColumn(f"KSQL_AGG_VARIABLE_{index}", call.type) for index, call in enumerate(calls)]
    if window is not None:
        columns += [ScopeColumn(name, kind) for name, kind in WINDOW_BOUNDS]
    computed: dict[Expression, int] = {
        key.plain: index for index, key in enumerate(keys) if not isinstance(key.plain, ColumnRef)
    }
    computed.update({call.plain: len(keys) + index for index, call in enumerate(calls)})
    return Scope(tuple(columns), computed)
