"""Owns which columns an expression may name and where they stand in the row; knows no types' rules and no functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.syntax import ColumnRef, Expression


class ColumnError(StatementError):
    """A column that is not there or not unique; no clause puts its own words before this text."""


@dataclass(frozen=True, slots=True)
class ScopeColumn:
    """A column that expressions may name; `source` is the alias before the point, None where there is none."""

    name: str
    type: SqlType
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The columns of a row, in the row's order.

    `computed` names sub-expressions whose value the row already holds (an aggregate's result, a GROUP BY expression)
    by the index of their column. `parameters` are a lambda's: they stand after the columns and win over them.
    """

    columns: tuple[ScopeColumn, ...]
    computed: Mapping[Expression, int] = field(default_factory=dict, compare=False)
    parameters: tuple[ScopeColumn, ...] = ()

    def resolve(self, reference: ColumnRef, clause: str = "SELECT") -> tuple[int, SqlType]:
        """The index in the row and the type of a column.

        Raises ColumnError with ksqlDB's text; `clause` is the word in it (SELECT, WHERE, GROUP BY, JOIN ON ...).
        """
        if reference.source is None:
            for position in range(len(self.parameters) - 1, -1, -1):
                if self.parameters[position].name == reference.name:
                    return len(self.columns) + position, self.parameters[position].type
        found = [
            index
            for index, column in enumerate(self.columns)
            if column.name == reference.name and reference.source in (None, column.source)
        ]
        place = f"Line: {reference.span.line}, Col: {reference.span.column}: "
        if not found:
            message = f"{place}{clause} column '{_spelled(reference)}' cannot be resolved."
            raise ColumnError(message + _hint(reference, clause))
        if len(found) > 1:
            choices = " or ".join(sorted(f"{self.columns[index].source}.{reference.name}" for index in found))
            raise ColumnError(f"{place}Column '{reference.name}' is ambiguous. Could be {choices}.")
        return found[0], self.columns[found[0]].type

    def with_parameters(self, parameters: tuple[ScopeColumn, ...]) -> Scope:
        """The scope inside a lambda: its arguments are appended to the row."""
        return replace(self, parameters=self.parameters + parameters)

    def column_at(self, index: int) -> ScopeColumn:
        return (*self.columns, *self.parameters)[index]


def _spelled(reference: ColumnRef) -> str:
    return reference.name if reference.source is None else f"{reference.source}.{reference.name}"


def _hint(reference: ColumnRef, clause: str) -> str:
    if clause != "PARTITION BY":
        return ""
    name = _spelled(reference)
    return f" '{name}' must be a column in the source schema since PARTITION BY is applied on the input."
