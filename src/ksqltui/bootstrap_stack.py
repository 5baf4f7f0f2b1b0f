"""Owns the building of what deals with the compose stack: its file, the engine, compose; decides nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ksqltui.headless.runner import ExitStatus
from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.model.errors import KsqlError
from ksqltui.session.stack import Stack
from ksqltui.stack.compose_project import ComposeProject
from ksqltui.stack.docker_engine import DockerEngine
from ksqltui.stack.engine_address import EngineAddress, find_engine
from ksqltui.stack.local_ports import is_port_free

PROJECT = "otus"
PORTS: Mapping[str, int] = {
    "ZOO1": 2181,
    "ZOO2": 2182,
    "ZOO3": 2183,
    "KAFKA1": 9092,
    "KAFKA2": 9093,
    "KAFKA3": 9094,
    "UI": 8282,
    "KSQLDB": 8088,
}
"""The lesson's ports, by the name that the compose files give them in KSQLTUI_..._PORT."""


@dataclass(frozen=True, slots=True)
class StackWish:
    """Which stack is meant: the lesson's or the minimal one, or a file; under which project, on which ports."""

    minimal: bool = False
    file: str | None = None
    project: str | None = None
    port_offset: int = 0


def build_stack(wish: StackWish, environment: Mapping[str, str]) -> Stack:
    """Finds the file and the engine; nothing is asked yet."""
    address = find_engine(environment, Path.home())
    project = wish.project or environment.get("COMPOSE_PROJECT_NAME") or PROJECT
    seen = dict(environment)
    ports: dict[str, int] = {}
    for name, port in PORTS.items():
        variable = f"KSQLTUI_{name}_PORT"
        told = seen.get(variable) or str(port)
        ports[name] = (int(told) if told.isdecimal() else port) + wish.port_offset
        # What is no number stays as it is: compose refuses it, and says which.
        seen[variable] = str(ports[name]) if told.isdecimal() else told
    if project != PROJECT:
        # The lesson's names of containers can be had once on a machine.
        seen.setdefault("KSQLTUI_PREFIX", f"{project}-")
    server = f"http://localhost:{ports['KSQLDB']}"
    return Stack(
        DockerEngine(address, environment),
        ComposeProject(compose_file(wish), project, address, seen),
        LocalMachine(address),
        server,
        lambda: _answers(server),
    )


def compose_file(wish: StackWish) -> Path:
    """The file that is meant: one's own, or one of the two that ksqltui brings."""
    if wish.file is not None:
        return Path(wish.file)
    name = "compose.minimal.yaml" if wish.minimal else "compose.yaml"
    with contextlib.ExitStack() as held:
        shipped = held.enter_context(resources.as_file(resources.files("ksqltui").joinpath("compose", name)))
        if shipped.is_file():
            return shipped
    # A checkout that is installed in place has them beside src/.
    return Path(__file__).resolve().parents[2] / "compose" / name


class LocalMachine:
    """Implements Machine for an engine that runs here; of one elsewhere nothing is known, and all counts as free."""

    def __init__(self, address: EngineAddress) -> None:
        self._is_here = address.host.startswith(("unix://", "npipe://"))

    def is_port_free(self, port: int, address: str) -> bool:
        return not self._is_here or is_port_free(port, address)

    def disk_free(self) -> int:
        if not self._is_here:
            return 1 << 50
        for folder in ("/var/lib/docker", str(Path.home()), "/"):
            with contextlib.suppress(OSError):
                return shutil.disk_usage(folder).free
        return 1 << 50


async def _answers(server: str) -> bool:
    client = KsqldbClient(server)
    try:
        await client.info()
        return await client.is_healthy()
    finally:
        await client.close()


def run_stack(action: str, wish: StackWish, options: Mapping[str, object]) -> int:
    """Carries out one command of `ksqltui stack`; `options` are its own flags, by their names."""
    from ksqltui.headless.stack_command import StackCommand

    stack = build_stack(wish, os.environ)
    command = StackCommand(stack.engine, stack.tool, stack.server, sys.stdin, sys.stdout, sys.stderr)
    with _told_to_people():
        if action == "exec":
            whole = asyncio.run(command.exec_command(str(options["service"]), _words(options["command"])))
            return subprocess.run(whole, check=False, env=dict(stack.tool.environment)).returncode
        match action:
            case "up":
                return asyncio.run(command.up(stack.starting(waits=not options["no_wait"])))
            case "down":
                return asyncio.run(command.down(volumes=bool(options["volumes"]), is_sure=bool(options["yes"])))
            case "status":
                return asyncio.run(command.status(str(options["output"])))
            case "logs":
                tail = options["tail"]
                assert isinstance(tail, int)
                return asyncio.run(command.logs(_words(options["services"]), tail=tail, follow=bool(options["follow"])))
            case "restart":
                return asyncio.run(command.restart(_words(options["services"])))
            case _:
                return asyncio.run(command.config(raw=bool(options["raw"])))
    return ExitStatus.STATEMENT_FAILED


@contextlib.contextmanager
def _told_to_people() -> Iterator[None]:
    try:
        yield
    except KsqlError as error:
        sys.stderr.write(f"{error.message}\n")
        if error.advice:
            sys.stderr.write(f"  {error.advice}\n")


def _words(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list | tuple) else ()
