"""Owns one request and its answer in HTTP/2, on a connection of its own; does no IO.

ksqlDB sends one row a DATA frame. What h2 does for a frame takes longer than all else that is done for a row, so DATA
frames and their flow control are read here, and h2 gets all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings

from ksqltui.ksqldb.exchange import Outgoing, ProtocolBroken, ResponseHead, SpeaksHttp1

WINDOW = 1 << 22
"""Bytes of body that may be under way: more than a read takes, so that the server waits for nobody who reads."""
_FIRST_WINDOW = 65_535
_STREAM = 1
_HEADER = 9
_DATA, _END_STREAM, _PADDED = 0, 1, 8
_LONGEST_FRAME = 1 << 14
_WINDOW_UPDATE = b"\x00\x00\x04\x08\x00"


class Http2Exchange:
    """Implements Exchange."""

    def __init__(self) -> None:
        self.head: ResponseHead | None = None
        self.complete = False
        self.failure: ProtocolBroken | None = None
        config = h2.config.H2Configuration(client_side=True, header_encoding="latin-1")
        self._h2 = h2.connection.H2Connection(config=config)
        self._unsent = b""
        self._carry = b""
        self._taken = 0
        self._updates = b""
        self._has_received = False

    def begin(self, request: Outgoing) -> None:
        names = h2.settings.SettingCodes
        self._h2.local_settings = h2.settings.Settings(
            client=True,
            initial_values={
                names.ENABLE_PUSH: 0,
                names.INITIAL_WINDOW_SIZE: WINDOW,
                names.MAX_FRAME_SIZE: _LONGEST_FRAME,
            },
        )
        self._h2.initiate_connection()
        self._h2.increment_flow_control_window(WINDOW - _FIRST_WINDOW)
        headers = [
            (":method", request.method),
            (":scheme", request.scheme),
            (":authority", request.authority),
            (":path", request.path),
            *((name.lower(), value) for name, value in request.headers.items()),
        ]
        try:
            self._h2.send_headers(_STREAM, headers, end_stream=not request.body)
        except h2.exceptions.ProtocolError as error:
            raise ValueError(str(error)) from None
        self._unsent = request.body
        self._send_body()

    def to_send(self) -> bytes:
        updates, self._updates = self._updates, b""
        return self._h2.data_to_send() + updates

    def receive(self, data: bytes) -> bytes:
        body: list[bytes] = []
        if self.failure is None:
            try:
                self._take(data, body)
            except ProtocolBroken as error:
                self.failure = error
        return b"".join(body)

    def connection_ended(self) -> None:
        """In HTTP/2 the end of the connection ends nothing."""

    def _take(self, data: bytes, body: list[bytes]) -> None:
        if not self._has_received and data.startswith(b"HTTP/1"):
            raise SpeaksHttp1("an answer in HTTP/1.1")
        self._has_received = True
        data = self._carry + data
        at, end, taken = 0, len(data), 0
        while end - at >= _HEADER:
            length = int.from_bytes(data[at : at + 3], "big")
            if length > _LONGEST_FRAME:
                raise ProtocolBroken(f"a frame of {length} bytes")
            stop = at + _HEADER + length
            if stop > end:
                break
            if data[at + 3] == _DATA and self.head is not None and not self.complete:
                body.append(self._content(data[at + 4], data[at + _HEADER : stop]))
                taken += length
            else:
                self._pass_on(data[at:stop])
            at = stop
        self._carry = data[at:]
        self._allow_more(taken)

    def _content(self, flags: int, payload: bytes) -> bytes:
        """What a DATA frame holds."""
        self.complete = bool(flags & _END_STREAM)
        if not flags & _PADDED:
            return payload
        padding = payload[0] if payload else 0
        if padding >= len(payload):
            raise ProtocolBroken("a frame with more padding than bytes")
        return payload[1 : len(payload) - padding]

    def _pass_on(self, frame: bytes) -> None:
        """Lets h2 have a frame, and does what it says of it."""
        try:
            events = self._h2.receive_data(frame)
        except h2.exceptions.InvalidBodyLengthError:
            self.complete = True  # the stream has ended by a frame that is no DATA, and h2 has seen no DATA before
            return
        except h2.exceptions.ProtocolError as error:
            raise ProtocolBroken(str(error)) from None
        for event in events:
            match event:
                case h2.events.ResponseReceived(headers=headers):
                    self._take_head(headers or ())
                case h2.events.StreamEnded():
                    self.complete = True
                case h2.events.StreamReset(error_code=code) if not self.complete:
                    _refuse(code, "reset the stream")
                case h2.events.ConnectionTerminated(error_code=code, last_stream_id=last):
                    if not self.complete and (code or (last or 0) < _STREAM):
                        _refuse(code, "ended the connection")
                case h2.events.WindowUpdated() | h2.events.RemoteSettingsChanged():
                    self._send_body()

    def _take_head(self, told: Iterable[tuple[str | bytes, str | bytes]]) -> None:
        headers = {_text(name): _text(value) for name, value in told}
        status = headers.get(":status", "")
        if not status.isdecimal():
            raise ProtocolBroken("an answer without a status")
        self.head = ResponseHead(int(status), headers.get("content-type", ""), headers.get("content-encoding", ""))

    def _send_body(self) -> None:
        """As much of the request's body as the server takes now."""
        while self._unsent and not self.complete:
            room = min(self._h2.local_flow_control_window(_STREAM), self._h2.max_outbound_frame_size)
            if room <= 0:
                return
            piece, self._unsent = self._unsent[:room], self._unsent[room:]
            self._h2.send_data(_STREAM, piece, end_stream=not self._unsent)

    def _allow_more(self, size: int) -> None:
        """Counts bytes that were taken; past half the window the server hears that it may send as many more."""
        self._taken += size
        if self._taken > WINDOW // 2:
            amount = self._taken.to_bytes(4, "big")
            for stream in (0, _STREAM):
                self._updates += _WINDOW_UPDATE + stream.to_bytes(4, "big") + amount
            self._taken = 0


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _refuse(code: int | None, did: str) -> None:
    try:
        name = h2.errors.ErrorCodes(code or 0).name
    except ValueError:
        name = str(code)
    if code == h2.errors.ErrorCodes.HTTP_1_1_REQUIRED:
        raise SpeaksHttp1(f"it {did} ({name})")
    raise ProtocolBroken(f"it {did} ({name})")
