"""Owns the small HTTP server that plays ksqlDB's recorded answers, and faults, to the real client."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from ksqltui.ksqldb.client import KsqldbClient

TLS_HELLO = b"\x16"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class TinyServer:
    """Answers each request with the next of `answers`, and repeats the last one."""

    answers: deque[Answer] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    client_left: asyncio.Event = field(default_factory=asyncio.Event)
    rows_taken: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def will_send(self, *pieces: bytes) -> None:
        """Queues an answer: the pieces go out one by one, each in a packet of its own, then the connection closes."""

        async def answer(writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)

        self.answers.append(answer)

    def will_reply(self, status: int, body: str | Any, content_type: str = "application/json") -> None:
        """Queues a whole answer; what is no text becomes JSON."""
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        head = f"HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\ncontent-length: {len(data)}\r\n\r\n"
        self.will_send(head.encode() + data)

    def will_play(self, recording: Mapping[str, Any], seed: int | None = None) -> None:
        """Queues a recorded answer in its own chunks, cut at random places of the wire when a seed is given."""
        self.will_send(*_cut(chunked(recording["response"]), seed))

    def will_stream(self, *rows: str, end: bytes = b"0\r\n\r\n") -> None:
        """Queues a streamed answer of these lines, a chunk each, and then `end`."""
        head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        self.will_send(head, *(chunk(row.encode()) for row in rows), end)

    def will_reset_after(self, *pieces: bytes) -> None:
        """Queues an answer that breaks off with a TCP reset once the test has set `rows_taken`."""

        async def answer(writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            await self.rows_taken.wait()
            _reset(writer)

        self.answers.append(answer)

    def will_be_silent_after(self, *pieces: bytes) -> None:
        """Queues an answer that stays open behind the pieces; `client_left` is set when the client goes."""

        async def answer(writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                writer.write(piece)
            await writer.drain()
            await self.client_left.wait()

        self.answers.append(answer)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = await reader.readexactly(1)
        if start == TLS_HELLO:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        head = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request_line, *lines = head.splitlines()
        method, path, _ = request_line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.client_left.clear()
        self.asked.append(Asked(method, path, headers, json.loads(body) if body else None))
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.popleft()
        answering = asyncio.ensure_future(answer(writer))
        leaving = asyncio.ensure_future(reader.read())
        leaving.add_done_callback(lambda _: self.client_left.set())
        try:
            await answering
        finally:
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)


def _reset(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def chunked(response: Mapping[str, Any]) -> bytes:
    """A recorded response as it stood on the wire, with its end where the server had ended it."""
    lines = [f"HTTP/1.1 {response['status']} X"]
    lines += [f"{name}: {value}" for name, value in response["headers"].items()]
    texts = [part["text"].encode() for part in response["chunks"]]
    if "transfer-encoding" not in response["headers"]:
        return "\r\n".join([*lines, "", ""]).encode() + b"".join(texts)
    end = b"0\r\n\r\n" if response["ended"] == "by the server" else b""
    return "\r\n".join([*lines, "", ""]).encode() + b"".join(map(chunk, texts)) + end


def _cut(wire: bytes, seed: int | None) -> Iterator[bytes]:
    if seed is None:
        yield wire
        return
    cuts: Iterable[int] = sorted(random.Random(seed).sample(range(1, len(wire)), k=min(40, len(wire) - 1)))
    start = 0
    for cut in [*cuts, len(wire)]:
        yield wire[start:cut]
        start = cut


@pytest.fixture
async def tiny_server() -> AsyncIterator[TinyServer]:
    server = TinyServer()
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield server


@pytest.fixture
async def client(tiny_server: TinyServer) -> AsyncIterator[KsqldbClient]:
    client = KsqldbClient(tiny_server.url)
    yield client
    await client.close()
