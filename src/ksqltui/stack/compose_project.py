"""Owns a compose project as compose sees it: its life-cycle commands as child processes; reads no container itself."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from ksqltui.model.stack import PublishedPort, Service, StackFile
from ksqltui.model.stack_progress import ProgressLine, advice_for
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.speech.speech import Told
from ksqltui.stack.compose_progress import progress_line
from ksqltui.stack.compose_tool import ComposeTool, find_compose
from ksqltui.stack.engine_address import EngineAddress

CONFIG_SECONDS = 30
LONGEST_LINE = 1 << 20


class ComposeProject:
    """Implements StackTool: one compose file under one project name, on one engine.

    `environment` is what compose and its child processes see; what the file takes from it (DOCKER_HOST_IP, ports) too.
    Every method raises StackError.
    """

    def __init__(self, file: Path, project: str, address: EngineAddress, environment: Mapping[str, str]) -> None:
        self.path = file
        self.project = project
        self._environment = dict(environment) | {"DOCKER_HOST": address.host}
        # A context would be asked before DOCKER_HOST.
        self._environment.pop("DOCKER_CONTEXT", None)
        self._tool: ComposeTool | None = None

    @property
    def where(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def environment(self) -> Mapping[str, str]:
        return self._environment

    async def version(self) -> str:
        """Compose's version."""
        return (await self._found()).version

    async def command(self, *words: str) -> tuple[str, ...]:
        """The whole command, as one may type it."""
        tool = await self._found()
        return (*tool.command, "-f", str(self.path), *(("-p", self.project) if self.project else ()), *words)

    async def file(self) -> StackFile:
        """The file as compose reads it, with its defaults and the environment filled in."""
        said = await self._output("config", "--format", "json")
        try:
            data: Mapping[str, Any] = json.loads(said)
        except ValueError:
            raise StackError(StackTrouble.COMPOSE_FILE, f"Compose told {self.path} in a way that is no JSON.") from None
        return _stack_file(self.path, data, await self.text())

    async def text(self) -> str:
        """The file as it is written."""
        try:
            return await asyncio.to_thread(self.path.read_text, "utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StackError(
                StackTrouble.COMPOSE_FILE, Told("{path} could not be read: {error}.", path=self.path, error=error)
            ) from None

    async def config(self) -> str:
        """The file with everything filled in, as YAML."""
        return await self._output("config")

    @asynccontextmanager
    async def up(self) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        """Creates and starts all, and waits for health; leaving the context early ends compose, not what it started."""
        async with self._running("up", "-d", "--wait") as lines:
            yield lines

    @asynccontextmanager
    async def down(self, *, volumes: bool) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        """Stops and removes the containers; with `volumes` their data too."""
        async with self._running("down", *(("--volumes",) if volumes else ())) as lines:
            yield lines

    @asynccontextmanager
    async def restart(self, services: Sequence[str]) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        async with self._running("restart", *services) as lines:
            yield lines

    @asynccontextmanager
    async def _running(self, *words: str) -> AsyncIterator[AsyncIterator[ProgressLine]]:
        command = await self.command(*words)
        # Behind the command's own flags compose does not take it.
        at = len((await self._found()).command)
        command = (*command[:at], "--progress", "json", *command[at:])
        process = await self._start(command, stdout=DEVNULL, stderr=PIPE)
        try:
            yield self._lines(process)
        finally:
            await _end(process)

    async def _lines(self, process: Process) -> AsyncIterator[ProgressLine]:
        assert process.stderr is not None
        last, errors = "", list[str]()
        while line := await _line_of(process.stderr):
            told = progress_line(line)
            if told.error:
                errors.append(told.error)
            elif told.text and not told.id:
                last = told.text
            yield told
        status = await process.wait()
        if status != 0:
            said = "\n".join(errors) or last or f"it ended with status {status}"
            raise StackError(_kind(said), Told("Compose failed: {words}", words=said), advice_for(said))

    async def _output(self, *words: str) -> str:
        process = await self._start(await self.command(*words), stdout=PIPE, stderr=PIPE)
        try:
            async with asyncio.timeout(CONFIG_SECONDS):
                said, complaint = await process.communicate()
        except TimeoutError:
            raise StackError(
                StackTrouble.COMMAND_FAILED, Told("Compose did not answer within {seconds} s.", seconds=CONFIG_SECONDS)
            ) from None
        finally:
            await _end(process)
        if process.returncode != 0:
            told = complaint.decode("utf-8", "replace").strip() or f"status {process.returncode}"
            raise StackError(
                StackTrouble.COMPOSE_FILE,
                Told("Compose cannot use {path}: {words}", path=self.path, words=told),
                Told("Mend the file or what it takes from the environment; without --file ksqltui takes its own."),
            )
        return said.decode("utf-8", "replace")

    async def _start(self, command: Sequence[str], *, stdout: int, stderr: int) -> Process:
        try:
            # A session of its own: ctrl+c is for us, who say what is running before we end it.
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=self._environment,
                limit=LONGEST_LINE,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            raise StackError(
                StackTrouble.NO_COMPOSE, Told("{program} did not start: {why}.", program=command[0], why=error)
            ) from None

    async def _found(self) -> ComposeTool:
        if self._tool is None:
            self._tool = await find_compose(self._environment)
        return self._tool


async def _line_of(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readline()
    except ValueError:
        # Longer than LONGEST_LINE: no line of compose is; what came of it is dropped by asyncio.
        return b"\n"


async def _end(process: Process) -> None:
    """Ends the process as ctrl+c would, and by force where that does not do."""
    if process.returncode is not None:
        return
    for sent in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sent)
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                await process.wait()
                return


def _kind(said: str) -> StackTrouble:
    told = said.lower()
    if "port is already allocated" in told or "address already in use" in told:
        return StackTrouble.PORT_TAKEN
    if "already in use by container" in told:
        return StackTrouble.NAME_TAKEN
    if "no space left" in told:
        return StackTrouble.NO_ROOM
    if "unhealthy" in told or "failed to start" in told or "exited" in told:
        return StackTrouble.SERVICE_FAILED
    return StackTrouble.COMMAND_FAILED


def _stack_file(path: Path, data: Mapping[str, Any], text: str) -> StackFile:
    services: Mapping[str, Mapping[str, Any]] = data.get("services") or {}
    project = str(data.get("name", ""))
    depends_on = {name: tuple(told.get("depends_on") or ()) for name, told in services.items()}
    return StackFile(
        path=str(path),
        project=project,
        services=tuple(
            Service(
                name=name,
                container=str(told.get("container_name") or f"{project}-{name}-1"),
                image=str(told.get("image", "")),
                ports=tuple(
                    PublishedPort(str(port.get("host_ip", "")), int(port["published"]), int(port["target"]))
                    for port in told.get("ports") or []
                    if str(port.get("published", "")).isdigit()
                ),
            )
            for name, told in ((name, services[name]) for name in _in_order(depends_on))
        ),
        depends_on=depends_on,
        text=text,
    )


def _in_order(depends_on: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Compose tells services by name; people read what others wait for first."""
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in depths:
            depths[name] = 0  # compose refuses circles; this ends one all the same
            depths[name] = 1 + max((depth(each) for each in depends_on.get(name, ())), default=0)
        return depths[name]

    return sorted(depends_on, key=lambda name: (depth(name), name))
