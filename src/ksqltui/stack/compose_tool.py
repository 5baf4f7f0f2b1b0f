"""Owns which compose there is: Docker's plug-in or the stand-alone v2 and later; refuses version 1; runs no stack."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.speech.speech import Told

ASK_SECONDS = 10
_VERSION = re.compile(r"v?(\d+)\.(\d+)")
_INSTALL = Told(
    "Install Docker Compose 2 or later: it comes with Docker Desktop, and on Linux as the package "
    "docker-compose-plugin of Docker's own repository."
)


@dataclass(frozen=True, slots=True)
class ComposeTool:
    """`command` is what begins each call: ("docker", "compose") or ("/usr/bin/docker-compose",)."""

    command: tuple[str, ...]
    version: str


async def find_compose(environment: Mapping[str, str]) -> ComposeTool:
    """The compose to use. Raises StackError where there is none, or only version 1."""
    path = environment.get("PATH")
    candidates: list[tuple[str, ...]] = []
    if docker := shutil.which("docker", path=path):
        candidates.append((docker, "compose"))
    if alone := shutil.which("docker-compose", path=path):
        candidates.append((alone,))
    old = ""
    for command in candidates:
        version = await _version(command, environment)
        if version is None:
            continue
        if _is_old(version):
            old = version
            continue
        return ComposeTool(command, version)
    if old:
        raise StackError(
            StackTrouble.OLD_COMPOSE,
            Told("Compose {version} is here, and it is too old: version 1 ended in 2023.", version=old),
            _INSTALL,
        )
    if not candidates:
        raise StackError(
            StackTrouble.NO_COMPOSE, Told("There is neither `docker` nor `docker-compose` on the PATH."), _INSTALL
        )
    raise StackError(StackTrouble.NO_COMPOSE, Told("`docker` is here, but without its compose plug-in."), _INSTALL)


async def _version(command: Sequence[str], environment: Mapping[str, str]) -> str | None:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            "version",
            "--short",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=dict(environment),
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(ASK_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    found = said.decode(errors="replace").strip().removeprefix("v")
    return found if process.returncode == 0 and found else None


def _is_old(version: str) -> bool:
    found = _VERSION.match(version)
    return found is not None and int(found[1]) < 2
