"""Owns how a blocking stream of the docker SDK is read without blocking: in a thread of its own; knows no Docker."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar

T = TypeVar("T", covariant=True)

HELD = 1_000
"""How many items wait at most; a reader that is slower slows the stream, not the screen."""


class BlockingStream(Protocol[T]):
    """What the SDK gives: to be iterated in one thread, and closed from another, which ends the iteration."""

    def __iter__(self) -> Iterator[T]: ...

    def close(self) -> None: ...


@asynccontextmanager
async def streamed(open_stream: Callable[[], BlockingStream[T]]) -> AsyncIterator[AsyncIterator[T]]:
    """Opens a blocking stream in a thread and gives its items; leaving the context closes it.

    What opening or reading raises comes out of the iteration.
    """
    loop = asyncio.get_running_loop()
    items: asyncio.Queue[T | _End] = asyncio.Queue()
    room = threading.Semaphore(HELD)
    stream = await asyncio.to_thread(open_stream)
    is_left = threading.Event()

    def tell(item: T | _End) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(items.put_nowait, item)

    def read() -> None:
        error: Exception | None = None
        try:
            for item in stream:
                room.acquire()
                if is_left.is_set():
                    return
                tell(item)
        except Exception as raised:
            error = raised
        tell(_End(None if is_left.is_set() else error))

    async def give() -> AsyncIterator[T]:
        while True:
            item = await items.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            room.release()
            yield item

    # A daemon: a socket that never answers must not hold the program's end up.
    threading.Thread(target=read, name="docker stream", daemon=True).start()
    try:
        yield give()
    finally:
        is_left.set()
        room.release()
        await asyncio.to_thread(stream.close)


class _End:
    def __init__(self, error: Exception | None) -> None:
        self.error = error
