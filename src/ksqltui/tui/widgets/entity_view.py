"""Owns how an answer of SHOW, CREATE, DESCRIBE and the like is laid out in lines; knows no wire format and no run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ksqltui.model.cell_text import CellText, cell_text, fit
from ksqltui.model.changes import is_number
from ksqltui.model.entity_table import EntityTable
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.words import Line, Word, said, wrapped

EDGE = "  "
GAP = 3
WIDEST = 60


class EntityView(LinesView):
    """Messages and tables one under the other, the tables' heads faint because they are our own."""

    def __init__(self, messages: Sequence[str], tables: Sequence[EntityTable], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._messages = tuple(messages)
        self._tables = tuple(tables)
        self._lines: list[Line] = []

    @property
    def end(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def rebuild(self) -> None:
        self._lines = entity_lines(self._messages, self._tables, self.size.width, speech_of(self))
        super().rebuild()


def reads_best_as_rows(tables: Sequence[EntityTable]) -> bool:
    """Whether the answer is one list, which a table with a cursor and a standing head shows better."""
    return len(tables) == 1 and not tables[0].is_record and not _is_message(tables[0]) and len(tables[0].rows) > 1


def store_of(table: EntityTable, say: Speech = ENGLISH) -> ResultsStore:
    """The list as rows that never change, numbers to the right."""
    table = _said(table, say)
    kinds = ["BIGINT" if _is_numeric(table, index) else "STRING" for index in range(len(table.columns))]
    columns = tuple(ResultColumn(name, kind) for name, kind in zip(table.columns, kinds, strict=True))
    store = ResultsStore(columns)
    store.apply([Row(row) for row in table.rows], 0.0)
    return store


def entity_lines(
    messages: Sequence[str], tables: Sequence[EntityTable], width: int, say: Speech = ENGLISH
) -> list[Line]:
    """All lines, none wider than `width` where it can wrap: tables of many columns are left to scroll."""
    lines: list[Line] = []
    for message in messages:
        lines += _text(say(message) if isinstance(message, Told) else message, width)
    for table in (_said(each, say) for each in tables):
        if lines:
            lines.append(())
        if table.title:
            lines += wrapped([Word(EDGE), *said(table.title, "foreground", bold=True)], width - 1)
        lines += _table_lines(table, width, say)
    return lines


def _said(table: EntityTable, say: Speech) -> EntityTable:
    """The table with our own words in the language; what a server wrote stays as it is."""
    return replace(
        table,
        title=say(table.title) if isinstance(table.title, Told) else table.title,
        columns=tuple(say(name) if isinstance(name, Told) else name for name in table.columns),
        rows=tuple(tuple(say(value) if isinstance(value, Told) else value for value in row) for row in table.rows),
    )


def _table_lines(table: EntityTable, width: int, say: Speech) -> list[Line]:
    if _is_message(table):
        return [line for row in table.rows for line in _text(str(row[0]), width)]
    if table.is_record:
        return _record(table, width)
    if not table.rows:
        return [(Word(EDGE), Word(say("none"), "faint"))]
    return _grid(table)


def _text(text: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for line in text.splitlines() or [""]:
        lines += wrapped([Word(EDGE), *said(line.expandtabs(4), "foreground")], width - 1, indent=(Word(EDGE),))
    return lines


def _record(table: EntityTable, width: int) -> list[Line]:
    longest = max(map(len, table.columns), default=0)
    indent = (Word(EDGE + " " * (longest + GAP)),)
    lines: list[Line] = []
    for name, value in zip(table.columns, table.rows[0], strict=True):
        words = [Word(f"{EDGE}{name.ljust(longest + GAP)}")]
        # A statement or a plan has lines of its own.
        text = value if isinstance(value, str) else cell_text(value).text
        for part in text.splitlines() or [""]:
            lines += wrapped([*words, *said(part.expandtabs(4), "foreground")], width - 1, indent=indent)
            words = list(indent)
    return lines


def _grid(table: EntityTable) -> list[Line]:
    cells = [[cell_text(value) for value in row] for row in table.rows]
    last = len(table.columns) - 1
    widths = [
        max(len(head), *(min(row[i].width, row[i].width if i == last else WIDEST) for row in cells))
        for i, head in enumerate(table.columns)
    ]
    numeric = [_is_numeric(table, index) for index in range(len(table.columns))]
    lines: list[Line] = []
    if any(table.columns):
        heads = [
            head.rjust(width) if right else head.ljust(width)
            for head, width, right in zip(table.columns, widths, numeric, strict=True)
        ]
        lines.append((Word(EDGE), Word((" " * GAP).join(heads).rstrip(), "faint")))
    for row in cells:
        words = [Word(EDGE)]
        for index, cell in enumerate(row):
            words += _cell(cell, widths[index], right=numeric[index], is_last=index == last)
        lines.append(tuple(words))
    return lines


def _cell(cell: CellText, width: int, *, right: bool, is_last: bool) -> list[Word]:
    words = [
        Word(piece.text, "faint" if piece.voice.value == "faint" else "foreground") for piece in fit(cell.pieces, width)
    ]
    blank = [Word(" " * (width - min(width, cell.width)))]
    filled = [*blank, *words] if right else [*words, *blank]
    return filled if is_last else [*filled, Word(" " * GAP)]


def _is_message(table: EntityTable) -> bool:
    return table.columns == ("message",)


def _is_numeric(table: EntityTable, index: int) -> bool:
    return bool(table.rows) and all(is_number(row[index]) for row in table.rows)
