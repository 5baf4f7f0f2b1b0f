"""Owns the writing side of a socket with its back-pressure; knows no HTTP."""

from __future__ import annotations

import asyncio

LINGER_SECONDS = 1.0


class Outlet:
    """A transport that can be waited for: `drained()` returns when the client has taken enough of what was written."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiters: list[asyncio.Future[None]] = []
        self._paused = False
        self._reading = True

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        """Close once what was written is sent."""
        self._transport.close()

    def close_after_last_words(self) -> None:
        """Send what was written, then close once the client does, or soon.

        Closing at once while the client still sends would reset the connection and lose the answer on its way.
        """
        if not self._transport.is_closing():
            self._transport.write_eof()
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self._transport.close)

    async def drained(self) -> None:
        if self._paused:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter
        else:
            # A client that is fast enough never pauses us: others must still get their turn.
            await asyncio.sleep(0)

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def pause_reading(self) -> None:
        if self._reading and not self._transport.is_closing():
            self._reading = False
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        if not self._reading and not self._transport.is_closing():
            self._reading = True
            self._transport.resume_reading()
