"""Owns the regular look at a stack and the newest picture of it; knows neither statements nor screens."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

from ksqltui.model.stack import Service, ServiceFigures, StackPicture
from ksqltui.model.stack_trouble import StackError
from ksqltui.session.stack_ports import StackEngine

PERIOD = 5.0
"""Seconds between looks where Docker tells of no change: for what it does not tell of, such as restarts of itself."""
AWAY_PERIOD = 1.0
LONGEST_AWAY = 10.0
TOGETHER = 0.1
"""Seconds in which several events make one look."""


class StackWatcher:
    """Looks after each event of Docker, and every 5 s; keeps the last good picture while the engine is away.

    `version` rises with every change of the picture, `figures_version` with every figure that comes in between.
    """

    def __init__(self, engine: StackEngine, project: str, *, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self.picture = StackPicture(project)
        self.version = 0
        self.figures_version = 0
        self._clock = clock
        self._expected: tuple[Service, ...] = ()
        self._figures: dict[str, ServiceFigures] = {}
        self._figure_tasks: dict[str, asyncio.Task[None]] = {}
        self._wanted = asyncio.Event()
        self._failures = 0
        self._tasks: list[asyncio.Task[None]] = []

    def expect(self, services: tuple[Service, ...]) -> None:
        """The compose file's services, in its order: those without a container are shown as not created."""
        self._expected = tuple(Service(service.name, image=service.image) for service in services)
        self._show(replace(self.picture, services=self._ordered(self.picture.services)))

    def start(self) -> None:
        """Begins to look by itself; the first look is made at once."""
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._watch(), name="stack watcher"),
                asyncio.create_task(self._listen(), name="stack events"),
            ]

    async def stop(self) -> None:
        tasks = [*self._tasks, *self._figure_tasks.values()]
        self._tasks, self._figure_tasks = [], {}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def refresh_soon(self) -> None:
        """Lets a started watcher look without waiting for its period."""
        self._wanted.set()

    async def refresh(self) -> StackPicture:
        """Looks now and gives the picture; a failure is in it as `problem`."""
        try:
            found = await self.engine.services(self.picture.project)
            self._failures = 0
        except StackError as error:
            self._failures += 1
            self._show(replace(self.picture, problem=error.message, advice=error.advice))
            return self.picture
        self._show(StackPicture(self.picture.project, self._ordered(found), taken_at=self._clock()))
        self._follow_figures()
        return self.picture

    def figures(self, service: str) -> ServiceFigures | None:
        """The newest figures of a running service."""
        return self._figures.get(service)

    def _ordered(self, found: tuple[Service, ...]) -> tuple[Service, ...]:
        by_name = {service.name: service for service in found}
        expected = [by_name.pop(service.name, service) for service in self._expected]
        return (*expected, *sorted(by_name.values(), key=lambda service: service.name))

    def _show(self, picture: StackPicture) -> None:
        if replace(picture, taken_at=self.picture.taken_at) != self.picture:
            self.version += 1
        self.picture = picture

    async def _watch(self) -> None:
        while True:
            self._wanted.clear()
            await self.refresh()
            pause = min(LONGEST_AWAY, AWAY_PERIOD * self._failures) if self._failures else PERIOD
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wanted.wait()
                await asyncio.sleep(TOGETHER)

    async def _listen(self) -> None:
        while True:
            # Without the engine there are no events: `_watch` says so, and this comes back when it answers.
            with contextlib.suppress(StackError):
                async with self.engine.events(self.picture.project) as words:
                    async for _ in words:
                        self._wanted.set()
            self._wanted.set()
            await asyncio.sleep(AWAY_PERIOD)

    def _follow_figures(self) -> None:
        running = {service.name: service for service in self.picture.services if service.state == "running"}
        for name in [name for name in self._figure_tasks if name not in running]:
            self._figure_tasks.pop(name).cancel()
            self._figures.pop(name, None)
        for name, service in running.items():
            task = self._figure_tasks.get(name)
            if task is None or task.done():
                measure = self._measure(name, service.container)
                self._figure_tasks[name] = asyncio.create_task(measure, name=f"figures of {name}")

    async def _measure(self, name: str, container: str) -> None:
        with contextlib.suppress(StackError):
            async with self.engine.figures(container) as figures:
                async for found in figures:
                    self._figures[name] = found
                    self.figures_version += 1
