"""Owns what a person may do to a running stack: refused when read-only, told while it is under way; asks nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ksqltui.model.stack import Service
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.session.stack_ports import StackEngine, StackTool
from ksqltui.speech.speech import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELL = ("sh", "-c", "command -v bash >/dev/null && exec bash || exec sh")
"""What a shell in a container is: bash where the image has one."""


class StackActions:
    """Every method raises StackError. `changed` is called after each, so that the stack is looked at anew."""

    def __init__(
        self,
        engine: StackEngine,
        tool: StackTool,
        *,
        read_only: bool = False,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.read_only = read_only
        self.doing: dict[str, str] = {}
        """What is under way, by the service's name, in a word: "stopping"."""
        self.going_down = ""
        """What compose says while it takes the stack down; "" while it does not."""
        self._engine = engine
        self._tool = tool
        self._changed = changed

    async def start(self, service: Service) -> None:
        with self._under_way(service, Told("starting")):
            await self._engine.start(service.container)

    async def stop(self, service: Service) -> None:
        """Asks it to end; after Docker's 10 s it is made to."""
        with self._under_way(service, Told("stopping")):
            await self._engine.stop(service.container)

    async def restart(self, service: Service) -> None:
        with self._under_way(service, Told("restarting")):
            await self._engine.restart(service.container)

    async def shell(self, service: Service) -> tuple[str, ...]:
        """The command that opens a shell in the service's container; it wants a terminal."""
        self._allow()
        if service.state != "running":
            raise StackError(
                StackTrouble.NO_SUCH_SERVICE,
                Told("{service} does not run, so there is nothing to open a shell in.", service=service.label),
                service=service.name,
            )
        return await self._tool.command("exec", service.name, *SHELL)

    async def down(self, *, volumes: bool) -> None:
        """Stops and removes the containers; with `volumes` their data too."""
        self._allow()
        self.going_down = Told("taking the stack down")
        try:
            async with self._tool.down(volumes=volumes) as lines:
                async for line in lines:
                    if line.id:
                        self.going_down = f"{line.id}: {line.text}"
        finally:
            self.going_down = ""
            self._changed()

    @contextmanager
    def _under_way(self, service: Service, word: str) -> Iterator[None]:
        self._allow()
        if not service.container:
            raise StackError(
                StackTrouble.NO_SUCH_SERVICE,
                Told("{service} has no container yet.", service=service.label),
                Told("Starting the whole stack makes it."),
                service=service.name,
            )
        self.doing[service.name] = word
        try:
            yield
        finally:
            self.doing.pop(service.name, None)
            self._changed()

    def _allow(self) -> None:
        if self.read_only:
            raise StackError(
                StackTrouble.READ_ONLY,
                Told("Read-only: ksqltui changes nothing in the stack."),
                Told("Start it without --read-only, and without read_only in its settings."),
            )
