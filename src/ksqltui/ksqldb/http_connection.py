"""Owns one connection that carries one request and its answer, streamed or whole; knows no HTTP version and no rows.

ksqlDB sends one row a chunk (a DATA frame in HTTP/2) and a packet. On a dense stream the wake-up per packet is the
cost, not the parsing, so reading pauses for 4 ms after each small read that follows another closely; the kernel
collects meanwhile and one read takes hundreds of rows. The first row after a quiet time is never delayed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

from ksqltui.ksqldb.access import Target
from ksqltui.ksqldb.connecting import connect
from ksqltui.ksqldb.content_encoding import Decompressor, EncodingBroken, EncodingUnknown, decompressor_for
from ksqltui.ksqldb.exchange import Exchange, Outgoing, ProtocolBroken, SpeaksHttp1, SpeaksHttp2
from ksqltui.ksqldb.http1_exchange import Http1Exchange
from ksqltui.ksqldb.tls import HTTP2
from ksqltui.ksqldb.unreachable import (
    certificate_wanted,
    closed_without_answer,
    connection_lost,
    no_http2,
    not_http,
    only_http2,
    too_slow_to_answer,
    unknown_encoding,
    wants_certificate,
)
from ksqltui.model.errors import KsqlError

_LINGER = 0.004
_SMALL_READ = 4096
_READ = 1 << 17


class HttpConnection:
    """A connection of its own for one request. `close` ends it at once, which is what cancels a query on the server.

    `known` says whether ksqlDB has answered at this address before.
    """

    def __init__(self, target: Target, *, known: bool) -> None:
        self._target = target
        self._url = target.url
        self._known = known
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None
        self._exchange: Exchange
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
                    await self._converse(method, path, headers, body)
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
        exchange = self._exchange
        while not block and not exchange.complete:
            if exchange.failure is not None:
                raise connection_lost(self._url, exchange.failure)
            data = await self._receive()
            if data:
                block = exchange.receive(data)
                self._send()
                continue
            exchange.connection_ended()
            if not exchange.complete:
                raise connection_lost(self._url)
        return block

    def _send(self) -> None:
        assert self._writer is not None
        if data := self._exchange.to_send():
            self._writer.write(data)

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

    async def _converse(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        assert self._writer is not None
        place = urlsplit(self._url)
        proxy = self._target.proxy if self._target.tls is None else None
        path = place.path + path
        told = {**self._target.headers(), **headers}
        if proxy is not None:
            path = f"http://{place.netloc}{path}"
            if proxy.authorization:
                told["proxy-authorization"] = proxy.authorization
        self._exchange = exchange = _exchange_for(self._target, self._writer)
        exchange.begin(Outgoing(method, place.scheme, place.netloc, path, told, body))
        try:
            self._send()
            await self._writer.drain()
            while exchange.head is None:
                data = await self._reader.read(_READ)
                if not data:
                    raise closed_without_answer(self._url, known=self._known)
                self._first += exchange.receive(data)
                self._send()
                if exchange.failure is not None and exchange.head is None:
                    raise self._not_understood(exchange.failure)
        except OSError as error:
            if wants_certificate(error):
                raise certificate_wanted(self._url) from None
            if self._known:
                raise connection_lost(self._url, error) from None
            raise closed_without_answer(self._url, known=False) from None
        self.status = exchange.head.status
        self.content_type = exchange.head.content_type
        try:
            self._decompressor = decompressor_for(exchange.head.encoding)
        except EncodingUnknown:
            raise unknown_encoding(self._url, exchange.head.encoding) from None

    def _not_understood(self, failure: ProtocolBroken) -> KsqlError:
        match failure:
            case SpeaksHttp1():
                return no_http2(self._url)
            case SpeaksHttp2():
                return only_http2(self._url)
            case _:
                return not_http(self._url)

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


def _exchange_for(target: Target, writer: asyncio.StreamWriter) -> Exchange:
    """TLS has agreed on the version; in clear HTTP/2 is spoken where it was asked for, but not to a proxy."""
    if target.tls is not None:
        is_http2 = writer.get_extra_info("ssl_object").selected_alpn_protocol() == HTTP2
    else:
        is_http2 = target.http2 and target.proxy is None
    if is_http2:
        from ksqltui.ksqldb.http2_exchange import Http2Exchange  # h2 is slow to import and seldom asked for

        return Http2Exchange()
    return Http1Exchange()
