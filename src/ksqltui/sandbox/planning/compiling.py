"""Owns turning a query's expressions into evaluators with one catalog's functions and types; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.expressions.compiler import compile_expression, compile_predicate
from ksqltui.sandbox.expressions.scope import Scope
from ksqltui.sandbox.functions.registry import FunctionRegistry
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.syntax import Expression


@dataclass(frozen=True, slots=True)
class ExpressionCompiler:
    functions: FunctionRegistry
    custom_types: Mapping[str, SqlType]

    def compile(self, expression: Expression, scope: Scope, role: str = "Select") -> Compiled:
        return compile_expression(expression, scope, self.functions, custom_types=self.custom_types, role=role)

    def column(self, expression: Expression, scope: Scope, role: str = "Select") -> tuple[Compiled, SqlType]:
        """An expression that becomes a column, with its type. Raises StatementError for an untyped NULL."""
        compiled = self.compile(expression, scope, role)
        if compiled.type is None:
            raise StatementError(
                "Can't infer a type of null. Please explicitly cast it to a required type, e.g. CAST(null AS VARCHAR)."
            )
        return compiled, compiled.type

    def predicate(self, expression: Expression, scope: Scope, clause: str) -> Compiled:
        """The condition of WHERE or HAVING."""
        return compile_predicate(expression, scope, self.functions, custom_types=self.custom_types, clause=clause)
