"""Plays a ksqlDB that speaks HTTP/2 and nothing else, on loopback, with h2 on its side."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions

INFO = {"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "c", "ksqlServiceId": "s"}}


class Ending(Enum):
    WELL = "well"
    RESET = "a reset stream"
    GONE = "a goodbye"
    CUT = "a closed connection"
    NEVER = "never"


@dataclass
class TinyHttp2Server:
    """Answers /info, and any other path with `lines`, each a frame of its own, and then as `ending` says."""

    lines: Sequence[bytes] = ()
    ending: Ending = Ending.WELL
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    client_left: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(self, reader, writer).go()
        except (ConnectionError, h2.exceptions.ProtocolError):
            pass
        finally:
            self.client_left.set()
            writer.close()


class _Conversation:
    def __init__(self, server: TinyHttp2Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))

    async def go(self) -> None:
        self._http.initiate_connection()
        self._flush()
        body, path = b"", ""
        while data := await self._reader.read(1 << 16):
            for event in self._http.receive_data(data):
                match event:
                    case h2.events.RequestReceived(headers=headers):
                        told = dict(headers or ())
                        path = str(told[":path"])  # type: ignore[index]
                        self._server.headers.append({str(name): str(value) for name, value in told.items()})
                    case h2.events.DataReceived(data=piece, flow_controlled_length=length):
                        body += piece or b""
                        self._http.acknowledge_received_data(length or 0, 1)
                    case h2.events.StreamEnded():
                        self._server.bodies.append(body)
                        if await self._answer(path):
                            return
            self._flush()

    async def _answer(self, path: str) -> bool:
        """Whether the connection is to be closed now."""
        http = self._http
        http.send_headers(1, [(":status", "200"), ("content-type", "application/json")])
        for line in [json.dumps(INFO).encode()] if path == "/info" else self._server.lines:
            http.send_data(1, line, pad_length=3 if len(line) % 2 else None)
            self._flush()
            await self._writer.drain()
        match Ending.WELL if path == "/info" else self._server.ending:
            case Ending.WELL:
                http.end_stream(1)
            case Ending.RESET:
                http.reset_stream(1, h2.errors.ErrorCodes.INTERNAL_ERROR)
            case Ending.GONE:
                http.close_connection(h2.errors.ErrorCodes.ENHANCE_YOUR_CALM)
            case Ending.CUT:
                self._writer.write(http.data_to_send() + b"\x00\x00\x09\x00")
                return True
            case Ending.NEVER:
                pass
        self._flush()
        return False

    def _flush(self) -> None:
        self._writer.write(self._http.data_to_send())
