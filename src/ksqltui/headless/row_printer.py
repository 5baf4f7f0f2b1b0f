"""Owns the way of a run's rows into a writer; knows formats as a protocol and runs as readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from ksqltui.model.entity_table import EntityTable
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.writers.protocol import Head, Writer, write_block
from ksqltui.session.query_run import ReaderGone

_NUMBERS = ("INTEGER", "BIGINT", "DOUBLE", "DECIMAL")


class RowPrinter:
    """Writes each block of rows as it comes and flushes it. A closed pipe ends the run by ReaderGone."""

    def __init__(self, writer: Writer, out: TextIO) -> None:
        self._writer = writer
        self._out = out
        self._is_open = False
        self.is_gone = False
        """Whether nobody reads what is written any more."""

    def opened(self, columns: tuple[ResultColumn, ...]) -> None:
        numbers = tuple(column.type.upper().startswith(_NUMBERS) for column in columns)
        self._begin(Head(tuple(column.name for column in columns), numbers))
        self._flush()

    def rows(self, rows: Sequence[Row]) -> None:
        try:
            write_block(self._writer, rows)
        except BrokenPipeError:
            self._gone()
        self._flush()

    def lines(self, lines: Sequence[str]) -> None:
        try:
            self._out.writelines(f"{line}\n" for line in lines)
        except BrokenPipeError:
            self._gone()
        self._flush()

    def table(self, table: EntityTable) -> None:
        """Writes a whole table of an answer. Raises ReaderGone."""
        numbers = tuple(
            all(isinstance(row[index], int | float) and not isinstance(row[index], bool) for row in table.rows)
            for index in range(len(table.columns))
        )
        self._begin(Head(table.columns, numbers, table.title))
        self.rows([Row(values) for values in table.rows])
        self.close()

    def close(self) -> None:
        """Ends a result that was begun, however its run ended."""
        if not self._is_open or self.is_gone:
            return
        self._is_open = False
        try:
            self._writer.end()
        except BrokenPipeError:
            self._gone()
        self._flush()

    def _begin(self, head: Head) -> None:
        self._is_open = True
        try:
            self._writer.begin(head)
        except BrokenPipeError:
            self._gone()

    def _flush(self) -> None:
        try:
            self._out.flush()
        except BrokenPipeError:
            self._gone()

    def _gone(self) -> None:
        self.is_gone = True
        raise ReaderGone
