"""Owns the log of one service as it comes, bounded, across restarts of its container; draws and searches nothing."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from ksqltui.model.stack import LogLine, Service
from ksqltui.model.stack_trouble import StackError
from ksqltui.session.stack_ports import StackEngine

TAIL = 2_000
"""Lines from before the log was opened."""
MOST_LINES = 10_000
MOST_CHARACTERS = 8_000_000
LONGEST_LINE = 4_000
"""Characters of one line that are kept: nobody reads more, and a line may be megabytes."""
LOOK_EVERY = 0.5
"""Seconds between looks whether a container that has ended runs again."""


class ServiceLog:
    """Lines by their number, from `first` to `end`; those before were dropped for newer ones. `run` it in a task.

    `problem` says why nothing comes, empty while all is well.
    """

    def __init__(self, engine: StackEngine, find: Callable[[], Service | None]) -> None:
        """`find` gives the service as it is now."""
        self.problem = ""
        self.first = 0
        self._engine = engine
        self._find = find
        self._lines: deque[LogLine] = deque()
        self._characters = 0
        self._followed: tuple[str, float | None] | None = None

    @property
    def end(self) -> int:
        return self.first + len(self._lines)

    def line(self, number: int) -> LogLine:
        return self._lines[number - self.first]

    async def run(self) -> None:
        """Follows until it is cancelled: a container that ends is followed again when it runs again."""
        while True:
            service = self._find()
            if service is not None and service.container:
                life = (service.container, service.started_at)
                # One that has ended is read to its end once.
                if service.state == "running" or life != self._followed:
                    self._followed = life
                    await self._follow(service)
            await asyncio.sleep(LOOK_EVERY)

    async def _follow(self, service: Service) -> None:
        seen = self._last_time()
        try:
            async with self._engine.logs(service.label, service.container, tail=TAIL, follow=True) as lines:
                self.problem = ""
                async for line in lines:
                    # Opened again, it begins with lines that are here already.
                    if seen is not None and line.time is not None and line.time <= seen:
                        continue
                    seen = None
                    self._keep(line)
        except StackError as error:
            self.problem = error.message

    def _last_time(self) -> float | None:
        return next((line.time for line in reversed(self._lines) if line.time is not None), None)

    def _keep(self, line: LogLine) -> None:
        if len(line.text) > LONGEST_LINE:
            line = replace(line, text=f"{line.text[:LONGEST_LINE]}…")
        self._lines.append(line)
        self._characters += len(line.text)
        while len(self._lines) > MOST_LINES or self._characters > MOST_CHARACTERS:
            self._characters -= len(self._lines.popleft().text)
            self.first += 1
