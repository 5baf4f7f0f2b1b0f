"""Owns what the head of a result is for each kind of result; knows no format."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.entity_table import EntityTable
from ksqltui.model.stream import ResultColumn
from ksqltui.model.writers.protocol import Head


def head_of_rows(columns: Sequence[ResultColumn]) -> Head:
    """The head of a query's rows."""
    return Head(tuple(column.name for column in columns), tuple(column.is_number for column in columns))


def head_of_table(table: EntityTable) -> Head:
    """The head of one table of an answer: a column of numbers alone is one of numbers."""
    numbers = tuple(
        all(isinstance(row[index], int | float) and not isinstance(row[index], bool) for row in table.rows)
        for index in range(len(table.columns))
    )
    return Head(table.columns, numbers, table.title)
