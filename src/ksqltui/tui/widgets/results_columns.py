"""Owns where each column of a results table stands and how wide it is; knows no rows beyond what it is shown.

Widths come from the cells that were drawn. They only grow, and at most once a second. Where not all columns have room
and every time of a column is of one day, that day moves into its head.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ksqltui.model.cell_text import CellText, Voice, visible
from ksqltui.model.column_order import ColumnOrder

GAP = 3
MAX_CELLS = 60
"""The last column may be wider: nothing stands behind it."""
MAX_LAST_CELLS = 1_000
MAX_FRACTION = 12
SECONDS_BETWEEN_GROWTHS = 1.0
_NUMBERS = ("INTEGER", "BIGINT", "DOUBLE", "DECIMAL", "INT")


@dataclass(slots=True)
class Measure:
    """One column: `width` of its values, of which `fraction` from the decimal point on, and of its deltas.

    `day` is the one of every time that was drawn, as `2026-11-22T`; `is_mixed` says that there are others, or other
    text. While `is_short` the head tells the day and `whole` is the width with it.
    """

    head: str
    is_number: bool
    limit: int
    width: int
    fraction: int = 0
    delta: int = 0
    day: str = ""
    is_mixed: bool = False
    is_short: bool = False
    whole: int = 0

    @property
    def head_day(self) -> str:
        """What stands behind the name in the head."""
        return f" {self.day[:-1]}" if self.is_short else ""

    def is_shortened(self, cell: CellText) -> bool:
        """Whether the cell is drawn without its day."""
        return self.is_short and cell.is_time and cell.pieces[0].text == self.day

    def note_day(self, cell: CellText) -> None:
        if not cell.is_time:
            # What is faint stands in for nothing: null and ''.
            self.is_mixed = self.is_mixed or cell.pieces[0].voice is not Voice.FAINT
        elif not self.day:
            self.day = cell.pieces[0].text
        elif self.day != cell.pieces[0].text:
            self.is_mixed = True

    def shorten(self) -> None:
        """Moves the day into the head."""
        self.is_short, self.whole = True, self.width
        self.width = max(cell_len(self.head + self.head_day), self.width - len(self.day))

    def lengthen(self) -> None:
        """Gives the day back to each cell."""
        self.is_short, self.width = False, max(self.whole, self.width)

    @property
    def total(self) -> int:
        return self.width + (1 + self.delta if self.delta else 0)


class ColumnLayout:
    """Columns from left to right behind `start` cells that never scroll away."""

    def __init__(self, heads: Sequence[tuple[str, str]], *, start: int) -> None:
        """`heads` are names with the server's type text, `start` the first column's cell."""
        self.start = start
        last = len(heads) - 1
        self.columns = [
            Measure(
                head,
                is_number_type(kind),
                limit := MAX_LAST_CELLS if i == last else MAX_CELLS,
                min(limit, max(1, cell_len(head))),
            )
            for i, (head, kind) in enumerate((_safe(name), kind) for name, kind in heads)
        ]
        self.order = ColumnOrder.of(len(self.columns))
        self.shown: tuple[int, ...] = self.order.shown
        """The columns from left to right; `starts` and `visible` count places among them."""
        self._wanted: dict[int, tuple[int, int, int]] = {}
        self._grown = float("-inf")
        self._place()

    def _place(self) -> None:
        self.starts: list[int] = []
        at = self.start
        for index in self.shown:
            self.starts.append(at)
            at += self.columns[index].total + GAP
        self.width = at - GAP + 1 if self.shown else at

    def arrange(self, order: ColumnOrder) -> None:
        """Shows the columns in this order and with these widths; a width that is taken back grows from the head's."""
        for index in self.order.widths.keys() - order.widths.keys():
            column = self.columns[index]
            column.width = min(column.limit, max(1, cell_len(column.head)))
        for index, width in order.widths.items():
            self.columns[index].is_short = False
            self.columns[index].width = width
            self._wanted.pop(index, None)
        self.order, self.shown = order, order.shown
        self._place()

    def visible(self, left: int, right: int) -> range:
        """The places of the columns that have a cell between these cells, counted as if nothing were scrolled."""
        first = max(0, bisect_right(self.starts, left) - 1)
        return range(first, bisect_right(self.starts, right - 1))

    def see(self, index: int, cell: CellText, delta: str = "") -> None:
        """A cell is about to be drawn: its column is to hold it, from the next growth on."""
        if index in self.order.widths:
            return
        column = self.columns[index]
        column.note_day(cell)
        if column.is_shortened(cell):
            return
        fraction, whole = column.fraction, cell.width
        if cell.is_number and column.is_number:
            fraction = max(fraction, min(cell.after_point, MAX_FRACTION))
            whole = max(column.width - column.fraction, cell.width - cell.after_point)
        width = min(column.limit, max(column.width, cell.width, whole + fraction))
        change = max(column.delta, len(delta))
        if (width, fraction, change) != (column.width, column.fraction, column.delta):
            former = self._wanted.get(index, (0, 0, 0))
            self._wanted[index] = (max(width, former[0]), max(fraction, former[1]), max(change, former[2]))

    def grow(self, now: float, *, at_once: bool = False) -> bool:
        """Gives columns the widths that they asked for, unless some grew within the last second or it is to be now."""
        if not self._wanted or (now - self._grown < SECONDS_BETWEEN_GROWTHS and not at_once):
            return False
        for index, (width, fraction, delta) in self._wanted.items():
            column = self.columns[index]
            column.width, column.fraction, column.delta = width, fraction, delta
        self._wanted.clear()
        self._grown = now
        self._place()
        return True

    def fold(self, room: int) -> bool:
        """Moves days into heads where the columns take more than `room` cells, and back where they need not be there.

        Gives whether a column has another width now.
        """
        columns = [self.columns[index] for index in self.shown if index not in self.order.widths]
        short = [column for column in columns if column.is_short]
        lengthened = [column for column in short if column.is_mixed]
        shortened: list[Measure] = []
        if self.width > room:
            shortened = [column for column in columns if column.day and not column.is_mixed and not column.is_short]
        elif self.width + sum(column.whole - column.width for column in short) <= room:
            lengthened = short
        for column in shortened:
            column.shorten()
        for column in lengthened:
            column.lengthen()
        if shortened or lengthened:
            self._place()
        return bool(shortened or lengthened)

    @property
    def wants_to_grow(self) -> bool:
        return bool(self._wanted) or any(column.is_short and column.is_mixed for column in self.columns)


def is_number_type(kind: str) -> bool:
    """Whether the server's type text names a number."""
    return kind.partition("(")[0].strip().upper() in _NUMBERS


def _safe(name: str) -> str:
    return "".join(piece.text for piece in visible(name, MAX_CELLS))
