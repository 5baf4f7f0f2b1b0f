"""Owns the listening socket: tells HTTP/2 from HTTP/1.x by its first bytes; knows no ksqlDB."""

from __future__ import annotations

import asyncio

from ksqltui.sandbox.http.http1 import Http1Connection
from ksqltui.sandbox.http.http2 import PREFACE, Http2Connection
from ksqltui.sandbox.http.messages import Handler
from ksqltui.sandbox.http.outlet import Outlet

WRITE_HIGH_WATER = 256 * 1024


class HttpServer:
    """Serves `handler` on one address until `close()`, which also cancels the requests in work."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port, which the system chooses where 0 was asked. Raises OSError where it is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self._handler, self._connections), host, port, backlog=128
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in tuple(self._connections):
            connection.abort()
        # Cancelled handlers close their queries in the turns that follow.
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One socket: waits for enough bytes to know its protocol, then hands everything to it."""

    def __init__(self, handler: Handler, connections: set[_Connection]) -> None:
        self._handler = handler
        self._connections = connections
        self._first = b""
        self._spoken: Http1Connection | Http2Connection | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.set_write_buffer_limits(high=WRITE_HIGH_WATER)
        self._outlet = Outlet(transport)
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        if self._spoken is None:
            self._first += data
            if len(self._first) < len(PREFACE) and PREFACE.startswith(self._first):
                return
            protocol = Http2Connection if self._first.startswith(PREFACE) else Http1Connection
            self._spoken = protocol(self._outlet, self._handler)
            data, self._first = self._first, b""
        self._spoken.data_received(data)

    def eof_received(self) -> bool:
        if self._spoken is None:
            return False
        self._spoken.end_received()
        return True

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        if self._spoken is not None:
            self._spoken.lost()

    def pause_writing(self) -> None:
        self._outlet.pause_writing()

    def resume_writing(self) -> None:
        self._outlet.resume_writing()

    def abort(self) -> None:
        self._transport.abort()
