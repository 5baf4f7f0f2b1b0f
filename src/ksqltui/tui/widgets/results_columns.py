"""Owns where each column of a results table stands and how wide it is; knows no rows beyond what it is shown.

Widths come from the cells that were drawn. They only grow, and at most once a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ksqltui.model.cell_text import CellText, visible
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
    """One column: `width` of its values, of which `fraction` from the decimal point on, and of its deltas."""

    head: str
    is_number: bool
    limit: int
    width: int
    fraction: int = 0
    delta: int = 0

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

    @property
    def wants_to_grow(self) -> bool:
        return bool(self._wanted)


def is_number_type(kind: str) -> bool:
    """Whether the server's type text names a number."""
    return kind.partition("(")[0].strip().upper() in _NUMBERS


def _safe(name: str) -> str:
    return "".join(piece.text for piece in visible(name, MAX_CELLS))
