"""Owns the plan of a query: everything its tasks need to run, resolved and compiled; runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ksqltui.sandbox.catalog import Windowing
from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.planning.aggregation import Aggregation
from ksqltui.sandbox.planning.inputs import Inputs
from ksqltui.sandbox.planning.joins import JoinPlan
from ksqltui.sandbox.types import Column, Schema, SqlType
from ksqltui.sql.syntax import Emit, Expression, FunctionCall, Query


@dataclass(frozen=True, slots=True)
class TableFunctionCall:
    """One call of EXPLODE and the like: its result is appended to the row, one row for each element."""

    arguments: tuple[Compiled, ...]
    expand: Callable[..., Sequence[object]]
    type: SqlType
    plain: FunctionCall


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """One key column of the result; `value` reads the row that the projection reads.

    `index` is its place among the selected columns, None where the projection leaves it out.
    """

    name: str
    type: SqlType
    value: Compiled
    qualified: Expression
    index: int | None


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One selected column in the order of the projection; `window_bound` is its name where it is a bare bound."""

    name: str
    type: SqlType
    value: Compiled
    key_index: int | None
    window_bound: str | None


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """`rewritten` has every column under its alias. `repartition_by` is set for PARTITION BY only.

    `selected` holds the names of the projection with their expressions under the query's names.
    `result_windowing` tells how the key of the result is windowed, `result_is_table` whether rows are changes.
    """

    query: Query
    rewritten: Query
    inputs: Inputs
    join: JoinPlan | None
    where: Compiled | None
    table_functions: tuple[TableFunctionCall, ...]
    repartition_by: tuple[Compiled, ...] | None
    aggregation: Aggregation | None
    having: Compiled | None
    keys: tuple[KeyColumn, ...]
    selected: tuple[tuple[str, Expression], ...]
    results: tuple[ResultColumn, ...]
    result_is_table: bool
    result_windowing: Windowing | None

    @property
    def is_final(self) -> bool:
        return self.query.emit is Emit.FINAL

    @property
    def client_schema(self) -> Schema:
        """What a push query's client gets: every selected column as a value."""
        return Schema(tuple(Column(item.name, item.type) for item in self.results))

    @property
    def value_columns(self) -> Sequence[ResultColumn]:
        """The selected columns that are not keys: what a sink's value holds."""
        return tuple(item for item in self.results if item.key_index is None)

    @property
    def source_names(self) -> tuple[str, ...]:
        return tuple(item.source.name for item in self.inputs.items)
