"""Owns whether a row's window is still open, told from the rows alone; knows no query text, no server and no screen.

Windows close by stream time, the greatest record time that the server has seen, and never by a clock. A console sees
only rows: a row of a window proves that stream time has reached the window's start. So a window counts as over once a
row of a later window came, and the clock only says how much of an open one is left while rows come in real time.
Partitions have stream times of their own; which partition a row came from is not in the answer, so they count as one.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from math import ceil, inf

from ksqltui.model.changes import DELETED, ResultLine, Values

LATEST_LIVE = 5.0
"""Seconds after its window's end in which a row may come and still count as real time: commits, load, network."""
CLOCK_SKEW = 2.0
"""Seconds that the server's clock may be ahead of ours."""
SAME_COMMIT = 1.0
"""Seconds within which rows of two windows may come in any order: one commit gives them by key, not by time."""
MAX_STEPS = 10_000
"""How many rises of stream time are remembered to tell late rows."""


@dataclass(frozen=True, slots=True)
class WindowShape:
    """Where a result shows its windows: column indexes, and lengths in ms.

    `size` None is told by both bounds. `gap` is a session window's: it stays open so long after its last record.
    `grace` counts only where the query states it. `is_final` is EMIT FINAL: each row comes when its window has closed.
    """

    start: int | None
    end: int | None
    size: int | None = None
    gap: int = 0
    grace: int = 0
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """One window's bounds in ms since 1970; records belong to it up to `end`."""

    start: int
    end: int


class WindowWord(Enum):
    """How a row's window stands; the value is the word that a person reads."""

    OPEN = "open"
    GRACE = "grace"
    CLOSED = "closed"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class WindowState:
    """`left` are whole seconds until the window (or its grace) is over, None where rows do not come in real time.

    `share` is how much of the window is over, 0 to 1, None likewise.
    """

    word: WindowWord
    left: int | None = None
    share: float | None = None

    @property
    def is_open(self) -> bool:
        return self.word in (WindowWord.OPEN, WindowWord.GRACE)


class WindowWatch:
    """Follows the stream time of one result; `note` every new row, then ask."""

    def __init__(self, shape: WindowShape) -> None:
        self.shape = shape
        self.until: float | None = None
        """When the run ended, in wall seconds: no time passes after it."""
        self._times: list[int] = []
        self._proved: list[float] = []
        self._is_live = False

    def window(self, values: Values) -> Window | None:
        """The window of a row; None where its bounds cannot be read."""
        shape = self.shape
        start = _milliseconds(values[shape.start]) if shape.start is not None else None
        end = _milliseconds(values[shape.end]) if shape.end is not None else None
        if start is None and end is not None and shape.size is not None:
            start = end - shape.size
        if end is None and start is not None and shape.size is not None:
            end = start + shape.size
        if start is None or end is None:
            return None
        return Window(start, end + shape.gap)

    def note(self, values: Values, received: float) -> None:
        """A row came at `received`, in wall seconds."""
        window = self.window(values)
        if window is None:
            return
        shape = self.shape
        reached = window.end + shape.grace if shape.is_final else window.end - shape.gap if shape.gap else window.start
        if self._times and reached <= self._times[-1]:
            return
        behind = received - window.start / 1000
        self._is_live = -CLOCK_SKEW <= behind <= (window.end - window.start) / 1000 + LATEST_LIVE
        self._times.append(reached)
        # Only what comes in real time can come late: old records come partition by partition, in any order of time.
        self._proved.append(received if self._is_live else inf)
        if len(self._times) > 2 * MAX_STEPS:
            del self._times[:MAX_STEPS], self._proved[:MAX_STEPS]

    def state(self, line: ResultLine, now: float) -> WindowState | None:
        """How the line's window stands at `now`, in wall seconds; None where it cannot be told or the row is gone."""
        window = self.window(line.values)
        if window is None or line.version == DELETED or not self._times:
            return None
        now_ms = (now if self.until is None else min(now, self.until)) * 1000
        reached, grace = self._times[-1], self.shape.grace
        if reached < window.end:
            if not self._is_live:
                return WindowState(WindowWord.OPEN)
            share = min(1.0, max(0.0, (now_ms - window.start) / (window.end - window.start)))
            return WindowState(WindowWord.OPEN, max(0, ceil((window.end - now_ms) / 1000)), share)
        ended = self._proved[bisect_left(self._times, window.end)]
        if line.received > ended + SAME_COMMIT and not self.shape.is_final:
            return WindowState(WindowWord.LATE)
        if reached < window.end + grace:
            left = max(0, ceil((window.end + grace - now_ms) / 1000)) if self._is_live else None
            return WindowState(WindowWord.GRACE, left)
        return WindowState(WindowWord.CLOSED)


def _milliseconds(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _parsed(value) if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> int | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return round((time if time.tzinfo is not None else time.replace(tzinfo=UTC)).timestamp() * 1000)
