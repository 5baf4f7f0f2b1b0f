"""Owns reading and steering containers through the docker SDK, as values of ours; runs no compose, draws nothing."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import docker
from docker.errors import APIError, DockerException
from docker.models.containers import Container

from ksqltui.model.stack import EngineFacts, LogLine, Service, ServiceFigures
from ksqltui.stack.container_facts import figures_of, log_line, service_of, wall_seconds
from ksqltui.stack.engine_address import EngineAddress
from ksqltui.stack.engine_trouble import trouble_of
from ksqltui.stack.thread_stream import streamed

T = TypeVar("T")

ANSWER_SECONDS = 10
PROJECT_LABEL = "com.docker.compose.project"
WORTH_A_LOOK = ["create", "start", "die", "stop", "pause", "unpause", "health_status", "destroy", "oom", "rename"]
"""Events after which a container is not as before. Every health check makes three others, which are noise."""


class DockerEngine:
    """Implements StackEngine. Nothing is sent before the first call; each call has ANSWER_SECONDS.

    Every method raises StackError where the engine is not there or says no.
    """

    def __init__(self, address: EngineAddress, environment: Mapping[str, str]) -> None:
        self.address = address
        self._environment = dict(environment) | {"DOCKER_HOST": address.host}
        self._client: docker.DockerClient | None = None

    async def facts(self) -> EngineFacts:
        """The engine's version and size."""

        def ask(client: docker.DockerClient) -> EngineFacts:
            info: Mapping[str, Any] = client.info()
            return EngineFacts(
                version=str(info.get("ServerVersion", "")),
                host=self.address.host,
                memory=int(info.get("MemTotal", 0)),
                apart=None if (there := wall_seconds(info.get("SystemTime"))) is None else there - time.time(),
            )

        return await self._call(ask)

    async def images(self, names: Sequence[str]) -> frozenset[str]:
        """Those of the images that are on this machine already."""

        def ask(client: docker.DockerClient) -> frozenset[str]:
            there = {tag for image in client.images.list() for tag in image.tags}
            return frozenset(name for name in names if name in there or f"{name}:latest" in there)

        return await self._call(ask)

    async def services(self, project: str) -> tuple[Service, ...]:
        """The project's containers as services, in no order; one for each, the newest where there are several."""

        def ask(client: docker.DockerClient) -> tuple[Service, ...]:
            found = client.containers.list(all=True, filters={"label": f"{PROJECT_LABEL}={project}"}, sparse=True)
            return tuple(service for container in found if (service := _inspected(container)) is not None)

        return await self._call(ask)

    async def holder_of_name(self, container: str) -> str | None:
        """The project of the container with this name; "" where it belongs to none, None where there is none."""

        def ask(client: docker.DockerClient) -> str | None:
            try:
                found = client.containers.get(container)
            except docker.errors.NotFound:
                return None
            return str(found.labels.get(PROJECT_LABEL, ""))

        return await self._call(ask)

    async def holder_of_port(self, port: int) -> str | None:
        """The name of the container that publishes this port of the machine."""

        def ask(client: docker.DockerClient) -> str | None:
            found = client.containers.list(filters={"publish": str(port)}, sparse=True)
            names: list[str] = [str(name) for each in found for name in each.attrs.get("Names", [])]
            return names[0].lstrip("/") if names else None

        return await self._call(ask)

    @asynccontextmanager
    async def events(self, project: str) -> AsyncIterator[AsyncIterator[str]]:
        """What happens to the project's containers, as Docker's words; each is a reason to look again."""
        client = await self._connected()
        filters = {"label": f"{PROJECT_LABEL}={project}", "type": "container", "event": WORTH_A_LOOK}

        async def words(items: AsyncIterator[Mapping[str, Any]]) -> AsyncIterator[str]:
            with self._told():
                async for item in items:
                    yield str(item.get("status") or item.get("Action") or "")

        with self._told():
            async with streamed(lambda: client.events(decode=True, filters=filters)) as items:
                yield words(items)

    @asynccontextmanager
    async def figures(self, container: str) -> AsyncIterator[AsyncIterator[ServiceFigures]]:
        """A container's CPU and memory, once a second for as long as it runs."""
        client = await self._connected()

        async def values(items: AsyncIterator[Mapping[str, Any]]) -> AsyncIterator[ServiceFigures]:
            with self._told():
                async for item in items:
                    if (found := figures_of(item)) is not None:
                        yield found

        with self._told():
            open_stats: Callable[[], _Generated[Mapping[str, Any]]] = lambda: _Generated(  # noqa: E731
                client.api.stats(container, decode=True, stream=True)
            )
            async with streamed(open_stats) as items:
                yield values(items)

    @asynccontextmanager
    async def logs(
        self, service: str, container: str, *, tail: int, follow: bool
    ) -> AsyncIterator[AsyncIterator[LogLine]]:
        """A container's log from `tail` lines before its end; a `follow`ed one goes on until the container is gone."""
        client = await self._connected()

        def open_logs() -> Any:
            found = client.containers.get(container)
            return found.logs(stream=True, follow=follow, tail=tail, timestamps=True)

        async def lines(items: AsyncIterator[bytes]) -> AsyncIterator[LogLine]:
            rest = b""
            with self._told():
                # A piece is what the container wrote at once: part of a line, or several.
                async for piece in items:
                    *whole, rest = (rest + piece).split(b"\n")
                    for line in whole:
                        yield log_line(service, line)
                if rest:
                    yield log_line(service, rest)

        with self._told():
            async with streamed(open_logs) as items:
                yield lines(items)

    async def start(self, container: str) -> None:
        await self._call(lambda client: client.containers.get(container).start())

    async def stop(self, container: str) -> None:
        """Asks it to end and waits for it; after Docker's 10 s it is made to."""
        await self._call(lambda client: client.containers.get(container).stop())

    async def restart(self, container: str) -> None:
        await self._call(lambda client: client.containers.get(container).restart())

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await asyncio.to_thread(client.close)

    async def _call(self, ask: Callable[[docker.DockerClient], T]) -> T:
        client = await self._connected()
        with self._told():
            return await asyncio.to_thread(ask, client)

    async def _connected(self) -> docker.DockerClient:
        with self._told():
            await asyncio.to_thread(_knock, self.address.host)
            if self._client is None:
                self._client = await asyncio.to_thread(self._open)
        return self._client

    def _open(self) -> docker.DockerClient:
        # A stop may take Docker's own 10 s before it answers.
        return docker.from_env(environment=self._environment, timeout=2 * ANSWER_SECONDS)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the SDK raises into a StackError."""
        try:
            yield
        except (DockerException, APIError, OSError) as error:
            raise trouble_of(error, self.address) from error


class _Generated(Iterator[T]):
    """A plain generator as a stream: nobody can close it while it waits, so its reader leaves at the next item."""

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items

    def __next__(self) -> T:
        return next(self._items)

    def close(self) -> None:
        pass


def _knock(host: str) -> None:
    """Raises the system's own error where nothing listens: the SDK wraps it deep, and leaves its socket open."""
    if host.startswith("unix://") and hasattr(socket, "AF_UNIX"):
        with socket.socket(socket.AF_UNIX) as tried:
            tried.settimeout(ANSWER_SECONDS)
            tried.connect(host.removeprefix("unix://"))


def _inspected(container: Container) -> Service | None:
    try:
        container.reload()
    except docker.errors.NotFound:
        return None
    attributes: Mapping[str, Any] = container.attrs
    return service_of(attributes)
