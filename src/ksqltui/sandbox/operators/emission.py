"""Owns how often EMIT FINAL may try to emit; knows no windows."""

from __future__ import annotations

from ksqltui.sandbox.clock import Clock


class EmitPace:
    """At most one attempt in each interval of clock time; an attempt that emits nothing counts."""

    def __init__(self, clock: Clock, interval_ms: int) -> None:
        self._clock = clock
        self._interval_ms = interval_ms
        self._next_ms = 0

    def may_emit(self) -> bool:
        now = self._clock.now_ms()
        if now < self._next_ms:
            return False
        self._next_ms = now + self._interval_ms
        return True
