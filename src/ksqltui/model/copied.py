"""Owns what of a result goes to the clipboard: a cell, rows as TSV, either as JSON; knows no clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from ksqltui.model.changes import DELETED, ResultLine
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.json_lines import encoded
from ksqltui.model.writers.protocol import Format, Head
from ksqltui.model.writers.text import bare_text
from ksqltui.speech.speech import Told


@dataclass(frozen=True, slots=True)
class Copied:
    """The text, and what it is in words: "3 rows as TSV"."""

    text: str
    words: str


def copied_cell(column: ResultColumn, value: object, *, as_json: bool) -> Copied:
    """A cell with its bare digits; a null is nothing at all, or `null` in JSON."""
    if as_json:
        return Copied(encoded(value), Told("the cell {name} as JSON", name=column.name))
    return Copied("" if value is None else bare_text(value), Told("the cell {name}", name=column.name))


def copied_rows(
    columns: Sequence[ResultColumn], shown: Sequence[int], rows: Sequence[ResultLine], *, as_json: bool
) -> Copied:
    """The shown columns of rows: TSV with a heading, or JSON, an array where there are more rows than one."""
    out = StringIO()
    names = tuple(columns[index].name for index in shown)
    chosen = Format.TSV if not as_json else Format.JSONL if len(rows) == 1 else Format.JSON
    writer = writer_for(chosen, out)
    writer.begin(Head(names, (False,) * len(names)))
    writer.rows([Row(tuple([row.values[index] for index in shown]), row.version == DELETED) for row in rows])
    writer.end()
    return Copied(
        out.getvalue().removesuffix("\n"),
        Told(
            "{count} row as {format}" if len(rows) == 1 else "{count} rows as {format}",
            count=len(rows),
            format="JSON" if as_json else "TSV",
        ),
    )
