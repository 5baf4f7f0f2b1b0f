"""Owns the text of a query that could not be resolved: what can be qualified is, the rest stays as written."""

from __future__ import annotations

from dataclasses import replace

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.planning.inputs import Inputs
from ksqltui.sandbox.planning.select_list import NameGenerator
from ksqltui.sandbox.planning.trees import transform
from ksqltui.sql.syntax import ColumnRef, Emit, Expression, Query, SelectElement, SelectItem


def rewritten_as_far_as_possible(query: Query, inputs: Inputs) -> Query:
    names = NameGenerator({name for item in inputs.items for name, _ in item.row_columns})

    def qualified(expression: Expression) -> Expression:
        def change(node: Expression, bound: frozenset[str]) -> Expression | None:
            if not isinstance(node, ColumnRef) or node.name in bound:
                return None
            try:
                return inputs.qualified(node, "SELECT")
            except StatementError:
                return node

        return transform(expression, change)

    def element(item: SelectElement) -> SelectElement:
        if not isinstance(item, SelectItem):
            return item
        expression = qualified(item.expression)
        return SelectItem(expression, item.alias or names.for_expression(expression))

    return replace(
        query,
        select=tuple(element(item) for item in query.select),
        source=replace(query.source, alias=inputs.left.alias),
        where=None if query.where is None else qualified(query.where),
        group_by=None if query.group_by is None else tuple(map(qualified, query.group_by)),
        partition_by=None if query.partition_by is None else tuple(map(qualified, query.partition_by)),
        having=None if query.having is None else qualified(query.having),
        emit=query.emit or Emit.CHANGES,
    )
