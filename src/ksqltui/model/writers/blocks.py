"""Owns what rows that came together have in common for a writer: their columns, and values that are all of one kind.

What needs care in a cell is looked for in the whole column at once, so most cells cost no call of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import itemgetter

from ksqltui.model.stream import PlainRows, Row

NONE = type(None)


def plain_values(rows: Sequence[Row]) -> Sequence[Sequence[object]] | None:
    """The rows' values; None where there is a tombstone among them."""
    if isinstance(rows, PlainRows):
        return rows.values
    return None if any(map(itemgetter(1), rows)) else list(map(itemgetter(0), rows))


def texts_of(values: Sequence[object], cell: Callable[[object], str], is_bare: Callable[[str], bool]) -> list[str]:
    """A column's texts, each what `cell` makes of its value.

    `is_bare` is asked of all texts of the column in one, and says whether `cell` leaves every one of them as it is.
    """
    kinds = set(map(type, values))
    if NONE in kinds and len(kinds) > 1:
        others = iter(texts_of([value for value in values if value is not None], cell, is_bare))
        null = cell(None)
        return [null if value is None else next(others) for value in values]
    if kinds == {str}:
        texts: list[str] = list(values)  # type: ignore[arg-type]
        return texts if "" not in texts and is_bare("".join(texts)) else list(map(cell, values))
    if kinds <= {int, Decimal} or (kinds == {float} and all(map(math.isfinite, values))):  # type: ignore[arg-type]
        texts = list(map(str, values))
        return texts if is_bare("".join(texts)) else list(map(cell, values))
    return list(map(cell, values))
