"""Owns the one function behind which blocking calls of the Kafka client run; knows no call."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


async def in_thread(work: Callable[[], _T]) -> _T:
    """Runs `work` in a daemon thread and gives what it gives, or raises what it raises.

    Cancelling lets go of the thread and does not stop it: every call in it needs its own timeout. Daemon, because a
    call that waits for brokers must not hold up the end of the program.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[_T] = loop.create_future()

    def settle(result: Callable[[], None]) -> None:
        if not outcome.done():
            result()

    def run() -> None:
        try:
            value = work()
        except BaseException as error:
            _tell(loop, lambda failure=error: settle(lambda: outcome.set_exception(failure)))  # type: ignore[misc]
        else:
            _tell(loop, lambda: settle(lambda: outcome.set_result(value)))

    threading.Thread(target=run, name="kafka call", daemon=True).start()
    return await outcome


def _tell(loop: asyncio.AbstractEventLoop, news: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(news)
    except RuntimeError:
        # The loop has closed meanwhile: nobody waits any more.
        return
