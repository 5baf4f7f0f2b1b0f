"""Owns how a table of an answer is laid out for a format before it is written; knows no writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ksqltui.model.entity_table import EntityTable
from ksqltui.model.writers.protocol import Format

WIDEST_RECORD = 80
"""Cells of a record that still reads well as one line."""
_UNNAMED = "line"
_TAB = 2


def shaped(table: EntityTable, chosen: Format) -> EntityTable:
    """The table as the format shows it best: for people each cell is one line, and a wide record stands upright."""
    columns = tuple(str(name) or _UNNAMED for name in table.columns)
    if not chosen.is_for_people:
        return EntityTable(table.title, columns, table.rows)
    is_upright = table.is_record and chosen is not Format.VERTICAL and _is_wide(columns, table.rows)
    if is_upright:
        fields = (pair for row in table.rows for pair in zip(columns, row, strict=True))
        return EntityTable(table.title, ("field", "value"), tuple(_lines_of(fields)))
    return EntityTable(table.title, columns, tuple(tuple(map(_on_one_line, row)) for row in table.rows))


def _is_wide(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bool:
    cells = (sum(max(len(name), len(str(cell))) + 3 for name, cell in zip(columns, row, strict=True)) for row in rows)
    return any(width > WIDEST_RECORD for width in cells)


def _lines_of(fields: Iterable[tuple[str, object]]) -> Iterable[tuple[object, ...]]:
    """Name and value, a line each: a value of several lines goes on below, without the name."""
    for name, value in fields:
        if not isinstance(value, str):
            yield name, value
            continue
        for at, line in enumerate(value.expandtabs(_TAB).split("\n")):
            yield "" if at else name, line


def _on_one_line(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return " ".join(cell.split()) if "\n" in cell else cell.expandtabs(_TAB)
