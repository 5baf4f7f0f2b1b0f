"""Owns the lesson's producer: random payments into the topic `payments`; knows the engine, no SQL and no HTTP."""

from __future__ import annotations

import asyncio
import json
import random

from ksqltui.sandbox.engine import Engine

TOPIC = "payments"
PARTITIONS = 3
REPLICAS = 3
NAMES = ("Alice", "Bob", "Carol", "Chuck", "Mallory", "Peggy", "Trent", "Victor")
HIGHEST_AMOUNT = 1000
HISTORY_MS = 10_000
_AT_ONCE = 1000


class PaymentsProducer:
    """Writes `rate` payments a second of the engine's clock, with no key; the same seed gives the same payments."""

    def __init__(self, engine: Engine, *, rate: float = 2.0, seed: int | None = None) -> None:
        self._engine = engine
        self._interval_ms = 1000 / rate if rate > 0 else 0.0
        self._random = random.Random(seed)
        self._next_ms = float(engine.clock.now_ms())

    def prepare(self) -> None:
        """Create the topic and write the payments of the last seconds, so that a first look finds rows.

        With a rate of 0 there is no producer and no topic: the first CREATE STREAM makes it.
        """
        if not self._interval_ms:
            return
        if not self._engine.log.has_topic(TOPIC):
            self._engine.log.create_topic(TOPIC, PARTITIONS, REPLICAS)
        self._next_ms = self._engine.clock.now_ms() - HISTORY_MS
        while self._write_due():
            pass

    async def run(self) -> None:
        """Write each payment at its time until cancelled; nothing while the topic is away."""
        if not self._interval_ms:
            return
        clock = self._engine.clock
        while True:
            more = self._write_due()
            wait_ms = 0.0 if more else max(self._next_ms - clock.now_ms(), 0.0)
            await asyncio.sleep(wait_ms / 1000 / clock.speed)

    def _write_due(self) -> bool:
        """Write what is due by now, at most a thousand; whether there is more."""
        now = self._engine.clock.now_ms()
        for _ in range(_AT_ONCE):
            if self._next_ms > now:
                return False
            payment = self._payment()
            if self._engine.log.has_topic(TOPIC):
                self._engine.produce(TOPIC, None, payment, int(self._next_ms))
            self._next_ms += self._interval_ms
        return True

    def _payment(self) -> bytes:
        name = self._random.choice(NAMES)
        return json.dumps({"name": name, "amount": self._random.randint(1, HIGHEST_AMOUNT)}).encode()
