"""Owns what keeps a key press quick while rows stream: when Python collects garbage.

A full collection of a screen's objects takes tens of milliseconds in which no key is read.
"""

from __future__ import annotations

import gc
from time import monotonic

from textual.app import App

QUIET_SECONDS = 2.0
"""How long no key has come before a full collection may run."""
SECONDS_BETWEEN = 30.0
"""At most one full collection in this time."""


class QuietCollector:
    """Collects fully only while nobody types. Young objects are collected as ever."""

    def __init__(self) -> None:
        self._last_key = self._last_run = monotonic()

    def start(self, app: App[object]) -> None:
        """Once the screens stand: what lives now is never looked at again, and Python starts no full pass itself."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(5_000, 10, 1_000_000)
        app.set_interval(0.5, self._look)

    def key_came(self) -> None:
        self._last_key = monotonic()

    def _look(self) -> None:
        now = monotonic()
        if now - self._last_key > QUIET_SECONDS and now - self._last_run > SECONDS_BETWEEN:
            gc.collect()
            self._last_run = monotonic()
