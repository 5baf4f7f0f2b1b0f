"""Owns the regular look at a server and the newest snapshot of it; knows neither statements of the user nor screens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.errors import KsqlError
from ksqltui.session.back_off import pause_after
from ksqltui.session.ports import KsqlServer
from ksqltui.session.snapshot import Look

PERIOD = 2.0
LONGEST_PERIOD = 10.0


class Watcher:
    """Looks every 2 s, less often (up to 10 s) while the server is away, and keeps what the last good look found.

    Looks never overlap. `version` rises with every look that found something else.
    """

    def __init__(
        self,
        server: KsqlServer,
        *,
        period: float = PERIOD,
        longest_period: float = LONGEST_PERIOD,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.snapshot = ServerSnapshot()
        self.version = 0
        self.next_look_at: float | None = None
        """Wall time of the next look; None while one is under way or the watcher stands still."""
        self._look = Look(server)
        self._period = period
        self._longest = longest_period
        self._clock = clock
        self._failures = 0
        self._one_at_a_time = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look by itself; the first look is made at once."""
        if self._task is None:
            self._task = asyncio.create_task(self._watch(), name="watcher")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def refresh(self, *, with_columns: bool = True) -> ServerSnapshot:
        """Looks now and gives the snapshot; a failure is in it as `problem`. `with_columns` asks for all columns."""
        async with self._one_at_a_time:
            try:
                found = await self._look.take(self.snapshot, self._clock, with_columns=with_columns)
                self._failures = 0
            except KsqlError as error:
                self._failures += 1
                found = self._look.failed(self.snapshot, error)
            if replace(found, taken_at=self.snapshot.taken_at) != self.snapshot:
                self.version += 1
            self.snapshot = found
        return self.snapshot

    def refresh_soon(self) -> None:
        """Lets a started watcher look without waiting for its period: after DDL."""
        self._look.forget_columns()
        self._wanted.set()

    @property
    def pause(self) -> float:
        """Seconds between this look and the next one."""
        return pause_after(self._failures, period=self._period, longest=self._longest)

    async def _watch(self) -> None:
        while True:
            self._wanted.clear()
            self.next_look_at = None
            await self.refresh(with_columns=False)
            self.next_look_at = self._clock() + self.pause
            try:
                async with asyncio.timeout(self.pause):
                    await self._wanted.wait()
            except TimeoutError:
                continue
