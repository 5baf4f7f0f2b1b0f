"""Owns the sandbox as a child process: started, awaited until it answers, ended; knows nothing of its inside."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque

from ksqltui.sandbox.serve import SandboxOptions

START_SECONDS = 30.0
STOP_SECONDS = 3.0
_KEPT_LINES = 20


class SandboxStartError(RuntimeError):
    """The sandbox did not start; the text says why."""


class SandboxProcess:
    """A running sandbox. It also ends by itself when this process does, however that happens."""

    def __init__(self, process: Process, url: str, complaints: deque[str], listener: asyncio.Task[None]) -> None:
        self.url = url
        self._process = process
        self._complaints = complaints
        self._listener = listener

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def complaints(self) -> tuple[str, ...]:
        """The last lines that it wrote to stderr."""
        return tuple(self._complaints)

    async def stop(self) -> None:
        """End it and wait until it has ended; may be called more than once."""
        await _end(self._process)
        await self._listener


async def launch(options: SandboxOptions) -> SandboxProcess:
    """Start a sandbox and wait until it answers. Raises SandboxStartError with its own words where it does not."""
    command = ["-m", "ksqltui", "sandbox", "--port", str(options.port), "--rate", str(options.rate)]
    command += ["--speed", str(options.speed), "--end-with-parent"]
    if options.seed is not None:
        command += ["--seed", str(options.seed)]
    # A session of its own: ctrl+c in the terminal is for us, and the pipe on stdin tells the sandbox when we are gone.
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    complaints: deque[str] = deque(maxlen=_KEPT_LINES)
    listener = asyncio.create_task(_listen(process, complaints))
    try:
        url = await _address(process)
    except BaseException:
        await _end(process)
        await listener
        raise
    if url is None:
        await _end(process)
        await listener
        said = "\n".join(complaints) or f"it ended with status {process.returncode}"
        raise SandboxStartError(said)
    return SandboxProcess(process, url, complaints, listener)


async def _address(process: Process) -> str | None:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = await process.stdout.readline()
    except TimeoutError:
        return None
    url = line.decode("ascii", "replace").strip()
    return url if url.startswith("http://") else None


async def _listen(process: Process, complaints: deque[str]) -> None:
    assert process.stderr is not None
    async for line in process.stderr:
        complaints.append(line.decode("utf-8", "replace").rstrip())


async def _end(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    for insist in (None, process.terminate, process.kill):
        if insist is not None and process.returncode is None:
            insist()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            continue
        return
