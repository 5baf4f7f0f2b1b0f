"""Owns the sandbox as a whole: engine, payments and HTTP server put together, and how it ends."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ksqltui.sandbox.clock import Clock, SystemClock
from ksqltui.sandbox.engine import Engine
from ksqltui.sandbox.functions.registry import default_registry
from ksqltui.sandbox.http.server import HttpServer
from ksqltui.sandbox.payments import PaymentsProducer
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.rest.app import RestApi
from ksqltui.sandbox.rest.state import CommandStatus, ServerState

logger = logging.getLogger(__name__)

_PAUSE_AFTER_FAULT_SECONDS = 1.0
LOOPBACK = "127.0.0.1"
EXIT_BAD_PORT = 2
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """`port` 0 lets the system choose; `rate` is payments a second of the clock, which runs `speed` times faster."""

    port: int = 0
    seed: int | None = None
    rate: float = 2.0
    speed: float = 1.0
    host: str = LOOPBACK


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox that serves."""

    url: str
    engine: Engine


@asynccontextmanager
async def serving(
    options: SandboxOptions, *, clock: Clock | None = None, policies: Policies | None = None
) -> AsyncIterator[Sandbox]:
    """A sandbox for as long as the context lasts. Raises OSError where its port is taken."""
    engine = Engine(
        clock=clock or SystemClock(options.speed),
        functions=default_registry(),
        policies=policies,
        seed=options.seed,
    )
    state = ServerState(engine)
    for name in engine.catalog.sources:
        state.commands[f"stream/`{name}`/create"] = CommandStatus("SUCCESS", "Stream created")
    server = HttpServer(RestApi(state))
    port = await server.start(options.host, options.port)
    state.host = f"{options.host}:{port}"
    payments = PaymentsProducer(engine, rate=options.rate, seed=options.seed)
    payments.prepare()
    tasks = [asyncio.create_task(_kept_going(engine.run)), asyncio.create_task(_kept_going(payments.run))]
    try:
        yield Sandbox(f"http://{options.host}:{port}", engine)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.close()


async def _kept_going(work: Callable[[], Awaitable[None]]) -> None:
    """Begin anew what failed: one query's fault must not stop the others."""
    while True:
        try:
            return await work()
        except Exception:
            logger.exception("the sandbox's engine stumbled and goes on")
            await asyncio.sleep(_PAUSE_AFTER_FAULT_SECONDS)


async def serve(options: SandboxOptions, announce: Callable[[str], None]) -> None:
    """Serve until cancelled; `announce` is told the address once it answers. Raises OSError where the port is taken."""
    async with serving(options) as sandbox:
        announce(sandbox.url)
        await asyncio.Event().wait()


def run(options: SandboxOptions, *, end_with_parent: bool) -> int:
    """Serve in this process until a signal, or until stdin ends where `end_with_parent`; gives the exit status."""
    try:
        return asyncio.run(_until_told(options, end_with_parent=end_with_parent))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except OSError as error:
        sys.stderr.write(_port_problem(options, error))
        return EXIT_BAD_PORT


async def _until_told(options: SandboxOptions, *, end_with_parent: bool) -> int:
    loop = asyncio.get_running_loop()
    told: asyncio.Future[int] = loop.create_future()

    def tell(status: int) -> None:
        if not told.done():
            told.set_result(status)

    for number, status in ((signal.SIGINT, EXIT_INTERRUPTED), (signal.SIGTERM, 0)):
        try:
            loop.add_signal_handler(number, tell, status)
        except NotImplementedError:
            break
    if end_with_parent:
        threading.Thread(target=_wait_for_end_of_stdin, args=(loop, tell), daemon=True).start()
    async with serving(options) as sandbox:
        _announce(sandbox.url)
        return await told


def _announce(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


def _wait_for_end_of_stdin(loop: asyncio.AbstractEventLoop, tell: Callable[[int], None]) -> None:
    """The parent holds the other end of stdin: when it is gone, however it went, reading ends."""
    try:
        while os.read(0, 1024):
            pass
    except OSError:
        pass
    loop.call_soon_threadsafe(tell, 0)


def _port_problem(options: SandboxOptions, error: OSError) -> str:
    where = f"{options.host}:{options.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"ksqltui sandbox: {where} is taken by another program. Stop that program, or choose another port: "
            "ksqltui sandbox --port 8089\n"
        )
    return (
        f"ksqltui sandbox: cannot listen on {where}: {error.strerror or error}. "
        "Choose another port: ksqltui sandbox --port 8089\n"
    )
