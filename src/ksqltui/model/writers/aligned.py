"""Owns the formats for people: table (aligned columns), vertical (a line a cell) and markdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TextIO

from ksqltui.model.writers.protocol import PLAIN, Head, Style, emptied
from ksqltui.model.writers.text import NULL, cut, padded, shown_cell, shown_text, width, wrapped

WIDEST = 100
"""A column grows to this many cells; a longer cell sticks out of its own line and moves no other."""


def _null(style: Style) -> str:
    return NULL if style.null is None else style.null


def _texts(values: Sequence[object], tombstone: bool, null: str) -> list[str]:
    texts = [shown_cell(value, null) for value in values]
    return emptied(texts, values) if tombstone else texts


class Table:
    """Columns as wide as the widest cell so far, unless the style says how wide they are.

    The first block of rows decides before anything is written.
    """

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        self._out = out
        self._style = style
        self._null = _null(style)
        self._head = Head((), ())
        self._widths: list[int] = []
        self._held: list[list[str]] | None = None
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        self._head = head
        fixed = self._style.column_width
        self._widths = [fixed or (width(shown_text(name)) if self._style.heading else 0) for name in head.columns]
        self._held = []

    def row(self, values: Sequence[object], tombstone: bool) -> None:
        texts = _texts(values, tombstone, self._null)
        if not self._style.column_width:
            texts_and_widths = zip(self._widths, texts, strict=True)
            self._widths = [max(known, min(width(text), WIDEST)) for known, text in texts_and_widths]
        if self._held is None:
            self._line(texts)
        else:
            self._held.append(texts)

    def end_block(self) -> None:
        if self._held:
            self._write_held()

    def end(self) -> None:
        if self._held is not None:
            self._write_held()

    def _write_held(self) -> None:
        held, self._held = self._held or [], None
        if self._head.title:
            self._out.write(f"{shown_text(self._head.title)}\n")
        if self._style.heading:
            self._line([shown_text(name) for name in self._head.columns])
            self._out.write("-+-".join("-" * cells for cells in self._widths) + "\n")
        for texts in held:
            self._line(texts)

    def _line(self, texts: Sequence[str]) -> None:
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
        self._null = _null(style)
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

    def row(self, values: Sequence[object], tombstone: bool) -> None:
        self._count += 1
        lines = [f"-- row {self._count} --"]
        lines += [
            f"{name}  {text}" for name, text in zip(self._names, _texts(values, tombstone, self._null), strict=True)
        ]
        self._out.write("\n".join(lines) + "\n")

    def end_block(self) -> None:
        pass

    def end(self) -> None:
        pass


class Markdown:
    """A table of GitHub's Markdown; `|` and what Markdown would read as its own is escaped."""

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        self._out = out
        self._heading = style.heading
        self._null = _null(style)
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

    def row(self, values: Sequence[object], tombstone: bool) -> None:
        self._line(_texts(values, tombstone, self._null))

    def end_block(self) -> None:
        pass

    def end(self) -> None:
        pass

    def _line(self, texts: Sequence[str]) -> None:
        self._out.write("| " + " | ".join(map(_escaped, texts)) + " |\n")


def _escaped(text: str) -> str:
    for character in "\\`*_<|[":
        text = text.replace(character, "\\" + character)
    return text
