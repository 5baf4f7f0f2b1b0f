"""Owns the step from a syntax tree to closures: one rule for each node, type-checked with ksqlDB's own texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isinf
from typing import TYPE_CHECKING, Any

from ksqltui.sandbox.errors import EvaluationError, NotInSandbox, StatementError
from ksqltui.sandbox.expressions import arithmetic, calls, comparison, conditionals, nested, predicates
from ksqltui.sandbox.expressions.casts import cast
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, column, constant, converted
from ksqltui.sandbox.expressions.lists import literal_decimal
from ksqltui.sandbox.expressions.numbers import BIGINT_MAX, INTEGER_MAX
from ksqltui.sandbox.expressions.scope import ColumnError, Scope
from ksqltui.sandbox.expressions.temporal import parse_temporal
from ksqltui.sandbox.expressions.types import sql_type
from ksqltui.sandbox.expressions.wording import CodegenError, expression_error, text_of, type_text
from ksqltui.sandbox.types import BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, STRING, TIME, TIMESTAMP, Kind, SqlType
from ksqltui.sql import syntax
from ksqltui.sql.syntax import Expression

if TYPE_CHECKING:
    from ksqltui.sandbox.functions.registry import FunctionRegistry

__all__ = ["Compiled", "compile_expression", "compile_predicate"]


def compile_expression(
    node: Expression,
    scope: Scope,
    functions: FunctionRegistry,
    *,
    custom_types: Mapping[str, SqlType] = {},
    clause: str = "SELECT",
    role: str = "Select",
) -> Compiled:
    """An expression ready to run on rows of `scope`.

    `clause` is the word of messages about columns (SELECT, GROUP BY ...), `role` that of what ksqlDB finds only while
    it generates code (`Invalid Select: ..`, `Invalid Group by: ..`). Raises StatementError with ksqlDB's text.
    """
    try:
        return _compile(node, Environment(scope, functions, custom_types, clause, _compile))
    except CodegenError as error:
        raise expression_error(f"Invalid {role}: {error.message}", node) from None
    except EvaluationError as error:
        raise expression_error(f"Invalid {role}: {error}", node) from None


def compile_predicate(
    node: Expression,
    scope: Scope,
    functions: FunctionRegistry,
    *,
    custom_types: Mapping[str, SqlType] = {},
    clause: str = "WHERE",
) -> Compiled:
    """A condition of WHERE or HAVING; `evaluate` gives True only for rows that pass.

    Raises StatementError with ksqlDB's text (`Error in WHERE expression: ..`, `Invalid Predicate: ..`).
    """
    try:
        compiled = _compile(node, Environment(scope, functions, custom_types, clause, _compile))
    except CodegenError as error:
        raise expression_error(f"Invalid Predicate: {error.message}", node) from None
    except EvaluationError as error:
        raise expression_error(f"Invalid Predicate: {error}", node) from None
    except (ColumnError, NotInSandbox):
        raise
    except StatementError as error:
        raise expression_error(f"Error in {clause} expression: {error.message}", node) from None
    if compiled.type is None or compiled.type.kind is not Kind.BOOLEAN:
        raise expression_error(
            f"Type error in {clause} expression: Should evaluate to boolean but is "
            f"{text_of(node)} ({type_text(compiled.type)}) instead.",
            node,
        )
    return compiled


def _compile(node: Expression, env: Environment) -> Compiled:
    if env.scope.computed and (index := env.scope.computed.get(node)) is not None:
        return column(index, env.scope.column_at(index).type)
    rule = _RULES.get(type(node))
    if rule is None:
        raise NotInSandbox(f"the expression {text_of(node)}")
    return rule(node, env)


def _integer(node: syntax.IntegerLiteral, env: Environment) -> Compiled:
    if node.value > BIGINT_MAX:
        raise StatementError(f"line {node.span.line}:{node.span.column}: Invalid numeric literal: {node.value}")
    return constant(INTEGER if node.value <= INTEGER_MAX else BIGINT, node.value)


def _decimal(node: syntax.DecimalLiteral, env: Environment) -> Compiled:
    value = Decimal(node.text)
    return constant(literal_decimal(value), value)


def _double(node: syntax.DoubleLiteral, env: Environment) -> Compiled:
    value = float(node.text)
    if isinf(value):
        place = f"line {node.span.line}:{node.span.column}"
        raise StatementError(f"{place}: Number overflows DOUBLE: {node.text}")
    return constant(DOUBLE, value)


_TYPED: Mapping[str, SqlType] = {"DATE": DATE, "TIME": TIME, "TIMESTAMP": TIMESTAMP}


def _typed_literal(node: syntax.TypedLiteral, env: Environment) -> Compiled:
    target = _TYPED.get(node.type_name.upper())
    if target is None:
        raise StatementError(f"Unknown type of literal: {node.type_name}")
    try:
        return constant(target, parse_temporal(node.text, target.kind))
    except EvaluationError as error:
        raise StatementError(str(error)) from None


def _column_reference(node: syntax.ColumnRef, env: Environment) -> Compiled:
    return column(*env.scope.resolve(node, env.clause))


def _cast(node: syntax.Cast, env: Environment) -> Compiled:
    operand, target = env.compile(node.operand), sql_type(node.type, env.custom_types)
    return Compiled(target, converted(operand.evaluate, cast(operand.type, target)), operand.constant)


def _unsupported_time_zone(node: syntax.AtTimeZone, env: Environment) -> Compiled:
    raise NotInSandbox("AT TIME ZONE")


_RULES: Mapping[type, Callable[[Any, Environment], Compiled]] = {
    syntax.NullLiteral: lambda node, env: constant(None, None),
    syntax.BooleanLiteral: lambda node, env: constant(BOOLEAN, node.value),
    syntax.IntegerLiteral: _integer,
    syntax.DecimalLiteral: _decimal,
    syntax.DoubleLiteral: _double,
    syntax.StringLiteral: lambda node, env: constant(STRING, node.value),
    syntax.TypedLiteral: _typed_literal,
    syntax.ColumnRef: _column_reference,
    syntax.Unary: arithmetic.compile_unary,
    syntax.Arithmetic: lambda node, env: (
        calls.compile_concatenation(node, env) if node.operator == "||" else arithmetic.compile_arithmetic(node, env)
    ),
    syntax.Comparison: comparison.compile_comparison,
    syntax.Logical: predicates.compile_logical,
    syntax.Not: predicates.compile_not,
    syntax.IsNull: predicates.compile_is_null,
    syntax.Between: predicates.compile_between,
    syntax.InList: predicates.compile_in,
    syntax.Like: predicates.compile_like,
    syntax.AtTimeZone: _unsupported_time_zone,
    syntax.Case: conditionals.compile_case,
    syntax.Cast: _cast,
    syntax.Subscript: nested.compile_subscript,
    syntax.Dereference: nested.compile_dereference,
    syntax.ArrayConstructor: nested.compile_array,
    syntax.MapConstructor: nested.compile_map,
    syntax.StructConstructor: nested.compile_struct,
    syntax.FunctionCall: calls.compile_call,
}
