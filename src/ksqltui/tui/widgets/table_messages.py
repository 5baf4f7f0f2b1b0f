"""Owns what a table of results tells its owner, in the names of DataTable's messages; knows no rows and no drawing."""

from __future__ import annotations

from textual.coordinate import Coordinate
from textual.message import Message
from textual.widget import Widget


class TableMessages(Widget):
    """A widget that tells where its cursor is and what was chosen.

    `cursor_row` and the row of a coordinate are numbers of the shown view's lines. `row_key` is the number of the same
    row in the store, which stays the same however rows are narrowed and sorted. Columns are indexes of the result's
    columns, wherever they are shown. Nothing is told while the cursor only follows the newest row.
    """

    class _OfTable(Message, namespace="results_table"):
        def __init__(self, table: TableMessages) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> TableMessages:
            return self.table

    class _OfRow(_OfTable, namespace="results_table"):
        def __init__(self, table: TableMessages, cursor_row: int, row_key: int) -> None:
            super().__init__(table)
            self.cursor_row = cursor_row
            self.row_key = row_key

    class _OfCell(_OfTable, namespace="results_table"):
        def __init__(self, table: TableMessages, value: object, coordinate: Coordinate, row_key: int) -> None:
            super().__init__(table)
            self.value = value
            self.coordinate = coordinate
            self.row_key = row_key

    class _OfColumn(_OfTable, namespace="results_table"):
        def __init__(self, table: TableMessages, cursor_column: int) -> None:
            super().__init__(table)
            self.cursor_column = cursor_column

    class RowHighlighted(_OfRow, namespace="results_table"):
        """The reader moved the cursor, which is a whole row, to this one."""

    class RowSelected(_OfRow, namespace="results_table"):
        """Enter or a double click on a whole row."""

    class CellHighlighted(_OfCell, namespace="results_table"):
        """The reader moved the cursor, which is one cell, to this one."""

    class CellSelected(_OfCell, namespace="results_table"):
        """Enter or a double click on one cell."""

    class ColumnHighlighted(_OfColumn, namespace="results_table"):
        """The reader moved the cursor, which is a whole column, to this one."""

    class ColumnSelected(_OfColumn, namespace="results_table"):
        """Enter or a double click on a whole column."""

    class HeaderSelected(_OfTable, namespace="results_table"):
        """The head of the column of this index was clicked; `label` is what it says."""

        def __init__(self, table: TableMessages, column_index: int, label: str) -> None:
            super().__init__(table)
            self.column_index = column_index
            self.label = label
