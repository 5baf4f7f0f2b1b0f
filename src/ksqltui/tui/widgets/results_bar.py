"""Owns when the scroll bar of a results table follows its lines, which lays the whole screen out; draws nothing."""

from __future__ import annotations

from textual.geometry import Size

SECONDS_BETWEEN = 0.5
"""Where the bar would look different."""
SECONDS_BETWEEN_ALIKE = 5.0
"""Where nobody would see it: behind a long stream the bar is as short as it can be and stands at the end."""
LEAST_STEP = 1 / 8
"""What of a cell a bar can show."""


class BarPace:
    """`sized` is told whenever the size is given to the screen; all times are in wall seconds."""

    def __init__(self) -> None:
        self._sized = float("-inf")

    def sized(self, now: float) -> None:
        self._sized = now

    def is_due(self, now: float, shown: Size, wanted: Size, body: int, top: int, *, is_still: bool) -> bool:
        """Whether a bar of `body` cells for lines of which `top` are above it is to be made as `wanted` now.

        While rows come (`is_still` is false) it may lag behind.
        """
        alike = not is_still and shown.width == wanted.width and _looks_alike(shown.height, wanted.height, body, top)
        return now - self._sized >= (SECONDS_BETWEEN_ALIKE if alike else SECONDS_BETWEEN)


def _looks_alike(shown: int, wanted: int, body: int, top: int) -> bool:
    if min(shown, wanted) <= body:
        return False
    lengths = [max(1.0, body * body / lines) for lines in (shown, wanted)]
    starts = [min(top / lines * body, body - length) for lines, length in zip((shown, wanted), lengths, strict=True)]
    return abs(lengths[0] - lengths[1]) < LEAST_STEP and abs(starts[0] - starts[1]) < LEAST_STEP
