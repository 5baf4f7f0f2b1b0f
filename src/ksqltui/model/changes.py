"""Owns what one line of a result says about its change: tag, versions, former values; knows no store and no screen."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import NamedTuple, TypeGuard

Values = tuple[object, ...]
Number = int | float | Decimal

DELETED = 0
"""The `version` of a line whose row was deleted by a tombstone."""


class Tag(Enum):
    """What the newest change did to a row; the value is its glyph."""

    NEW = "+"
    CHANGED = "~"
    DELETED = "-"


class ResultLine(NamedTuple):
    """One line of the table or of the changelog.

    `number` names the line for good: it counts lines since the run began and is never reused.
    `change` counts changes since the run began; two looks at a line with the same `change` see the same line.
    `version` counts the row's versions so far from 1, or is DELETED; `previous` holds the values before this change,
    None where there were none; `received` is in wall seconds.
    """

    number: int
    change: int
    values: Values
    previous: Values | None
    version: int
    received: float

    @property
    def tag(self) -> Tag:
        if self.version == DELETED:
            return Tag.DELETED
        return Tag.NEW if self.version == 1 else Tag.CHANGED

    def is_changed(self, column: int) -> bool:
        """Whether this change gave the column another value."""
        return self.previous is not None and self.previous[column] != self.values[column]

    def delta(self, column: int) -> Number | None:
        """By how much a number rose or fell; None where it is no number, was none, or stayed."""
        if self.previous is None or self.version == DELETED:
            return None
        new, old = self.values[column], self.previous[column]
        if not is_number(new) or not is_number(old) or new == old:
            return None
        if isinstance(new, int) and isinstance(old, int):
            return new - old
        new, old = Decimal(str(new)), Decimal(str(old))
        return new - old if new.is_finite() and old.is_finite() else None


def is_number(value: object) -> TypeGuard[Number]:
    """Whether a value is a number to the reader: a boolean is none."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def tag_text(line: ResultLine, *, counted: bool) -> str:
    """The tag in at most 4 cells: `+`, `~×5`, `~×1k` from 1 000 versions on, `-`; the glyph alone unless `counted`."""
    tag = line.tag
    if tag is not Tag.CHANGED or not counted:
        return tag.value
    if line.version < 100:
        return f"~×{line.version}"
    if line.version < 1_000:
        return f"~{line.version}"
    size, unit, larger = (1_000, "k", "M") if line.version < 1_000_000 else (1_000_000, "M", "G")
    count = line.version // size
    if count < 10:
        return f"~×{count}{unit}"
    return f"~{count}{unit}" if count < 100 else f"~.{min(count // 100, 9)}{larger}"
