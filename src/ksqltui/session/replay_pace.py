"""Owns when each entry of a recording is due: speed, pause and single steps; knows no recording and no run."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Protocol


class ReplayClock(Protocol):
    """The time that a replay goes by."""

    def now(self) -> float:
        """Seconds from any zero; never runs backwards."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class RealClock:
    """The time of this machine."""

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Pace:
    """The place in a recording's time. `speed` is how many times as fast it runs; None is as fast as possible.

    While it is paused only steps go on, one row or line each.
    """

    def __init__(self, speed: float | None, clock: ReplayClock) -> None:
        """Raises ValueError for a speed that is not above 0."""
        self._clock = clock
        self._speed = _checked(speed)
        self._is_paused = False
        self._steps = 0
        self._played = 0.0
        self._anchor = 0.0
        self._anchored_at = clock.now()
        self._touched = asyncio.Event()

    @property
    def speed(self) -> float | None:
        return self._speed

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def is_stepping(self) -> bool:
        """Whether the entry that is due now is due because of a step."""
        return self._is_paused and self._steps > 0

    @property
    def position(self) -> float:
        """Where the replay stands, in seconds of the recording."""
        if self._is_paused or self._speed is None:
            return max(self._anchor, self._played)
        return self._anchor + (self._clock.now() - self._anchored_at) * self._speed

    def pause(self) -> None:
        if not self._is_paused:
            self._hold()
            self._is_paused = True
            self._touch()

    def resume(self) -> None:
        if self._is_paused:
            self._hold()
            self._is_paused = False
            self._steps = 0
            self._touch()

    def set_speed(self, speed: float | None) -> None:
        """From here on. Raises ValueError."""
        speed = _checked(speed)
        self._hold()
        self._speed = speed
        self._touch()

    def step(self) -> None:
        """Plays one more row at once, and pauses if it was not paused."""
        self.pause()
        self._steps += 1
        self._touch()

    async def until(self, due: float) -> None:
        """Returns when an entry of that time, in seconds of the recording, is to be played."""
        while not self.is_stepping:
            if self._is_paused:
                await self._wait(None)
                continue
            if self._speed is None:
                break
            left = (due - self.position) / self._speed
            if left <= 0:
                break
            await self._wait(left)

    def played(self, due: float) -> None:
        """An entry of that time was played; uses up a step."""
        self._played = max(self._played, due)
        if self._is_paused:
            self._steps = max(0, self._steps - 1)

    def _hold(self) -> None:
        self._anchor = self.position
        self._anchored_at = self._clock.now()

    def _touch(self) -> None:
        self._touched.set()

    async def _wait(self, seconds: float | None) -> None:
        """Until the time has passed or a control was touched."""
        self._touched.clear()
        waits: list[asyncio.Future[Any]] = [asyncio.create_task(self._touched.wait())]
        if seconds is not None:
            waits.append(asyncio.ensure_future(self._clock.sleep(seconds)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def _checked(speed: float | None) -> float | None:
    if speed is not None and not speed > 0:
        raise ValueError(f"a speed of {speed} is not above 0")
    return speed
