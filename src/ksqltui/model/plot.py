"""Owns plots made of block characters: values over time as lines of text; knows no colours and no widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

BLOCKS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = 8
_NEAR = 0.5
"""A plot begins at zero unless its lowest value is above this share of its highest: then it would show no change."""
_MARGIN = 0.25


@dataclass(frozen=True, slots=True)
class Scale:
    """The values at the lower and the upper edge of a plot."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a value stands between the edges, 0 to 1."""
        return (value - self.low) / (self.high - self.low) if self.high > self.low else 1.0


def scale_of(values: Sequence[float]) -> Scale:
    """Edges that hold all values: zero below them where that still lets their changes be seen."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low >= 0 and (low <= high * _NEAR or low == high):
        return Scale(0.0, high)
    return Scale(low - (high - low) * _MARGIN, high)


def sampled(
    points: Sequence[tuple[float, float]], start: float, end: float, until: float, width: int
) -> list[float | None]:
    """What value stood at the right edge of each of `width` columns from `start` to `end`.

    `points` are (time, value) in order of time; a value stands until the next one comes. None before the first and
    after `until`; the column in which `until` lies shows what stood then.
    """
    times = [time for time, _ in points]
    step = (end - start) / width if width else 0.0
    samples: list[float | None] = []
    for column in range(width):
        left = start + column * step
        at = bisect_right(times, left + step)
        is_past = left < until or column == 0
        samples.append(points[at - 1][1] if at and is_past else None)
    return samples


def plotted(samples: Sequence[float | None], scale: Scale, height: int) -> list[str]:
    """The samples as columns of blocks, `height` lines from the top; the least that is shown is one eighth."""
    full = height * _EIGHTHS
    tall = [0 if value is None else max(1, round(scale.share(value) * full)) for value in samples]
    return [
        "".join(BLOCKS[min(_EIGHTHS, max(0, eighths - row * _EIGHTHS))] for eighths in tall)
        for row in reversed(range(height))
    ]
