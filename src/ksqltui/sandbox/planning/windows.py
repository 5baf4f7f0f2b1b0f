"""Owns what a WINDOW clause means in ms, with ksqlDB's defaults; knows no rows."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.sandbox.catalog import Windowing, WindowKind
from ksqltui.sandbox.planning.durations import duration_ms
from ksqltui.sql.syntax import Emit, Window, WindowType

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """All in ms. `size` is the gap of a SESSION window; `advance` equals `size` for TUMBLING.

    `loses_over_gaps` holds where the store's retention is the statement's own: then a jump of stream time beyond it
    takes windows away before EMIT FINAL reads them (suppress.json); without it the live server prints them.
    """

    kind: WindowKind
    size: int
    advance: int
    grace: int
    retention: int
    loses_over_gaps: bool

    @property
    def windowing(self) -> Windowing:
        return Windowing(self.kind, None if self.kind is WindowKind.SESSION else self.size)


def window_spec(window: Window, emit: Emit | None) -> WindowSpec:
    """The default grace is 24 hours less the size for EMIT CHANGES, nothing for EMIT FINAL."""
    size = duration_ms(window.size)
    advance = duration_ms(window.advance) if window.advance else size
    if window.grace is not None:
        grace = duration_ms(window.grace)
    else:
        grace = 0 if emit is Emit.FINAL else max(_DAY_MS - size, 0)
    retention = max(duration_ms(window.retention), size + grace) if window.retention else size + grace
    kind = {
        WindowType.TUMBLING: WindowKind.TUMBLING,
        WindowType.HOPPING: WindowKind.HOPPING,
        WindowType.SESSION: WindowKind.SESSION,
    }[window.type]
    return WindowSpec(kind, size, advance, grace, retention, loses_over_gaps=window.grace is not None)
