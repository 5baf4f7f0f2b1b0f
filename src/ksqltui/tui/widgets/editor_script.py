"""Owns a buffer's text as a script: offsets and places, statements, what a selection holds; knows no widget."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

from ksqltui.sql.splitter import ScriptStatement, split, split_again

_CONTROLS = dict.fromkeys(
    code for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and code not in b"\n\t"
)
Location = tuple[int, int]
"""Line and column, both from 0, as TextArea counts them."""


class EditorScript:
    """The text at one moment, lines joined by `\\n`; offsets count its characters; statements are split on demand.

    `former` is the script before a change; what the change left alone is not read again.
    """

    def __init__(self, lines: Sequence[str], former: EditorScript | None = None) -> None:
        self._lines = tuple(lines)
        self._starts = list(accumulate((len(line) + 1 for line in self._lines[:-1]), initial=0))
        # Of scripts that were never split nothing can be taken over, and a chain of them would grow.
        self._former: EditorScript | None = former if former is None or former.is_split else former._former

    @cached_property
    def text(self) -> str:
        return "\n".join(self._lines)

    @cached_property
    def statements(self) -> tuple[ScriptStatement, ...]:
        same, behind = self._same_lines
        former, self._former = self._former, None
        if former is None:
            return split(self.text)
        same_end = self.size - self._starts[-behind] if behind else 0
        return split_again(
            former.statements,
            self.text,
            self._starts[same] if same < len(self._lines) else self.size,
            same_end,
            self.size - former.size,
            len(self._lines) - len(former._lines),
        )

    @property
    def unread(self) -> int:
        """About how many characters are to be read until the statements are known."""
        if self.is_split:
            return 0
        same, behind = self._same_lines
        last = len(self._lines) - behind
        return (self._starts[last] if last < len(self._lines) else self.size) - self._starts[min(same, last - 1)]

    def take_over(self, former: EditorScript) -> None:
        """An earlier text has been read meanwhile: what is as it was there need not be read again."""
        if not self.is_split:
            self._former = former
            self.__dict__.pop("_same_lines", None)

    @cached_property
    def _same_lines(self) -> tuple[int, int]:
        """How many lines at the beginning and at the end are those of the former script."""
        former = self._former
        if former is None:
            return 0, 0
        same = _same_before(former._lines, self._lines)
        most = min(len(former._lines), len(self._lines)) - same
        return same, _same_before(former._lines[same:][::-1], self._lines[same:][::-1], most)

    @property
    def is_split(self) -> bool:
        """Whether the statements are known."""
        return "statements" in self.__dict__

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


def _same_before(old: Sequence[str], new: Sequence[str], most: int | None = None) -> int:
    """How many lines, at most `most`, both begin with."""
    count = min(len(old), len(new)) if most is None else most
    return next((at for at in range(count) if old[at] is not new[at] and old[at] != new[at]), count)


def line_and_column(text: str) -> Location | None:
    """The place that a person means by `12` or `12:5`, both from 1; None where it is no place."""
    numbers = [part.strip() for part in text.split(":")]
    if not all(part.isdecimal() for part in numbers) or len(numbers) > 2:
        return None
    line, column = int(numbers[0]), int(numbers[1]) if len(numbers) == 2 else 1
    return max(line - 1, 0), max(column - 1, 0)


def without_controls(text: str) -> str:
    """Pasted text as lines; what a terminal would obey is left out, for it could not be seen or edited."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
