"""Owns what ctrl+c and SIGTERM do to one-shot mode; knows of the script only what can be ended."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from types import FrameType

TWICE = 1.0
"""Seconds: a second ctrl+c within them ends the script and not only what streams."""


class Interrupts:
    """Ends what streams at the first ctrl+c, everything where nothing does or at the second; SIGTERM ends everything.

    A context inside a running loop. `end_one` ends what streams and says whether there was anything. While somebody
    `is_reading` in a pager, ctrl+c is the pager's.
    """

    def __init__(self, end_one: Callable[[], bool], is_reading: Callable[[], bool]) -> None:
        self._end_one = end_one
        self._is_reading = is_reading
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._former: dict[int, object] = {}
        self._is_heard = True
        self._last = float("-inf")
        self.signal = 0
        """The one that ended something; 0 where there was none."""

    def __enter__(self) -> Interrupts:
        for each in (signal.SIGINT, signal.SIGTERM):
            try:
                self._former[each] = signal.signal(each, self._come)
            except ValueError:
                # Only the main thread hears signals; elsewhere someone else has to.
                return self
        return self

    def __exit__(self, *problem: object) -> None:
        for each, handler in self._former.items():
            signal.signal(each, handler)  # type: ignore[arg-type]

    def _come(self, number: int, frame: FrameType | None) -> None:
        if self._is_reading() and number == signal.SIGINT:
            return
        if not self._is_heard:
            # The loop hangs in a write that nobody reads: it will not come to hear the first one.
            raise KeyboardInterrupt
        self._is_heard = False
        self._loop.call_soon_threadsafe(self._hear, number)

    def _hear(self, number: int) -> None:
        self._is_heard = True
        former, self._last = self._last, time.monotonic()
        self.signal = number
        ends_one = number == signal.SIGINT and self._last - former > TWICE
        if not (ends_one and self._end_one()) and self._task is not None:
            self._task.cancel()
