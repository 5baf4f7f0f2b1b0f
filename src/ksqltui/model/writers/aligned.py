"""Owns the formats for people: table (aligned columns), vertical (a line a cell) and markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import TextIO

from ksqltui.model.cell_text import is_plain
from ksqltui.model.stream import Row
from ksqltui.model.writers.blocks import plain_values, texts_of
from ksqltui.model.writers.protocol import PLAIN, Head, Style, emptied
from ksqltui.model.writers.text import LONGEST, NULL, cut, padded, shown_cell, shown_text, width, wrapped

_MARKS = re.compile(r"[\\`*_<|\[]")
WIDEST = 100
"""A column grows to this many cells; a longer cell sticks out of its own line and moves no other."""


class _Cells:
    """Makes the cells of rows, as people read them."""

    def __init__(self, style: Style) -> None:
        self._null = NULL if style.null is None else style.null

    def columns(self, rows: Sequence[Row]) -> list[Sequence[str]]:
        """The texts of each column; none where there are no rows."""
        values = plain_values(rows)
        if values is not None:
            return [texts_of(column, self._cell, self._is_bare) for column in zip(*values, strict=True)]
        return list(zip(*(self._row(*row) for row in rows), strict=True))

    def _row(self, values: Sequence[object], tombstone: bool) -> list[str]:
        texts = [self._cell(value) for value in values]
        return emptied(texts, values) if tombstone else texts

    def _cell(self, value: object) -> str:
        return shown_cell(value, self._null)

    def _is_bare(self, text: str) -> bool:
        # What stands for null is quoted where it is a string.
        return len(text) < LONGEST and is_plain(text) and self._null not in text


def _widest(texts: Sequence[str]) -> int:
    """The cells that a column wants for these texts."""
    return min(WIDEST, max(map(len if "".join(texts).isascii() else width, texts), default=0))


def _padded(texts: Sequence[str], cells: int, *, to_the_right: bool) -> list[str]:
    if "".join(texts).isascii():
        return [text.rjust(cells) for text in texts] if to_the_right else [text.ljust(cells) for text in texts]
    return [padded(text, cells, to_the_right=to_the_right) for text in texts]


class Table:
    """Columns as wide as the widest cell so far, unless the style says how wide they are.

    The first rows that come together decide before anything is written; a later wider cell widens its column from the
    rows on that it came with.
    """

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        self._out = out
        self._style = style
        self._cells = _Cells(style)
        self._head = Head((), ())
        self._widths: list[int] = []
        self._is_headed = False
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        self._head = head
        fixed = self._style.column_width
        self._widths = [fixed or (width(shown_text(name)) if self._style.heading else 0) for name in head.columns]
        self._is_headed = False

    def rows(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        columns = self._cells.columns(rows)
        if not self._style.column_width:
            self._widths = [max(known, _widest(texts)) for known, texts in zip(self._widths, columns, strict=True)]
        self._write_head()
        if self._style.column_width or not self._style.wraps:
            for texts in zip(*columns, strict=True):
                self._fitted(texts)
        elif columns:
            sides = zip(columns, self._widths, self._head.numbers, strict=True)
            aligned = [_padded(texts, cells, to_the_right=is_number) for texts, cells, is_number in sides]
            lines = map(str.rstrip, map(" | ".join, zip(*aligned, strict=True)))
            self._out.write("\n".join(lines) + "\n")
        else:
            self._out.write("\n" * len(rows))

    def end(self) -> None:
        self._write_head()

    def _write_head(self) -> None:
        if self._is_headed:
            return
        self._is_headed = True
        if self._head.title:
            self._out.write(f"{shown_text(self._head.title)}\n")
        if self._style.heading:
            self._fitted([shown_text(name) for name in self._head.columns])
            self._out.write("-+-".join("-" * cells for cells in self._widths) + "\n")

    def _fitted(self, texts: Sequence[str]) -> None:
        """A row whose cells are cut, or go on in further lines, where their column is too narrow."""
        if not self._style.wraps:
            texts = [cut(text, cells) for text, cells in zip(texts, self._widths, strict=True)]
        elif self._style.column_width:
            pieces = (wrapped(text, cells) for text, cells in zip(texts, self._widths, strict=True))
            for line in zip_longest(*pieces, fillvalue=""):
                self._write_line(line)
            return
        self._write_line(texts)

    def _write_line(self, texts: Sequence[str]) -> None:
        cells = (
            padded(text, cells, to_the_right=is_number)
            for text, cells, is_number in zip(texts, self._widths, self._head.numbers, strict=True)
        )
        self._out.write(" | ".join(cells).rstrip() + "\n")


class Vertical:
    """A numbered block for each row, a line for each cell: for rows wider than the terminal."""

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        self._out = out
        self._cells = _Cells(style)
        self._names: list[str] = []
        self._count = 0
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        names = [shown_text(name) for name in head.columns]
        widest = max(map(width, names), default=0)
        self._names = [padded(name, widest) for name in names]
        self._count = 0
        if head.title:
            self._out.write(f"{shown_text(head.title)}\n")

    def rows(self, rows: Sequence[Row]) -> None:
        columns = self._cells.columns(rows)
        heads = [f"-- row {number} --" for number in range(self._count + 1, self._count + len(rows) + 1)]
        named = ([f"{name}  {text}" for text in texts] for name, texts in zip(self._names, columns, strict=False))
        self._out.writelines("\n".join(lines) + "\n" for lines in zip(heads, *named, strict=True))
        self._count += len(rows)

    def end(self) -> None:
        pass


class Markdown:
    """A table of GitHub's Markdown; `|` and what Markdown would read as its own is escaped."""

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        self._out = out
        self._heading = style.heading
        self._cells = _Cells(style)
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        if head.title:
            self._out.write(f"**{_escaped(shown_text(head.title))}**\n\n")
        if self._heading:
            self._line([shown_text(name) for name in head.columns])
            self._out.write("|" + "|".join(" ---: " if number else " --- " for number in head.numbers) + "|\n")

    def rows(self, rows: Sequence[Row]) -> None:
        columns = [
            [_escaped(text) for text in texts] if _MARKS.search("".join(texts)) else texts
            for texts in self._cells.columns(rows)
        ]
        if not columns:
            columns = [[""] * len(rows)]
        self._out.writelines(f"| {' | '.join(texts)} |\n" for texts in zip(*columns, strict=True))

    def end(self) -> None:
        pass

    def _line(self, texts: Sequence[str]) -> None:
        self._out.write("| " + " | ".join(map(_escaped, texts)) + " |\n")


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)
