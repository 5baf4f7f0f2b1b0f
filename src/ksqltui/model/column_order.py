"""Owns which columns of a result are shown, in which order and how wide; knows no cells and no screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class ColumnOrder:
    """All columns by index in their order, those that are hidden, and widths that the reader chose, in cells."""

    order: tuple[int, ...]
    hidden: frozenset[int] = frozenset()
    widths: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, count: int) -> ColumnOrder:
        """As the server sent them."""
        return cls(tuple(range(count)))

    @property
    def shown(self) -> tuple[int, ...]:
        """The columns from left to right."""
        return tuple(index for index in self.order if index not in self.hidden)

    @property
    def is_plain(self) -> bool:
        """Whether nothing was chosen."""
        return self == ColumnOrder.of(len(self.order))

    def toggled(self, index: int) -> ColumnOrder:
        """With the column hidden or shown again; the last one that is shown stays."""
        if index in self.hidden:
            return replace(self, hidden=self.hidden - {index})
        return replace(self, hidden=self.hidden | {index}) if len(self.shown) > 1 else self

    def moved(self, index: int, by: int) -> ColumnOrder:
        """With the column so many places further right, or left, as far as there are any."""
        order = list(self.order)
        at = order.index(index)
        order.insert(min(max(0, at + by), len(order) - 1), order.pop(at))
        return replace(self, order=tuple(order))

    def resized(self, index: int, width: int | None) -> ColumnOrder:
        """With this width for the column's values, at least 1; None gives the width to the data again."""
        widths = {known: cells for known, cells in self.widths.items() if known != index}
        if width is not None:
            widths[index] = max(1, width)
        return replace(self, widths=widths)
