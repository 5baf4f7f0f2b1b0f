"""Owns CASE in both forms: one type for all branches, and the first branch whose condition holds."""

from __future__ import annotations

from typing import Any

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.comparison import compile_comparison
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, Row, null_on_error
from ksqltui.sandbox.expressions.wording import text_of
from ksqltui.sandbox.types import Kind, SqlType
from ksqltui.sql.syntax import Case, Comparison, WhenClause


def compile_case(node: Case, env: Environment) -> Compiled:
    """Raises StatementError with ksqlDB's text for branches of different types or a WHEN that is no condition."""
    branches = [(_condition(node, when, env), env.compile(when.result)) for when in node.whens]
    result = _branch_type(node, [branch.type for _, branch in branches])
    default = env.compile(node.default) if node.default is not None else None
    if default is not None and default.type is not None:
        if result is not None and default.type != result:
            raise StatementError(
                "Invalid Case expression. Type for the default clause should be the same as for 'THEN' clauses.\n"
                f"THEN type: {result}.\nDEFAULT type: {default.type}."
            )
        result = default.type
    if result is None:
        raise StatementError("Invalid Case expression. All case branches have NULL type")
    parts = [(null_on_error(condition.evaluate), branch.evaluate) for condition, branch in branches]
    otherwise = None if default is None else default.evaluate

    def ev(row: Row) -> Any:
        for condition, branch in parts:
            if condition(row):
                return branch(row)
        return None if otherwise is None else otherwise(row)

    return Compiled(result, ev)


def _condition(node: Case, when: WhenClause, env: Environment) -> Compiled:
    if node.operand is not None:
        return compile_comparison(Comparison("=", node.operand, when.condition, span=when.span), env)
    condition = env.compile(when.condition)
    if condition.type is not None and condition.type.kind is not Kind.BOOLEAN:
        raise StatementError(
            f"WHEN operand type should be boolean.\nType for '{text_of(when.condition)}' is {condition.type}"
        )
    return condition


def _branch_type(node: Case, types: list[SqlType | None]) -> SqlType | None:
    result: SqlType | None = None
    for when, own in zip(node.whens, types, strict=True):
        if own is None:
            continue
        if result is not None and own != result:
            raise StatementError(
                "Invalid Case expression. Type for all 'THEN' clauses should be the same.\n"
                f"THEN expression 'WHEN {text_of(when.condition)} THEN {text_of(when.result)}' has type: {own}.\n"
                f"Previous THEN expression(s) type: {result}."
            )
        result = own
    return result
