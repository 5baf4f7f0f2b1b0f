"""Owns one HTTP/2 connection in clear: many requests side by side, each with its own flow control."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions

from ksqltui.sandbox.http.body import RequestBody
from ksqltui.sandbox.http.messages import Handler, Request, Response
from ksqltui.sandbox.http.outlet import Outlet

logger = logging.getLogger(__name__)

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
CHUNKS_PER_WRITE = 256


@dataclass(slots=True)
class _Exchange:
    """One stream: its request body, and the task that answers it."""

    body: RequestBody
    task: asyncio.Task[None] | None = None


class Http2Connection:
    """Answers requests as they come; a stream that the client resets is cancelled at once."""

    def __init__(self, outlet: Outlet, handler: Handler) -> None:
        self._outlet = outlet
        self._handler = handler
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        self._h2 = h2.connection.H2Connection(config=config)
        self._exchanges: dict[int, _Exchange] = {}
        self._window_opened = asyncio.Event()
        self._h2.initiate_connection()
        self._flush()

    # --- from the socket -------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        try:
            events = self._h2.receive_data(data)
        except h2.exceptions.ProtocolError as error:
            logger.info("HTTP/2 client broke the protocol: %s", error)
            self._flush()
            self.lost()
            self._outlet.close()
            return
        for event in events:
            self._handle(event)
        self._flush()

    def end_received(self) -> None:
        self.lost()
        self._outlet.close()

    def lost(self) -> None:
        for exchange in self._exchanges.values():
            if exchange.task is not None:
                exchange.task.cancel()
        self._exchanges.clear()

    # --- requests --------------------------------------------------------------------------------------------------

    def _handle(self, event: h2.events.Event) -> None:
        match event:
            case h2.events.RequestReceived():
                self._start(event)
            case h2.events.DataReceived():
                self._receive(event)
            case h2.events.StreamEnded():
                if event.stream_id in self._exchanges:
                    self._exchanges[event.stream_id].body.end()
            case h2.events.StreamReset():
                exchange = self._exchanges.pop(event.stream_id, None)
                if exchange is not None and exchange.task is not None:
                    exchange.task.cancel()
            case h2.events.WindowUpdated() | h2.events.RemoteSettingsChanged():
                self._window_opened.set()
            case h2.events.ConnectionTerminated():
                self.lost()
                self._outlet.close()
            case _:
                pass

    def _start(self, event: h2.events.RequestReceived) -> None:
        pairs = [(_text(name), _text(value)) for name, value in event.headers]
        pseudo = {name: value for name, value in pairs if name.startswith(":")}
        path, _, query = pseudo.get(":path", "/").partition("?")
        stream_id = event.stream_id
        body = RequestBody(partial(self._consumed, stream_id))
        request = Request(
            method=pseudo.get(":method", "GET"),
            path=path,
            query=query,
            http_version="2",
            headers={name: value for name, value in pairs if not name.startswith(":")},
            body=body,
        )
        exchange = _Exchange(body)
        self._exchanges[stream_id] = exchange
        exchange.task = asyncio.get_running_loop().create_task(self._answer(stream_id, request))

    def _receive(self, event: h2.events.DataReceived) -> None:
        exchange = self._exchanges.get(event.stream_id)
        if exchange is None:
            self._acknowledge(event.stream_id, event.flow_controlled_length)
            return
        exchange.body.feed(event.data)
        padding = event.flow_controlled_length - len(event.data)
        if padding:
            self._acknowledge(event.stream_id, padding)

    def _consumed(self, stream_id: int, size: int) -> None:
        """The handler has taken bytes: only now may the client send as many more."""
        self._acknowledge(stream_id, size)
        self._flush()

    def _acknowledge(self, stream_id: int, size: int) -> None:
        if size:
            self._h2.acknowledge_received_data(size, stream_id)

    # --- responses -------------------------------------------------------------------------------------------------

    async def _answer(self, stream_id: int, request: Request) -> None:
        try:
            response = await self._handler(request)
            await self._send(stream_id, response)
        except asyncio.CancelledError:
            raise
        except h2.exceptions.ProtocolError:
            logger.debug("stream %s was closed before its answer was sent", stream_id)
        except Exception:
            logger.exception("%s %s failed", request.method, request.path)
            with suppress(h2.exceptions.ProtocolError):
                self._h2.reset_stream(stream_id, h2.errors.ErrorCodes.INTERNAL_ERROR)
            self._flush()
        finally:
            self._exchanges.pop(stream_id, None)

    async def _send(self, stream_id: int, response: Response) -> None:
        body = response.body
        headers = [(":status", str(response.status)), *response.headers]
        if isinstance(body, bytes):
            headers.append(("content-length", str(len(body))))
            self._h2.send_headers(stream_id, headers, end_stream=not body)
            if body:
                await self._send_frames(stream_id, [body])
                self._h2.end_stream(stream_id)
        else:
            async with aclosing(body) as chunks:
                self._h2.send_headers(stream_id, headers)
                self._flush()
                async for batch in chunks:
                    for at in range(0, len(batch), CHUNKS_PER_WRITE):
                        await self._send_frames(stream_id, batch[at : at + CHUNKS_PER_WRITE])
            self._h2.end_stream(stream_id)
        self._flush()
        await self._outlet.drained()

    async def _send_frames(self, stream_id: int, chunks: Sequence[bytes]) -> None:
        """One frame a chunk, but for chunks that do not fit into what the client allows now."""
        for chunk in chunks:
            rest = chunk
            while rest:
                room = min(self._h2.local_flow_control_window(stream_id), self._h2.max_outbound_frame_size)
                if room <= 0:
                    self._flush()
                    self._window_opened.clear()
                    await self._window_opened.wait()
                    continue
                self._h2.send_data(stream_id, rest[:room])
                rest = rest[room:]
        self._flush()
        await self._outlet.drained()

    def _flush(self) -> None:
        data = self._h2.data_to_send()
        if data:
            self._outlet.write(data)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
