"""Owns what a query's text says of its windows: the columns that show them and their lengths; knows no rows."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.window_state import WindowShape
from ksqltui.sql.analysis import window_columns
from ksqltui.sql.syntax import Duration, Emit, Query, WindowType

_MILLISECONDS = {
    "MILLISECOND": 1,
    "SECOND": 1_000,
    "MINUTE": 60_000,
    "HOUR": 3_600_000,
    "DAY": 86_400_000,
}


def milliseconds(duration: Duration) -> int | None:
    """The length in ms; None for a unit whose length varies."""
    unit = _MILLISECONDS.get(duration.unit)
    return None if unit is None else duration.value * unit


def window_shape(query: Query, column_names: Sequence[str], source_is_windowed: bool) -> WindowShape | None:
    """Where the result shows its windows; None where it does not show enough to tell when they end."""
    shown = window_columns(query, column_names, source_is_windowed)
    size, gap, grace = None, 0, 0
    if query.window is not None:
        length = milliseconds(query.window.size)
        if query.window.type is WindowType.SESSION:
            gap = length or 0
        else:
            size = length
        grace = milliseconds(query.window.grace) or 0 if query.window.grace is not None else 0
    has_both = shown.start is not None and shown.end is not None
    has_one = shown.start is not None or shown.end is not None
    if not has_both and not (has_one and size is not None):
        return None
    return WindowShape(shown.start, shown.end, size, gap, grace, query.emit is Emit.FINAL)
