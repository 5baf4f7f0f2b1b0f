"""Owns what time it is in the sandbox; every interval of the engine is measured with a Clock and nothing else."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Clock time in ms since the epoch; it may run faster than the wall."""

    @property
    def speed(self) -> float:
        """Clock seconds that pass in one second of the wall."""
        ...

    def now_ms(self) -> int: ...


class SystemClock:
    """The wall clock, `speed` times faster from the moment it is made."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._start_wall = time.time()
        self._start_monotonic = time.monotonic()

    @property
    def speed(self) -> float:
        return self._speed

    def now_ms(self) -> int:
        passed = (time.monotonic() - self._start_monotonic) * self._speed
        return int((self._start_wall + passed) * 1000)


class ManualClock:
    """A clock that stands still until it is told to move, for repeatable runs."""

    def __init__(self, now_ms: int = 0) -> None:
        self._now_ms = now_ms

    @property
    def speed(self) -> float:
        return 1.0

    def now_ms(self) -> int:
        return self._now_ms

    def advance(self, ms: int) -> None:
        self._now_ms += ms
