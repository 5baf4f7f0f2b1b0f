"""Owns requests and responses as a handler sees them; knows no HTTP version and no socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from ksqltui.sandbox.http.body import RequestBody

Chunks = AsyncGenerator[Sequence[bytes], None]
"""A response in pieces: every `bytes` is one chunk (HTTP/1.1) or one DATA frame (HTTP/2), a sequence is one write."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is without the query string, still percent-encoded; header names are in lower case."""

    method: str
    path: str
    query: str
    http_version: str
    headers: Mapping[str, str]
    body: RequestBody


@dataclass(frozen=True, slots=True)
class Response:
    """A `body` of bytes goes with its length; Chunks go piece by piece and are closed when the client goes away."""

    status: int
    headers: Headers = ()
    body: bytes | Chunks = b""


Handler = Callable[[Request], Awaitable[Response]]
"""Called once a request's head is there; cancelled as soon as the client closes its connection or stream."""


async def one_chunk(data: bytes) -> Chunks:
    """A body of one chunk, for answers that ksqlDB sends without a length."""
    if data:
        yield [data]
