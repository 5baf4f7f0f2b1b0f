"""Owns one way to see a store's rows and the reader's place in it: top line, cursor, following; knows no screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ksqltui.model.changes import ResultLine
from ksqltui.model.result_lines import Lines
from ksqltui.tui.widgets.results_columns import ColumnLayout
from ksqltui.tui.widgets.results_lines import LinePainter, Shape

CursorType = Literal["row", "cell", "column", "none"]
"""What the cursor lights: with "row" a step to the right goes on to its cells, and back; "none" only scrolls."""


@dataclass(slots=True)
class View:
    """Lines as a table or a changelog, with the place that the reader left them at, by line numbers.

    While it `follows`, the newest line is at the bottom and the cursor is on it. `may_follow` is false where nothing
    comes by itself. `column` is the cell cursor, a place among the shown columns, None while the cursor is the whole
    row. `hovered` is the line under the mouse.
    """

    name: str
    lines: Lines
    shape: Shape
    layout: ColumnLayout
    painter: LinePainter
    may_follow: bool
    follows: bool
    top: int = 0
    held: int = 0
    column: int | None = None
    cursor_type: CursorType = "row"
    hovered: int | None = None

    @property
    def cursor(self) -> int:
        """The number of the line under the cursor."""
        return self.lines.end - 1 if self.follows else max(self.held, self.lines.first)

    @property
    def lights_row(self) -> bool:
        """Whether the cursor's line is marked as a whole."""
        return self.cursor_type in ("row", "cell")

    def lit_column(self, number: int) -> int | None:
        """The place of the column that the cursor lights on the line of this number."""
        if self.cursor_type == "none" or (self.cursor_type != "column" and number != self.cursor):
            return None
        return self.column

    @property
    def column_index(self) -> int | None:
        """The index of the cell cursor's column in the result."""
        return self.layout.shown[self.column] if self.column is not None else None

    def turn_to(self, cursor_type: CursorType) -> None:
        """Changes what the cursor lights; a cell or column cursor is always somewhere."""
        self.cursor_type = cursor_type
        if cursor_type in ("cell", "column"):
            self.column = self.column or 0
        elif cursor_type == "none":
            self.column = None

    def step_to(self, step: int) -> None:
        """Moves the cursor by columns; a row cursor that steps left of the first column is the whole row again."""
        least = 0 if self.cursor_type in ("cell", "column") else -1
        column = max(least, (-1 if self.column is None else self.column) + step)
        self.column = min(column, len(self.layout.shown) - 1) if column >= 0 else None

    def has(self, number: int) -> bool:
        """Whether the line is kept."""
        return self.lines.first <= number < self.lines.end

    def above(self, number: int) -> ResultLine | None:
        """The line that is drawn above this one; None for the first on the screen."""
        return self.lines.line(number - 1) if number > self.top and number > self.lines.first else None

    def keep(self, body: int) -> bool:
        """Moves the place only where it must: with the tail, or off where there are no lines, which gives True.

        Those above are dropped, those below are fewer than have room since the screen has changed.
        """
        first, lowest = self.lines.first, max(self.lines.first, self.lines.end - body)
        if self.follows:
            self.top = lowest
            return False
        top = min(max(self.top, first), lowest)
        has_moved, self.top = top != self.top, top
        return has_moved

    def stay_within(self, body: int) -> None:
        """Moves the place back to where there are lines, after newer ones were taken away."""
        first, end = self.lines.first, self.lines.end
        self.held = min(self.held, max(first, end - 1))
        self.top = min(self.top, max(first, end - body))

    def scroll(self, offset: int, *, is_end: bool) -> None:
        """The reader scrolled to this many lines behind the oldest kept; the cursor stays on its row."""
        self.held = self.cursor
        self.top = self.lines.first + offset
        self.follows = self.may_follow and is_end and self.held >= self.lines.end - 1

    def go_to(self, number: int, body: int) -> None:
        """Puts the cursor on the line, or the nearest kept one, and scrolls no more than it takes to show it."""
        self.held = min(max(number, self.lines.first), self.lines.end - 1)
        self.follows = self.may_follow and self.held == self.lines.end - 1
        lowest_top = max(self.lines.first, self.held - body + 1)
        self.top = min(max(self.top, lowest_top), self.held)
