"""Owns a buffer's text as a script: offsets and places, statements, what a selection holds; knows no widget."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

from ksqltui.sql.splitter import ScriptStatement, split

Location = tuple[int, int]
"""Line and column, both from 0, as TextArea counts them."""


class EditorScript:
    """The text at one moment, lines joined by `\\n`; offsets count its characters; statements are split on demand."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = tuple(lines)
        self._starts = list(accumulate((len(line) + 1 for line in self._lines[:-1]), initial=0))

    @cached_property
    def text(self) -> str:
        return "\n".join(self._lines)

    @cached_property
    def statements(self) -> tuple[ScriptStatement, ...]:
        return split(self.text)

    @property
    def size(self) -> int:
        """Characters, line ends included."""
        return self._starts[-1] + len(self._lines[-1])

    def start_of(self, row: int) -> int:
        """The offset of a line's first character."""
        return self._starts[row]

    def offset_at(self, location: Location) -> int:
        row, column = location
        return self._starts[min(row, len(self._starts) - 1)] + column

    def location_of(self, offset: int) -> Location:
        row = bisect_right(self._starts, offset) - 1
        return row, min(offset - self._starts[row], len(self._lines[row]))

    def statements_between(self, start: Location, end: Location) -> tuple[ScriptStatement, ...]:
        """What is chosen, read as a script of its own, with its places in the whole buffer."""
        first = self.offset_at(start)
        return tuple(
            replace(
                statement,
                start=first + statement.start,
                end=first + statement.end,
                line=start[0] + statement.line,
                column=statement.column + (start[1] if statement.line == 1 else 0),
            )
            for statement in split(self.text[first : self.offset_at(end)])
        )


def line_and_column(text: str) -> Location | None:
    """The place that a person means by `12` or `12:5`, both from 1; None where it is no place."""
    numbers = [part.strip() for part in text.split(":")]
    if not all(part.isdecimal() for part in numbers) or len(numbers) > 2:
        return None
    line, column = int(numbers[0]), int(numbers[1]) if len(numbers) == 2 else 1
    return max(line - 1, 0), max(column - 1, 0)


def without_controls(text: str) -> str:
    """Pasted text as lines; what a terminal would obey is left out, for it could not be seen or edited."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if character in "\n\t" or unicodedata.category(character) != "Cc")
