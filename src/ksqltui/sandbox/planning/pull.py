"""Owns what a pull query may not say, with ksqlDB's texts; knows no rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.planning.inputs import ROWOFFSET, ROWPARTITION
from ksqltui.sandbox.planning.trees import walk
from ksqltui.sql.syntax import ColumnRef, Expression, Query, SelectItem

_HELP = "See https://cnfl.io/queries for more info.\nAdd EMIT CHANGES if you intended to issue a push query."


def check_pull(query: Query) -> None:
    """Raises StatementError for the first clause that pull queries do not support, in ksqlDB's order."""
    refused = (
        (bool(query.joins), "JOIN"),
        (query.window is not None, "WINDOW"),
        (query.group_by is not None, "GROUP BY"),
        (query.partition_by is not None, "PARTITION BY"),
        (query.having is not None, "HAVING"),
    )
    for is_there, clause in refused:
        if is_there:
            raise StatementError(f"Pull queries don't support {clause} clauses. {_HELP}")
    _check_columns((item.expression for item in query.select if isinstance(item, SelectItem)), "SELECT")
    _check_columns((query.where,) if query.where is not None else (), "WHERE")


def check_queryable(source: Source, *, is_materialised: bool) -> None:
    """Only a table that a query keeps up to date can be looked into."""
    if not is_materialised:
        name = source.name
        raise StatementError(
            f"The `{name}` table isn't queryable. To derive a queryable table, you can do "
            f"'CREATE TABLE QUERYABLE_{name} AS SELECT * FROM {name}'. {_HELP}"
        )


def _check_columns(expressions: Iterable[Expression], clause: str) -> None:
    found = list(dict.fromkeys(name for expression in expressions for name in _disallowed(expression)))
    if found:
        listed = ", ".join(f"`{name}`" for name in found)
        raise StatementError(
            f"Pull queries don't support the following columns in {clause} clauses: {listed}\n {_HELP}"
        )


def _disallowed(expression: Expression) -> Iterator[str]:
    for node in walk(expression):
        if isinstance(node, ColumnRef) and node.name in (ROWPARTITION, ROWOFFSET):
            yield node.name
