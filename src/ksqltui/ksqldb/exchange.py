"""Owns what an HTTP version must offer for one request and its answer: bytes in, bytes out; knows none, does no IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class ProtocolBroken(Exception):
    """The bytes are not what the protocol promised."""


class SpeaksHttp2(ProtocolBroken):
    """The other end was spoken to in HTTP/1.1 and answers in HTTP/2."""


class SpeaksHttp1(ProtocolBroken):
    """The other end was spoken to in HTTP/2 and wants HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request. `path` has the query with it; `headers` have no pseudo-headers and nothing about the connection."""

    method: str
    scheme: str
    authority: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """`encoding` is the content's, empty for none."""

    status: int
    content_type: str
    encoding: str


class Exchange(Protocol):
    """One request and its answer. What `receive` and `begin` leave to be sent, `to_send` gives out, after each call."""

    @property
    def head(self) -> ResponseHead | None:
        """None until it has come."""
        ...

    @property
    def complete(self) -> bool:
        """Whether the body's end was seen."""
        ...

    @property
    def failure(self) -> ProtocolBroken | None:
        """What was wrong with what came; nothing after it counts."""
        ...

    def begin(self, request: Outgoing) -> None:
        """Writes the request. Raises ValueError for what no header may hold."""
        ...

    def receive(self, data: bytes) -> bytes:
        """The bytes of the body in `data`, those before a `failure` among them."""
        ...

    def connection_ended(self) -> None:
        """Says that no more bytes will come; `complete` tells whether that is the body's end."""
        ...

    def to_send(self) -> bytes: ...
