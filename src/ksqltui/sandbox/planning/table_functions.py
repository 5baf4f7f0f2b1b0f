"""Owns EXPLODE and the like in the projection: their calls become columns that the row gets before it is projected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.plan import TableFunctionCall
from ksqltui.sandbox.planning.trees import walk
from ksqltui.sql.syntax import Expression, FunctionCall


def plan_table_functions(
    outputs: Sequence[Expression], scope: Scope, compiler: ExpressionCompiler
) -> tuple[tuple[TableFunctionCall, ...], Scope]:
    """The calls in the outputs, and the scope of the row with their results behind the source's columns."""
    found = list(dict.fromkeys(call for output in outputs for call in _calls(output, compiler)))
    if not found:
        return (), scope
    calls = tuple(_bound(call, scope, compiler) for call in found)
    columns = [ScopeColumn(f"\0{index}", call.type) for index, call in enumerate(calls)]
    computed: dict[Expression, int] = {call.plain: len(scope.columns) + index for index, call in enumerate(calls)}
    return calls, Scope((*scope.columns, *columns), computed)


def check_no_table_functions(outputs: Sequence[Expression], compiler: ExpressionCompiler) -> None:
    """For queries with aggregates."""
    if any(True for output in outputs for _ in _calls(output, compiler)):
        raise StatementError("Table functions cannot be used with aggregations.")


def _calls(expression: Expression, compiler: ExpressionCompiler) -> Iterator[FunctionCall]:
    for node in walk(expression):
        if isinstance(node, FunctionCall) and compiler.functions.table(node.name) is not None:
            yield node


def _bound(call: FunctionCall, scope: Scope, compiler: ExpressionCompiler) -> TableFunctionCall:
    spec = compiler.functions.table(call.name)
    assert spec is not None
    arguments = tuple(compiler.compile(argument, scope) for argument in call.arguments)
    kinds = tuple(argument.type for argument in arguments)
    overload, bindings = spec.find(kinds)
    result = overload.result_type(kinds, bindings)
    expand = overload.implementation
    assert result is not None
    assert expand is not None
    return TableFunctionCall(arguments, expand, result, call)
