"""Owns the way of a run's rows into a writer; knows formats as a protocol and runs as readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TextIO

from ksqltui.model.entity_table import EntityTable
from ksqltui.model.keyed_rows import NewestRows, RowChanges
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.writers.heads import head_of_rows, head_of_table
from ksqltui.model.writers.protocol import Head, Writer
from ksqltui.session.query_run import ReaderGone

CHANGE_COLUMNS = (ResultColumn("@op", "STRING"), ResultColumn("@updates", "INTEGER"))
"""What a changelog has before the columns of the result; no unquoted column can have these names."""


class RowView(Enum):
    """As what the rows of a query are written."""

    ROWS = "rows"
    """Each as it comes."""
    CHANGELOG = "changelog"
    """Each as it comes, with its change before it."""
    TABLE = "table"
    """The newest row of each key, once the query has ended; rows without a key are written as they come."""


class RowPrinter:
    """Writes each block of rows as it comes and flushes it. An output that takes no more ends the run by ReaderGone.

    A `gap` is what its first result is set apart by from those of another writer.
    """

    def __init__(self, writer: Writer, out: TextIO, view: RowView = RowView.ROWS, *, gap: str = "") -> None:
        self._writer = writer
        self._out = out
        self._view = view
        self._gap = gap
        self._is_open = False
        self._changes = RowChanges(())
        self._newest: NewestRows | None = None
        self._columns: tuple[ResultColumn, ...] = ()
        self.has_written = False
        """Whether a result was begun."""
        self.is_gone = False
        """Whether nobody reads what is written any more."""
        self.problem: OSError | None = None
        """Why nothing can be written any more, where that is not because the reader has gone."""

    @property
    def needs_identity(self) -> bool:
        return self._view is not RowView.ROWS

    @property
    def keys(self) -> int | None:
        """How many rows a table has been brought down to; None where rows are written as they come."""
        return None if self._newest is None else len(self._newest)

    def opened(self, columns: tuple[ResultColumn, ...], identity: tuple[int, ...] = ()) -> None:
        if self._view is RowView.TABLE and identity:
            self._newest, self._columns = NewestRows(identity), columns
            return
        if self._view is RowView.CHANGELOG:
            self._changes = RowChanges(identity)
            columns = CHANGE_COLUMNS + columns
        self._begin(head_of_rows(columns))
        self._flush()

    def rows(self, rows: Sequence[Row]) -> None:
        if self._newest is not None:
            self._newest.take(rows)
            return
        if self._view is RowView.CHANGELOG:
            rows = [self._with_change(row) for row in rows]
        self._write(rows)

    def lines(self, lines: Sequence[str]) -> None:
        try:
            self._out.writelines(f"{line}\n" for line in lines)
        except OSError as error:
            self._gone(error)
        self._flush()

    def table(self, table: EntityTable) -> None:
        """Writes a whole table. Raises ReaderGone."""
        self._begin(head_of_table(table))
        self._write([Row(values) for values in table.rows])
        self._end()

    def close(self) -> None:
        """Ends a result that was begun, however its run ended. Raises ReaderGone."""
        if self.is_gone:
            return
        if self._newest is not None:
            self._begin(head_of_rows(self._columns))
            self._write(self._newest.rows())
            self._newest = None
        self._end()

    def _with_change(self, row: Row) -> Row:
        tag, count = self._changes.tag(row)
        return Row((tag.value, count, *row.values), row.tombstone)

    def _write(self, rows: Sequence[Row]) -> None:
        try:
            self._writer.rows(rows)
        except OSError as error:
            self._gone(error)
        self._flush()

    def _begin(self, head: Head) -> None:
        self._is_open = self.has_written = True
        try:
            gap, self._gap = self._gap, ""
            self._out.write(gap)
            self._writer.begin(head)
        except OSError as error:
            self._gone(error)

    def _end(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._writer.end()
        except OSError as error:
            self._gone(error)
        self._flush()

    def _flush(self) -> None:
        try:
            self._out.flush()
        except OSError as error:
            self._gone(error)

    def _gone(self, error: OSError) -> None:
        self.is_gone = True
        if not isinstance(error, BrokenPipeError):
            self.problem = error
        raise ReaderGone
