"""Owns AND, OR, NOT, IS NULL, BETWEEN, IN and LIKE, with ksqlDB's treatment of nulls."""

from __future__ import annotations

import re
from typing import Any

from ksqltui.sandbox.expressions.comparison import compile_comparison
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, Evaluate, Row, null_on_error
from ksqltui.sandbox.expressions.lists import compile_list
from ksqltui.sandbox.expressions.wording import CodegenError, expression_error, type_text
from ksqltui.sandbox.types import BOOLEAN, Kind
from ksqltui.sql.syntax import Between, ColumnRef, Comparison, Expression, InList, IsNull, Like, Logical, Not


def compile_logical(node: Logical, env: Environment) -> Compiled:
    left, right = _boolean(node.left, env), _boolean(node.right, env)
    return Compiled(BOOLEAN, _both(left, right) if node.operator == "AND" else _either(left, right))


def compile_not(node: Not, env: Environment) -> Compiled:
    inner = _boolean(node.operand, env)

    def ev(row: Row) -> bool | None:
        value = inner(row)
        return None if value is None else not value

    return Compiled(BOOLEAN, ev)


def _boolean(node: Expression, env: Environment) -> Evaluate:
    compiled = env.compile(node)
    if compiled.type is not None and compiled.type.kind is not Kind.BOOLEAN:
        raise expression_error(f"Unsupported type for a logical expression: {type_text(compiled.type)}", node)
    return compiled.evaluate


def _both(left: Evaluate, right: Evaluate) -> Evaluate:
    def ev(row: Row) -> Any:
        a = left(row)
        return right(row) if a else a

    return ev


def _either(left: Evaluate, right: Evaluate) -> Evaluate:
    def ev(row: Row) -> Any:
        a = left(row)
        return right(row) if a is False else a

    return ev


def compile_is_null(node: IsNull, env: Environment) -> Compiled:
    compiled = env.compile(node.operand)
    evaluate = compiled.evaluate if isinstance(node.operand, ColumnRef) else null_on_error(compiled.evaluate)
    if node.negated:
        return Compiled(BOOLEAN, lambda row: evaluate(row) is not None)
    return Compiled(BOOLEAN, lambda row: evaluate(row) is None)


def compile_between(node: Between, env: Environment) -> Compiled:
    low = compile_comparison(Comparison(">=", node.operand, node.low, span=node.span), env).evaluate
    high = compile_comparison(Comparison("<=", node.operand, node.high, span=node.span), env).evaluate
    if node.negated:
        return Compiled(BOOLEAN, lambda row: not (low(row) and high(row)))
    return Compiled(BOOLEAN, lambda row: low(row) and high(row))


def compile_in(node: InList, env: Environment) -> Compiled:
    """Raises CodegenError with ksqlDB's text where an item has no common type with the value."""
    _, (subject, *items) = compile_list((node.operand, *node.items), env)
    evaluate = subject.evaluate
    negated = node.negated
    hashable = subject.type is not None and subject.type.kind not in (Kind.ARRAY, Kind.MAP, Kind.STRUCT)
    if hashable and all(item.constant for item in items):
        known = frozenset(item.evaluate(()) for item in items) - {None}
        return Compiled(BOOLEAN, lambda row: (evaluate(row) in known) is not negated)
    parts = [null_on_error(item.evaluate) for item in items]

    def ev(row: Row) -> bool:
        value = evaluate(row)
        found = value is not None and any(value == part(row) for part in parts)
        return found is not negated

    return Compiled(BOOLEAN, ev)


def compile_like(node: Like, env: Environment) -> Compiled:
    """Raises CodegenError where a side is not a string."""
    subject, pattern = env.compile(node.operand), env.compile(node.pattern)
    for side in (subject, pattern):
        if side.type is not None and side.type.kind is not Kind.STRING:
            raise CodegenError("Like condition must be between strings")
    evaluate, negated, escape = subject.evaluate, node.negated, node.escape
    if pattern.constant:
        text = pattern.evaluate(())
        matcher = None if text is None else like_pattern(text, escape)

        def fixed(row: Row) -> bool:
            value = evaluate(row)
            return (value is not None and matcher is not None and matcher.fullmatch(value) is not None) is not negated

        return Compiled(BOOLEAN, fixed)
    variable = pattern.evaluate

    def ev(row: Row) -> bool:
        value, wanted = evaluate(row), variable(row)
        found = value is not None and wanted is not None and like_pattern(wanted, escape).fullmatch(value) is not None
        return found is not negated

    return Compiled(BOOLEAN, ev)


def like_pattern(text: str, escape: str | None) -> re.Pattern[str]:
    """The regular expression of a LIKE pattern: % any run, _ one character, `escape` makes the next one plain."""
    parts: list[str] = []
    characters = iter(text)
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, "")))
        elif character == "%":
            parts.append(".*")
        elif character == "_":
            parts.append(".")
        else:
            parts.append(re.escape(character))
    return re.compile("".join(parts), re.DOTALL)
