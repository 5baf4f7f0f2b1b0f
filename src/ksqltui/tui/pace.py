"""Owns what keeps a key press quick while rows stream: when Python collects garbage.

A full collection of a screen's objects takes tens of milliseconds in which no key is read.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import monotonic

from textual.app import App

QUIET_SECONDS = 2.0
"""How long no key has come before a full collection may run."""
SECONDS_BETWEEN = 30.0
"""At most one full collection in this time."""
THRESHOLDS = 5_000, 10, 1_000_000
"""Young objects are collected as ever; the last number keeps Python from a full collection of its own accord."""


class QuietCollector:
    """Collects fully only while nobody types. Young objects are collected as ever."""

    def __init__(self, *, clock: Callable[[], float] = monotonic, collect: Callable[[], object] = gc.collect) -> None:
        """`clock` gives seconds; `collect` is the full collection."""
        self._clock = clock
        self._collect = collect
        self._last_key = self._last_run = clock()
        self._former: tuple[int, int, int] | None = None

    def start(self, app: App[object]) -> None:
        """Once the screens stand: what lives now is never looked at again, and Python starts no full pass itself."""
        if self._former is None:
            self._former = gc.get_threshold()
            app.set_interval(0.5, self.look)
        self._collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)

    def stop(self) -> None:
        """Leaves the process as `start` found it; does nothing where it was not started."""
        if self._former is not None:
            gc.set_threshold(*self._former)
            gc.unfreeze()
            self._former = None

    def key_came(self) -> None:
        """Somebody types or moves the mouse."""
        self._last_key = self._clock()

    def look(self) -> None:
        """Collects now if it is quiet and time; called twice a second."""
        now = self._clock()
        if now - self._last_key > QUIET_SECONDS and now - self._last_run > SECONDS_BETWEEN:
            self._collect()
            self._last_run = self._clock()
