"""Owns what an expression compiles to and what compiling needs to know; the rules of each node live beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.syntax import Expression

if TYPE_CHECKING:
    from ksqltui.sandbox.functions.registry import FunctionRegistry

Row = Sequence[Any]
Evaluate = Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to run: `type` is None for the untyped NULL.

    `evaluate` takes a row and gives the value; it raises EvaluationError, or any exception, for a row on which the
    expression fails. `constant` tells that it looks at no row.
    """

    type: SqlType | None
    evaluate: Evaluate
    constant: bool = False


def constant(sql_type: SqlType | None, value: object) -> Compiled:
    return Compiled(sql_type, lambda row: value, constant=True)


def column(index: int, sql_type: SqlType) -> Compiled:
    return Compiled(sql_type, itemgetter(index))


@dataclass(frozen=True, slots=True)
class Environment:
    """What compiling needs: the scope, the functions, the types of CREATE TYPE and the clause for messages."""

    scope: Scope
    functions: FunctionRegistry
    custom_types: Mapping[str, SqlType]
    clause: str
    compile_in: Callable[[Expression, Environment], Compiled]

    def compile(self, node: Expression) -> Compiled:
        return self.compile_in(node, self)

    def inside_lambda(self, parameters: tuple[ScopeColumn, ...]) -> Environment:
        return replace(self, scope=self.scope.with_parameters(parameters))


def null_on_error(evaluate: Evaluate) -> Evaluate:
    """The evaluator of an argument or an element: where it fails the value is null and the rest goes on."""

    def guarded(row: Row) -> Any:
        try:
            return evaluate(row)
        except Exception:
            return None

    return guarded


def converted(evaluate: Evaluate, convert: Callable[[Any], Any] | None) -> Evaluate:
    """The evaluator with its values converted; nulls stay null."""
    if convert is None:
        return evaluate

    def ev(row: Row) -> Any:
        value = evaluate(row)
        return None if value is None else convert(value)

    return ev
