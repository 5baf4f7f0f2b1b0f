"""Owns the walk over the rows that a store holds while more come; knows no file and no screen.

Each walk covers what was there when it was made. What the store drops meanwhile is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ksqltui.model.changes import DELETED, ResultLine
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import Row


class _Lines(Protocol):
    def line(self, number: int) -> ResultLine: ...


def table_rows(store: ResultsStore) -> Iterator[Row]:
    """The newest version of each row that is not deleted; all rows where they have no identity."""
    if not store.is_keyed:
        return changelog_rows(store)
    lines = _lines(store.table, range(store.table.first, store.table.end))
    return (Row(line.values) for line in lines if line.version != DELETED)


def changelog_rows(store: ResultsStore) -> Iterator[Row]:
    """Every change, tombstones too, oldest first."""
    return (row_of(line) for line in changes(store))


def changes(store: ResultsStore) -> Iterator[ResultLine]:
    """The lines behind `changelog_rows`."""
    return _lines(store.changelog, range(store.changelog.first, store.changelog.end))


def left_over(store: ResultsStore) -> Iterator[ResultLine]:
    """Rows of the table whose last change has left the changelog: together with `changes` they make the table."""
    first = store.changelog.first
    if not store.is_keyed or not first:
        return iter(())
    lines = _lines(store.table, range(store.table.first, store.table.end))
    return (line for line in lines if line.change < first and line.version != DELETED)


def row_of(line: ResultLine) -> Row:
    """The change as it came."""
    return Row(line.values, line.version == DELETED)


def _lines(lines: _Lines, numbers: range) -> Iterator[ResultLine]:
    for number in numbers:
        try:
            line = lines.line(number)
        except IndexError:
            continue
        yield line
