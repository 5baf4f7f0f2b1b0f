"""Owns + - * / % and signs: result types, wrapping, truncation, exact decimals; a null operand gives null."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.coercion import NUMERIC, common_number, widening
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, Evaluate, Row, constant, converted
from ksqltui.sandbox.expressions.numbers import (
    BIGINT_MAX,
    BIGINT_MIN,
    INTEGER_MAX,
    INTEGER_MIN,
    WIDE,
    as_decimal,
    double_division,
    double_remainder,
    rescale,
    truncating_division,
    truncating_remainder,
    wrap_bigint,
    wrap_integer,
)
from ksqltui.sandbox.expressions.wording import expression_error, text_of, type_text
from ksqltui.sandbox.types import BIGINT, INTEGER, Kind, SqlType, decimal
from ksqltui.sql.syntax import Arithmetic, DecimalLiteral, DoubleLiteral, IntegerLiteral, Unary

Operation = Callable[[Any, Any], Any]

_WHOLE: dict[str, Operation] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": truncating_division,
    "%": truncating_remainder,
}
_DOUBLE: dict[str, Operation] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": double_division,
    "%": double_remainder,
}


def compile_arithmetic(node: Arithmetic, env: Environment) -> Compiled:
    """Raises StatementError with ksqlDB's text for types that do not calculate."""
    left, right = env.compile(node.left), env.compile(node.right)
    lhs, rhs = left.type, right.type
    if lhs is None or rhs is None:
        raise expression_error(
            f"Error processing expression: {text_of(node)}. "
            f"Arithmetic on types {type_text(lhs)} and {type_text(rhs)} are not supported.",
            node,
        )
    if node.operator == "+" and lhs.kind is rhs.kind is Kind.STRING:
        return Compiled(lhs, _apply(operator.add, left.evaluate, right.evaluate))
    if lhs.kind not in NUMERIC or rhs.kind not in NUMERIC:
        raise expression_error(
            f"Error processing expression: {text_of(node)}. "
            f"Unsupported arithmetic types. {lhs.kind.value} {rhs.kind.value}",
            node,
        )
    if env.scope.parameters:
        left, right = (Compiled(side.type, _present(side.evaluate)) for side in (left, right))
    result = common_number(lhs, rhs)
    if result.kind is Kind.DECIMAL:
        return _decimal_arithmetic(node.operator, left, right)
    if result.kind is Kind.DOUBLE:
        sides = [converted(side.evaluate, widening(side.type, result)) for side in (left, right)]
        return Compiled(result, _apply(_DOUBLE[node.operator], *sides))
    return Compiled(result, _whole(_WHOLE[node.operator], left.evaluate, right.evaluate, result))


def _present(evaluate: Evaluate) -> Evaluate:
    """In a lambda a null operand fails the whole call, as in ksqlDB."""

    def ev(row: Row) -> Any:
        value = evaluate(row)
        if value is None:
            raise EvaluationError("arithmetic on null in a lambda")
        return value

    return ev


def _apply(operation: Operation, left: Evaluate, right: Evaluate) -> Evaluate:
    def ev(row: Row) -> Any:
        a = left(row)
        b = right(row)
        return None if a is None or b is None else operation(a, b)

    return ev


def _whole(operation: Operation, left: Evaluate, right: Evaluate, result: SqlType) -> Evaluate:
    low, high, wrap = (
        (INTEGER_MIN, INTEGER_MAX, wrap_integer) if result == INTEGER else (BIGINT_MIN, BIGINT_MAX, wrap_bigint)
    )

    def ev(row: Row) -> Any:
        a = left(row)
        b = right(row)
        if a is None or b is None:
            return None
        value = operation(a, b)
        return value if low <= value <= high else wrap(value)

    return ev


def decimal_result(operation: str, left: SqlType, right: SqlType) -> SqlType:
    """Precision and scale of a calculation with two decimals; SQL Server's rules without its cap of 38."""
    whole = max(left.precision - left.scale, right.precision - right.scale)
    scale = max(left.scale, right.scale)
    match operation:
        case "+" | "-":
            return decimal(whole + scale + 1, scale)
        case "*":
            return decimal(left.precision + right.precision + 1, left.scale + right.scale)
        case "/":
            scale = max(6, left.scale + right.precision + 1)
            return decimal(left.precision - left.scale + right.scale + scale, scale)
        case _:
            return decimal(min(left.precision - left.scale, right.precision - right.scale) + scale, scale)


def _decimal_arithmetic(operation: str, left: Compiled, right: Compiled) -> Compiled:
    assert left.type
    assert right.type
    result = decimal_result(operation, as_decimal(left.type), as_decimal(right.type))
    context = Context(prec=result.precision, rounding=ROUND_HALF_UP)
    scale = result.scale

    def calculate(a: Any, b: Any) -> Decimal:
        a, b = Decimal(a), Decimal(b)
        match operation:
            case "+":
                return rescale(WIDE.add(a, b), scale)
            case "-":
                return rescale(WIDE.subtract(a, b), scale)
            case "*":
                return rescale(WIDE.multiply(a, b), scale)
        if not b:
            raise EvaluationError("/ by zero")
        return rescale(context.divide(a, b) if operation == "/" else WIDE.remainder(a, b), scale)

    return Compiled(result, _apply(calculate, left.evaluate, right.evaluate))


def compile_unary(node: Unary, env: Environment) -> Compiled:
    """A sign; before a literal it is part of the number, so that the smallest INTEGER can be written."""
    operand = node.operand
    negative = node.operator == "-"
    if isinstance(operand, IntegerLiteral):
        value = -operand.value if negative else operand.value
        return constant(INTEGER if INTEGER_MIN <= value <= INTEGER_MAX else BIGINT, value)
    inner = env.compile(operand)
    if inner.type is None or inner.type.kind not in NUMERIC:
        raise expression_error(
            f"Error processing expression: {text_of(node)}. Unsupported arithmetic type. {type_text(inner.type)}", node
        )
    if not negative:
        return inner
    evaluate = inner.evaluate
    if isinstance(operand, DecimalLiteral | DoubleLiteral):
        return constant(inner.type, -evaluate(()))
    if inner.type.kind is Kind.INTEGER:
        return Compiled(inner.type, converted(evaluate, lambda value: wrap_integer(-value)))
    if inner.type.kind is Kind.BIGINT:
        return Compiled(inner.type, converted(evaluate, lambda value: wrap_bigint(-value)))
    return Compiled(inner.type, converted(evaluate, operator.neg))
