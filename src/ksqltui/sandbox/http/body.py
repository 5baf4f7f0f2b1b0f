"""Owns a request's body on its way from the socket to the handler, bounded; knows no HTTP version."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

MAX_BODY_BYTES = 4 * 1024 * 1024
HIGH_WATER_BYTES = 256 * 1024


class BodyTooLarge(Exception):
    """The body is longer than the reader allows."""


class RequestBody:
    """What the client sends after the head. `consumed` is told how many bytes the handler has taken."""

    def __init__(self, consumed: Callable[[int], None] | None = None) -> None:
        self._parts: deque[bytes] = deque()
        self._ended = False
        self._waiter: asyncio.Future[None] | None = None
        self._consumed = consumed
        self.buffered = 0

    def feed(self, data: bytes) -> None:
        """Called by the connection."""
        if data:
            self._parts.append(data)
            self.buffered += len(data)
            self._wake()

    def end(self) -> None:
        """Called by the connection: no more will come."""
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def parts(self) -> AsyncIterator[bytes]:
        """The body as it comes, until its end; for one reader only."""
        while True:
            while self._parts:
                part = self._parts.popleft()
                self.buffered -= len(part)
                if self._consumed is not None:
                    self._consumed(len(part))
                yield part
            if self._ended:
                return
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    async def read(self, limit: int = MAX_BODY_BYTES) -> bytes:
        """The whole body. Raises BodyTooLarge as soon as more than `limit` bytes have come."""
        whole = bytearray()
        async for part in self.parts():
            whole += part
            if len(whole) > limit:
                raise BodyTooLarge(f"the request is longer than {limit} bytes")
        return bytes(whole)
