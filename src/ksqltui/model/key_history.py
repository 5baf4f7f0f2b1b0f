"""Owns what the versions of one row tell together: times between them, series to plot, the span they fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ksqltui.model.changes import DELETED, ResultLine, is_number
from ksqltui.model.window_state import Window

TOGETHER = 0.05
"""Versions that all came within so many seconds came at once: then their order tells more than their time."""
LEAST_SPAN = 5.0
"""Seconds that a time axis shows at least."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where a plot goes and where now is, in seconds; by version number where `is_time` is false."""

    start: float
    end: float
    now: float
    is_time: bool = True


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The kept versions of one row, oldest first; at least one."""

    versions: Sequence[ResultLine]

    @property
    def newest(self) -> ResultLine:
        return self.versions[-1]

    @property
    def forgotten(self) -> int:
        """Versions that are no longer kept; a row that was deleted and came again counts anew."""
        first = self.versions[0].version
        return max(0, first - 1)

    @property
    def lasted(self) -> float:
        """Seconds from the oldest kept version to the newest."""
        return self.newest.received - self.versions[0].received

    def after(self, index: int) -> float | None:
        """Seconds since the version before; None for the first kept."""
        return self.versions[index].received - self.versions[index - 1].received if index else None

    def series(self, column: int, axis: Axis) -> list[tuple[float, float]]:
        """(time, value) of each version whose value is a finite number; deletions have none."""
        points: list[tuple[float, float]] = []
        for place, line in enumerate(self.versions):
            value = line.values[column]
            if line.version == DELETED or not is_number(value) or not Decimal(str(value)).is_finite():
                continue
            points.append((line.received if axis.is_time else float(place), float(value)))
        return points

    def axis(self, now: float, window: Window | None) -> Axis:
        """The window's own span while it holds the versions; else from the first version to now."""
        first, last = self.versions[0].received, self.newest.received
        if window is not None and window.start / 1000 <= first and last <= window.end / 1000 + LEAST_SPAN:
            end = max(window.end / 1000, last)
            return Axis(window.start / 1000, end, min(max(now, last), end))
        if len(self.versions) > 1 and last - first < TOGETHER:
            return Axis(0.0, float(len(self.versions)), float(len(self.versions)), is_time=False)
        end = max(now, last, first + LEAST_SPAN)
        return Axis(first, end, min(max(now, last), end))
