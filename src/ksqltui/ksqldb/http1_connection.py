"""Owns one connection that carries one request and its answer, streamed or whole; knows HTTP/1.1, nothing of rows.

ksqlDB sends one row a chunk and a packet. On a dense stream the wake-up per packet is the cost, not the parsing, so
reading pauses for 4 ms after each small read that follows another closely; the kernel collects meanwhile and one read
takes hundreds of rows. The first row after a quiet time is never delayed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

import h11

from ksqltui.ksqldb.access import Target
from ksqltui.ksqldb.body_framing import BodyFraming, FramingError
from ksqltui.ksqldb.connecting import connect
from ksqltui.ksqldb.content_encoding import Decompressor, EncodingBroken, EncodingUnknown, decompressor_for
from ksqltui.ksqldb.unreachable import (
    certificate_wanted,
    closed_without_answer,
    connection_lost,
    not_http,
    too_slow_to_answer,
    unknown_encoding,
    wants_certificate,
)

_LINGER = 0.004
_SMALL_READ = 4096
_READ = 1 << 18


class Http1Connection:
    """A connection of its own for one request. `close` ends it at once, which is what cancels a query on the server.

    `known` says whether ksqlDB has answered at this address before.
    """

    def __init__(self, target: Target, *, known: bool) -> None:
        self._target = target
        self._url = target.url
        self._known = known
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None
        self._framing: BodyFraming
        self._decompressor: Decompressor | None = None
        self._first = b""
        self._last_read = 0.0
        self._dense = False
        self.status = 0
        self.content_type = ""

    async def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> None:
        """Connects, sends the request and waits for the head of the response.

        Raises NotReached, NotKsqlServer or ConnectionLost; the connection is closed then.
        """
        try:
            self._reader, self._writer = await connect(self._target)
            try:
                async with asyncio.timeout(self._target.answer_timeout):
                    await self._exchange(method, path, headers, body)
            except TimeoutError:
                raise too_slow_to_answer(self._url, self._target.answer_timeout) from None
        except BaseException:
            self.close()
            raise

    async def read(self) -> bytes:
        """The next bytes of the body, b"" at its end. Waits for ever, as a push query may be silent for hours.

        Raises ConnectionLost, after all bytes that came before the loss were given out.
        """
        coder = self._decompressor
        if coder is None:
            return await self._read_coded()
        try:
            block = coder.feed(b"") if coder.has_more else b""
            while not block and (coded := await self._read_coded()):
                block = coder.feed(coded)
        except EncodingBroken as error:
            raise connection_lost(self._url, error) from None
        return block

    async def _read_coded(self) -> bytes:
        """The next bytes of the body as they were sent."""
        block, self._first = self._first, b""
        while not block and not self._framing.complete:
            data = await self._receive()
            try:
                block = self._framing.feed(data)
                if not data:
                    self._framing.connection_ended()
            except FramingError as error:
                raise connection_lost(self._url, error) from None
            if not data and not self._framing.complete:
                raise connection_lost(self._url)
        return block

    async def read_all(self, limit: int) -> bytes:
        """The body of a response that is no stream, whole; what passes `limit` bytes is left out."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._target.answer_timeout):
                while len(body) < limit and (block := await self.read()):
                    body += block
        except TimeoutError:
            raise too_slow_to_answer(self._url, self._target.answer_timeout) from None
        return bytes(body[:limit])

    def close(self) -> None:
        """Closes at once, without the farewell of TLS. Does nothing where it is closed."""
        if self._writer is not None:
            self._writer.transport.abort()

    async def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        assert self._writer is not None
        place = urlsplit(self._url)
        proxy = self._target.proxy if self._target.tls is None else None
        path = place.path + path
        target = path if proxy is None else f"http://{place.netloc}{path}"
        http = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 16)
        fixed = [("host", place.netloc), ("connection", "close")]
        if body:
            fixed.append(("content-length", str(len(body))))
        if proxy is not None and proxy.authorization:
            fixed.append(("proxy-authorization", proxy.authorization))
        fixed += self._target.headers().items()
        request = h11.Request(method=method, target=target, headers=[*fixed, *headers.items()])
        parts = [http.send(request), http.send(h11.Data(data=body)), http.send(h11.EndOfMessage())]
        try:
            self._writer.write(b"".join(part for part in parts if part))
            await self._writer.drain()
            response = await self._head(http)
        except h11.RemoteProtocolError:
            raise not_http(self._url) from None
        except OSError as error:
            if wants_certificate(error):
                raise certificate_wanted(self._url) from None
            if self._known:
                raise connection_lost(self._url, error) from None
            raise closed_without_answer(self._url, known=False) from None
        self.status = response.status_code
        told = dict(response.headers)
        self.content_type = told.get(b"content-type", b"").decode("latin-1")
        encoding = told.get(b"content-encoding", b"").decode("latin-1")
        try:
            self._decompressor = decompressor_for(encoding)
        except EncodingUnknown:
            raise unknown_encoding(self._url, encoding) from None
        self._framing = BodyFraming(response.status_code, response.headers)
        rest, _ = http.trailing_data
        try:
            self._first = self._framing.feed(rest)
        except FramingError:
            raise not_http(self._url) from None

    async def _head(self, http: h11.Connection) -> h11.Response:
        while True:
            event = http.next_event()
            if isinstance(event, h11.Response):
                return event
            if event is h11.NEED_DATA:
                data = await self._reader.read(_READ)
                if not data:
                    raise closed_without_answer(self._url, known=self._known)
                http.receive_data(data)
            elif not isinstance(event, h11.InformationalResponse):
                raise not_http(self._url)

    async def _receive(self) -> bytes:
        if self._dense:
            self._dense = False  # a caller with less patience than the pause gets to read at its next try
            assert self._writer is not None
            transport = cast(asyncio.Transport, self._writer.transport)
            transport.pause_reading()
            try:
                await asyncio.sleep(_LINGER)
            finally:
                transport.resume_reading()
        try:
            data = await self._reader.read(_READ)
        except OSError as error:
            raise connection_lost(self._url, error) from None
        now = asyncio.get_running_loop().time()
        self._dense = len(data) < _SMALL_READ and now - self._last_read < 2 * _LINGER
        self._last_read = now
        return data
