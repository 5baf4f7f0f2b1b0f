"""Owns what a query reads: its sources under their aliases and the row that their records become."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ksqltui.sandbox import types
from ksqltui.sandbox.catalog import Catalog, Source
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.planning.trees import transform, walk
from ksqltui.sandbox.types import Column, SqlType
from ksqltui.sql.syntax import ColumnRef, Expression, Lambda, Query, TableRef

ROWTIME, ROWPARTITION, ROWOFFSET = "ROWTIME", "ROWPARTITION", "ROWOFFSET"
WINDOWSTART, WINDOWEND = "WINDOWSTART", "WINDOWEND"
PSEUDO_COLUMNS: tuple[tuple[str, SqlType], ...] = (
    (ROWTIME, types.BIGINT),
    (ROWPARTITION, types.INTEGER),
    (ROWOFFSET, types.BIGINT),
)
WINDOW_BOUNDS: tuple[tuple[str, SqlType], ...] = ((WINDOWSTART, types.BIGINT), (WINDOWEND, types.BIGINT))
SYSTEM_NAMES = frozenset({ROWTIME, ROWPARTITION, ROWOFFSET, WINDOWSTART, WINDOWEND})


@dataclass(frozen=True, slots=True)
class Input:
    """One source of a query. Its row: key, value and header columns, pseudo columns, window bounds where it has any."""

    source: Source
    alias: str

    @property
    def row_columns(self) -> tuple[tuple[str, SqlType], ...]:
        schema = self.source.schema
        named = tuple((c.name, c.type) for c in (*schema.key, *schema.value, *self.source.header_columns))
        return named + PSEUDO_COLUMNS + (WINDOW_BOUNDS if self.source.windowing else ())

    @property
    def starred(self) -> tuple[Column, ...]:
        """What `*` stands for, without window bounds."""
        schema = self.source.schema
        return (*schema.key, *schema.value, *self.source.header_columns)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a query reads, the left-most source first.

    `prefixed` gives columns their alias in front, as joins do. `synthetic` is the key column that a join adds to the
    end of the row where no source's column is the key.
    """

    items: tuple[Input, ...]
    prefixed: bool = False
    synthetic: tuple[str, SqlType] | None = None

    @property
    def left(self) -> Input:
        return self.items[0]

    @property
    def is_join(self) -> bool:
        return len(self.items) > 1

    @property
    def synthetic_name(self) -> str:
        assert self.synthetic is not None
        return self.synthetic[0]

    def named_scope(self) -> Scope:
        """The columns as a statement may name them: with or without the alias before the point."""
        columns = [ScopeColumn(name, kind, item.alias) for item in self.items for name, kind in item.row_columns]
        return Scope((*columns, *self._synthetic_columns()))

    def plain_name(self, alias: str, name: str) -> str:
        """The column's name inside the query: joins prefix it with the alias."""
        return f"{alias}_{name}" if self.is_join or self.prefixed else name

    def plain_scope(self) -> Scope:
        """The columns under their names inside the query, in the row's order."""
        columns = [
            ScopeColumn(self.plain_name(item.alias, name), kind)
            for item in self.items
            for name, kind in item.row_columns
        ]
        return Scope((*columns, *self._synthetic_columns()))

    def _synthetic_columns(self) -> tuple[ScopeColumn, ...]:
        return () if self.synthetic is None else (ScopeColumn(*self.synthetic),)

    def qualified(self, expression: Expression, clause: str) -> Expression:
        """The expression with every column under its alias. Raises StatementError for a column that is not there."""
        scope = self.named_scope()
        for node in walk(expression):
            if isinstance(node, ColumnRef) and node.source not in (None, *[item.alias for item in self.items]):
                raise StatementError(
                    f"Failed to prepare statement: '{node.source}' is not a valid stream/table name or alias."
                )

        def change(node: Expression, bound: frozenset[str]) -> Expression | None:
            if isinstance(node, ColumnRef) and not (node.source is None and node.name in bound):
                index, _ = scope.resolve(node, clause)
                return ColumnRef(node.name, scope.columns[index].source, span=node.span)
            return None

        return transform(expression, change)

    def plain(self, qualified: Expression) -> Expression:
        """A qualified expression under the names inside the query; equal texts become equal trees."""

        def change(node: Expression, bound: frozenset[str]) -> Expression | None:
            if isinstance(node, ColumnRef) and node.source is not None:
                return ColumnRef(self.plain_name(node.source, node.name), span=node.span)
            return None

        return transform(qualified, change)


def with_synthetic_key(inputs: Inputs, kind: SqlType) -> Inputs:
    """The inputs of a join whose key is no source's column: ROWKEY, or ROWKEY_1 and so on where that is taken."""
    taken = {name for item in inputs.items for name, _ in item.row_columns}
    name, number = "ROWKEY", 0
    while name in taken:
        number += 1
        name = f"ROWKEY_{number}"
    return replace(inputs, synthetic=(name, kind))


def resolve_inputs(query: Query, catalog: Catalog) -> Inputs:
    """Raises StatementError where a source is not there or joins itself."""
    items = [_input(query.source, catalog)]
    items.extend(_input(join.right, catalog) for join in query.joins)
    seen: set[str] = set()
    for item in items:
        if item.source.name in seen:
            name = item.source.name
            raise StatementError(
                f"Failed to prepare statement: Can not join '{name}' to '{name}': self joins are not yet supported."
            )
        seen.add(item.source.name)
    return Inputs(tuple(items))


def _input(reference: TableRef, catalog: Catalog) -> Input:
    source = catalog.source(reference.name)
    if source is None:
        raise StatementError(f"Exception while preparing statement: {reference.name} does not exist.")
    return Input(source, reference.alias or reference.name)


def mentions(expression: Expression, name: str) -> bool:
    """Whether a column of this name is used, outside of lambdas that bind it."""
    found = False

    def look(node: Expression, bound: frozenset[str]) -> Expression | None:
        nonlocal found
        if isinstance(node, ColumnRef) and node.name == name and name not in bound:
            found = True
        return node if isinstance(node, Lambda) and name in node.parameters else None

    transform(expression, look)
    return found
