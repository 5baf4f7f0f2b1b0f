"""Owns the formats for people: table (aligned columns), vertical (a line a cell) and markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from ksqltui.model.writers.protocol import Head, emptied
from ksqltui.model.writers.text import padded, shown_text, width

WIDEST = 60
"""A column grows to this many cells; a longer cell sticks out of its own line and moves no other."""


def _texts(values: Sequence[object], tombstone: bool) -> list[str]:
    texts = [shown_text(value) for value in values]
    return emptied(texts, values) if tombstone else texts


class Table:
    """Columns as wide as the widest cell so far; the first block of rows decides before anything is written."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._head = Head((), ())
        self._widths: list[int] = []
        self._held: list[list[str]] | None = None
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        self._head = head
        self._widths = [width(shown_text(name)) for name in head.columns]
        self._held = []

    def row(self, values: Sequence[object], tombstone: bool) -> None:
        texts = _texts(values, tombstone)
        self._widths = [max(known, min(width(text), WIDEST)) for known, text in zip(self._widths, texts, strict=True)]
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
        self._line([shown_text(name) for name in self._head.columns])
        self._out.write("-+-".join("-" * cells for cells in self._widths) + "\n")
        for texts in held:
            self._line(texts)

    def _line(self, texts: Sequence[str]) -> None:
        cells = (
            padded(text, cells, to_the_right=is_number)
            for text, cells, is_number in zip(texts, self._widths, self._head.numbers, strict=True)
        )
        self._out.write(" | ".join(cells).rstrip() + "\n")


class Vertical:
    """A numbered block for each row, a line for each cell: for rows wider than the terminal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
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
        lines += [f"{name}  {text}" for name, text in zip(self._names, _texts(values, tombstone), strict=True)]
        self._out.write("\n".join(lines) + "\n")

    def end_block(self) -> None:
        pass

    def end(self) -> None:
        pass


class Markdown:
    """A table of GitHub's Markdown; `|` and what Markdown would read as its own is escaped."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        if head.title:
            self._out.write(f"**{_escaped(shown_text(head.title))}**\n\n")
        self._line([shown_text(name) for name in head.columns])
        self._out.write("|" + "|".join(" ---: " if number else " --- " for number in head.numbers) + "|\n")

    def row(self, values: Sequence[object], tombstone: bool) -> None:
        self._line(_texts(values, tombstone))

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
