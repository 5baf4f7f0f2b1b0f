"""Owns one request and its answer in HTTP/1.1; does no IO."""

from __future__ import annotations

import h11

from ksqltui.ksqldb.body_framing import BodyFraming
from ksqltui.ksqldb.exchange import Outgoing, ProtocolBroken, ResponseHead, SpeaksHttp2

_LONGEST_HEAD = 1 << 16
_SETTINGS = b"\x04\x00\x00\x00\x00\x00"
"""Type, flags and stream of the frame that every HTTP/2 server sends first."""


class Http1Exchange:
    """Implements Exchange. h11 reads the head; the body has a framing of its own, for its many small chunks."""

    def __init__(self) -> None:
        self.head: ResponseHead | None = None
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._framing: BodyFraming | None = None
        self._failure: ProtocolBroken | None = None
        self._out = b""
        self._has_received = False

    @property
    def complete(self) -> bool:
        return self._framing is not None and self._framing.complete

    @property
    def failure(self) -> ProtocolBroken | None:
        return self._failure if self._framing is None else self._framing.failure

    def begin(self, request: Outgoing) -> None:
        fixed = [("host", request.authority), ("connection", "close")]
        if request.body:
            fixed.append(("content-length", str(len(request.body))))
        try:
            head = h11.Request(method=request.method, target=request.path, headers=[*fixed, *request.headers.items()])
        except h11.LocalProtocolError as error:
            raise ValueError(str(error)) from None
        events: tuple[h11.Event, ...] = (head, h11.Data(data=request.body), h11.EndOfMessage())
        self._out = b"".join(self._http.send(event) or b"" for event in events)

    def to_send(self) -> bytes:
        out, self._out = self._out, b""
        return out

    def receive(self, data: bytes) -> bytes:
        if self._framing is not None:
            return self._framing.feed(data)
        try:
            return self._take_head(data)
        except ProtocolBroken as error:
            self._failure = error
            return b""

    def _take_head(self, data: bytes) -> bytes:
        if not self._has_received and data[3:9] == _SETTINGS:
            raise SpeaksHttp2("an answer in HTTP/2")
        self._has_received = True
        self._http.receive_data(data)
        try:
            event = self._http.next_event()
            while isinstance(event, h11.InformationalResponse):
                event = self._http.next_event()
        except h11.RemoteProtocolError as error:
            raise ProtocolBroken(str(error)) from None
        if event is h11.NEED_DATA:
            return b""
        if not isinstance(event, h11.Response):
            raise ProtocolBroken(f"{event!r} before the answer")
        told = dict(event.headers)
        self.head = ResponseHead(
            event.status_code,
            told.get(b"content-type", b"").decode("latin-1"),
            told.get(b"content-encoding", b"").decode("latin-1"),
        )
        self._framing = BodyFraming(event.status_code, event.headers)
        return self._framing.feed(self._http.trailing_data[0])

    def connection_ended(self) -> None:
        if self._framing is not None:
            self._framing.connection_ended()
