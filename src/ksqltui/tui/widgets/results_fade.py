"""Owns how a change loses its light with age, and when so much changes that only tags may glow; knows no drawing."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque

STEPS = (0.8, 1.8, 3.5, 10.0)
"""The ages in seconds at which a change fades one step further (look.md, Tags, deltas and fade)."""
TINTED = 3
"""Steps below this have a tint and show deltas."""
SETTLED = len(STEPS)
"""The step at which nothing changes any more: the tag is faint."""
BUSY = 50
"""More changed rows a second on the screen than this, and cells keep still: tags only."""


def fade_step(received: float, now: float) -> int:
    """0 for a change that just came, up to SETTLED; a row of the future is fresh."""
    return bisect_right(STEPS, now - received)


class Bustle:
    """How many rows changed on the screen within the last second."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self._sum = 0

    def note(self, now: float, changed: int) -> None:
        if changed:
            self._seen.append((now, changed))
            self._sum += changed
        while self._seen and self._seen[0][0] <= now - 1.0:
            self._sum -= self._seen.popleft()[1]

    @property
    def is_busy(self) -> bool:
        return self._sum > BUSY
