"""Owns how the elements of a constructor or an IN list meet in one type: numbers widen, string literals are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.coercion import (
    NUMERIC,
    TEMPORAL,
    common_number,
    common_type,
    literal_text,
    parse_literal,
    widening,
)
from ksqltui.sandbox.expressions.compiled import (
    Compiled,
    Environment,
    Evaluate,
    Row,
    constant,
    converted,
    null_on_error,
)
from ksqltui.sandbox.expressions.numbers import INTEGER_MAX, INTEGER_MIN
from ksqltui.sandbox.expressions.wording import CodegenError, text_of
from ksqltui.sandbox.types import BIGINT, DOUBLE, INTEGER, STRING, Kind, SqlType, array, decimal, map_of, struct
from ksqltui.sql.syntax import (
    ArrayConstructor,
    BooleanLiteral,
    DecimalLiteral,
    DoubleLiteral,
    Expression,
    IntegerLiteral,
    MapConstructor,
    StringLiteral,
    StructConstructor,
)

_LITERALS = (BooleanLiteral, IntegerLiteral, DecimalLiteral, DoubleLiteral)


def compile_list(nodes: Sequence[Expression], env: Environment) -> tuple[SqlType | None, list[Compiled]]:
    """The common type of the elements, None where all are NULL, and each element compiled to it.

    Raises CodegenError with ksqlDB's text where an element does not fit.
    """
    common: SqlType | None = None
    for node in nodes:
        common = _meet(common, node, env)
    return common, [compile_as(node, common, env) for node in nodes]


def _meet(common: SqlType | None, node: Expression, env: Environment) -> SqlType | None:
    own = env.compile(node).type
    if own is None or common is None or own == common:
        return common if own is None else (own if common is None else common)
    if isinstance(node, StringLiteral) and common.kind is not Kind.STRING:
        return _meet_text(common, node.value, own, node)
    if common.kind is Kind.STRING and isinstance(node, _LITERALS):
        return common
    if isinstance(node, ArrayConstructor) and common.kind is Kind.ARRAY:
        element = common.element
        for item in node.items:
            element = _meet_inside(element, item, env, common, own, node)
        return array(element) if element else common
    if isinstance(node, MapConstructor) and common.kind is Kind.MAP:
        key, value = common.key, common.element
        for entry_key, entry_value in node.entries:
            key = _meet_inside(key, entry_key, env, common, own, node)
            value = _meet_inside(value, entry_value, env, common, own, node)
        return map_of(key, value) if key and value else common
    if isinstance(node, StructConstructor) and common.kind is Kind.STRUCT:
        fields: dict[str, SqlType] = dict(common.fields)
        for name, item in node.fields:
            met = _meet_inside(fields.get(name), item, env, common, own, node)
            if met:
                fields[name] = met
        return struct(*fields.items())
    try:
        return common_type(common, own)
    except EvaluationError:
        raise _no_operator(common, own, node) from None


def _meet_inside(
    common: SqlType | None, item: Expression, env: Environment, outer: SqlType, own: SqlType, node: Expression
) -> SqlType | None:
    try:
        return _meet(common, item, env)
    except CodegenError as error:
        if error.message.startswith("operator"):
            raise _no_operator(outer, own, node) from None
        raise


def _no_operator(common: SqlType, own: SqlType, node: Expression) -> CodegenError:
    hint = "Hint: You might need to add explicit type casts."
    return CodegenError(f"operator does not exist: {common} = {own} ({text_of(node)})\n{hint}")


def _meet_text(common: SqlType, text: str, own: SqlType, node: Expression) -> SqlType:
    try:
        if common.kind in NUMERIC:
            return common_number(common, _number_type(text, common))
        if common.kind in TEMPORAL or common.kind is Kind.BOOLEAN:
            parse_literal(text, common)
            return common
    except EvaluationError as error:
        raise CodegenError(str(error)) from None
    raise _no_operator(common, own, node)


def _number_type(text: str, wanted: SqlType) -> SqlType:
    """The type that a number's text has by itself. Raises EvaluationError, which names `wanted`, for other texts."""
    stripped = text.strip()
    if re.fullmatch(r"[+-]?\d+", stripped):
        return INTEGER if INTEGER_MIN <= int(stripped) <= INTEGER_MAX else BIGINT
    if "e" in stripped.lower():
        try:
            float(stripped)
            return DOUBLE
        except ValueError:
            pass
    try:
        return literal_decimal(Decimal(stripped))
    except (ArithmeticError, TypeError, ValueError):
        raise EvaluationError(f'invalid input syntax for type {wanted.kind.value}: "{text}".') from None


def literal_decimal(value: object) -> SqlType:
    """The DECIMAL type of a literal: its own digits."""
    assert isinstance(value, Decimal)
    _, digits, exponent = value.as_tuple()
    scale = max(0, -int(exponent))
    return decimal(max(len(digits), scale), scale)


def compile_as(node: Expression, target: SqlType | None, env: Environment) -> Compiled:
    """The expression with its values converted to `target`; constructors convert element by element."""
    compiled = env.compile(node)
    if target is None or compiled.type is None or compiled.type == target:
        return compiled
    if isinstance(node, StringLiteral):
        value = parse_literal(node.value, target)
        convert = widening(literal_decimal(value) if isinstance(value, Decimal) else INTEGER, target)
        return constant(target, value if convert is None or not isinstance(value, Decimal | int) else convert(value))
    if target == STRING:
        return constant(target, literal_text(compiled.evaluate(())))
    if isinstance(node, ArrayConstructor) and target.element:
        return Compiled(target, array_evaluator([compile_as(item, target.element, env) for item in node.items]))
    if isinstance(node, MapConstructor):
        keys = [compile_as(key, target.key, env) for key, _ in node.entries]
        return Compiled(
            target, map_evaluator(keys, [compile_as(item, target.element, env) for _, item in node.entries])
        )
    if isinstance(node, StructConstructor):
        own = dict(node.fields)
        parts = [
            (name, compile_as(own[name], wanted, env) if name in own else constant(wanted, None))
            for name, wanted in target.fields
        ]
        return Compiled(target, struct_evaluator(parts))
    return Compiled(target, converted(compiled.evaluate, widening(compiled.type, target)), compiled.constant)


def array_evaluator(items: Sequence[Compiled]) -> Evaluate:
    parts = [null_on_error(item.evaluate) for item in items]
    return lambda row: [part(row) for part in parts]


def map_evaluator(keys: Sequence[Compiled], values: Sequence[Compiled]) -> Evaluate:
    parts = [
        (null_on_error(key.evaluate), null_on_error(value.evaluate)) for key, value in zip(keys, values, strict=True)
    ]
    return lambda row: {key(row): value(row) for key, value in parts}


def struct_evaluator(fields: Sequence[tuple[str, Compiled]]) -> Evaluate:
    parts = [(name, null_on_error(item.evaluate)) for name, item in fields]

    def ev(row: Row) -> dict[str, object]:
        return {name: part(row) for name, part in parts}

    return ev
