"""Owns what the session needs of Docker and compose, as Protocols; knows no library that could provide it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from ksqltui.model.stack import EngineFacts, LogLine, Service, ServiceFigures, StackFile
from ksqltui.model.stack_progress import ProgressLine


class StackEngine(Protocol):
    """A Docker engine. Every method raises model.stack_trouble.StackError and nothing else of its own."""

    async def facts(self) -> EngineFacts: ...

    async def images(self, names: Sequence[str]) -> frozenset[str]:
        """Those of the images that are on the engine's machine already."""
        ...

    async def services(self, project: str) -> tuple[Service, ...]:
        """The project's containers as services, in no order."""
        ...

    async def holder_of_name(self, container: str) -> str | None:
        """The project of the container with this name; "" where it belongs to none, None where there is none."""
        ...

    async def holder_of_port(self, port: int) -> str | None:
        """The name of the container that publishes this port."""
        ...

    def events(self, project: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        """Words after each of which a container of the project is not as before; ends when the engine does."""
        ...

    def figures(self, container: str) -> AbstractAsyncContextManager[AsyncIterator[ServiceFigures]]:
        """CPU and memory once a second, for as long as the container runs."""
        ...

    def logs(
        self, service: str, container: str, *, tail: int, follow: bool
    ) -> AbstractAsyncContextManager[AsyncIterator[LogLine]]: ...

    async def start(self, container: str) -> None: ...

    async def stop(self, container: str) -> None: ...

    async def restart(self, container: str) -> None: ...

    async def close(self) -> None: ...


class StackTool(Protocol):
    """Compose on one file under one project. Every method raises model.stack_trouble.StackError."""

    @property
    def project(self) -> str: ...

    @property
    def where(self) -> str:
        """The compose file's path."""
        ...

    @property
    def environment(self) -> Mapping[str, str]:
        """What a command of compose must see to find the same engine and the same ports."""
        ...

    async def version(self) -> str: ...

    async def command(self, *words: str) -> tuple[str, ...]:
        """The whole command, as one may type it."""
        ...

    async def file(self) -> StackFile: ...

    async def text(self) -> str:
        """The file as it is written."""
        ...

    async def config(self) -> str:
        """The file with everything filled in, as YAML."""
        ...

    def up(self) -> AbstractAsyncContextManager[AsyncIterator[ProgressLine]]: ...

    def down(self, *, volumes: bool) -> AbstractAsyncContextManager[AsyncIterator[ProgressLine]]: ...

    def restart(self, services: Sequence[str]) -> AbstractAsyncContextManager[AsyncIterator[ProgressLine]]: ...


class Machine(Protocol):
    """The machine itself, where the engine runs on it."""

    def is_port_free(self, port: int, address: str) -> bool: ...

    def disk_free(self) -> int:
        """Free bytes where Docker keeps its images."""
        ...
