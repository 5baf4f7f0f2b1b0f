"""Owns one HTTP/1.x connection: h11 reads requests and writes heads, chunks are framed here by the hundred."""

from __future__ import annotations

import asyncio
import http.client
import logging
from collections.abc import Sequence
from contextlib import aclosing

import h11

from ksqltui.sandbox.http.body import HIGH_WATER_BYTES, RequestBody
from ksqltui.sandbox.http.messages import Chunks, Handler, Request, Response
from ksqltui.sandbox.http.outlet import Outlet

logger = logging.getLogger(__name__)

MAX_HEAD_BYTES = 64 * 1024
CHUNKS_PER_WRITE = 512


def frame_chunks(chunks: Sequence[bytes]) -> bytes:
    """Chunked transfer coding, one chunk a piece; an empty piece would end the body and is left out."""
    return b"".join([b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks if chunk])


def _head(status: int, headers: list[tuple[str, str]]) -> h11.Response:
    """A response's head with the words that go with its status."""
    phrase = http.client.responses.get(status, "")
    return h11.Response(status_code=status, headers=headers, reason=phrase)


class Http1Connection:
    """Answers one request after the other; a request in work is cancelled when the client goes away."""

    def __init__(self, outlet: Outlet, handler: Handler) -> None:
        self._outlet = outlet
        self._handler = handler
        self._h11 = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD_BYTES)
        self._body: RequestBody | None = None
        self._task: asyncio.Task[None] | None = None
        self._streaming = False
        self._no_more_input = False
        self._deaf = False

    # --- from the socket -------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        try:
            self._h11.receive_data(data)
            self._next_events()
        except h11.RemoteProtocolError as error:
            self._refuse(error)

    def end_received(self) -> None:
        """The client sends no more. An answer that never ends by itself is given up; a short one is still sent."""
        self._no_more_input = True
        if self._task is None or self._streaming:
            self.lost()
            self._outlet.close()

    def lost(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # --- requests --------------------------------------------------------------------------------------------------

    def _next_events(self) -> None:
        while True:
            event = self._h11.next_event()
            match event:
                case h11.Request():
                    self._start(event)
                case h11.Data():
                    if self._body is not None:
                        self._body.feed(bytes(event.data))
                        if self._body.buffered > HIGH_WATER_BYTES:
                            self._outlet.pause_reading()
                case h11.EndOfMessage():
                    if self._body is not None:
                        self._body.end()
                case h11.PAUSED:
                    # A pipelined request waits its turn; what follows it stays in the kernel, but for one block.
                    if len(self._h11.trailing_data[0]) > MAX_HEAD_BYTES:
                        self._outlet.pause_reading()
                    return
                case _:
                    return

    def _start(self, event: h11.Request) -> None:
        path, _, query = event.target.decode("ascii", "replace").partition("?")
        self._body = RequestBody(lambda _: self._outlet.resume_reading())
        request = Request(
            method=event.method.decode("ascii"),
            path=path,
            query=query,
            http_version=event.http_version.decode("ascii"),
            headers={name.decode("ascii"): value.decode("latin-1") for name, value in event.headers},
            body=self._body,
        )
        self._task = asyncio.get_running_loop().create_task(self._answer(request))

    async def _answer(self, request: Request) -> None:
        try:
            if self._h11.they_are_waiting_for_100_continue:
                self._write(h11.InformationalResponse(status_code=100, headers=[]))
            response = await self._handler(request)
            await self._send(request, response)
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("%s %s failed", request.method, request.path)
            self._outlet.close()
            return
        self._finish()

    async def _send(self, request: Request, response: Response) -> None:
        headers = [*response.headers]
        body = response.body
        if isinstance(body, bytes):
            headers.append(("content-length", str(len(body))))
            self._write(_head(response.status, headers))
            if body and request.method != "HEAD":
                self._write(h11.Data(data=body))
        else:
            self._streaming = True
            async with aclosing(body) as chunks:
                if request.http_version != "1.0":
                    headers.append(("transfer-encoding", "chunked"))
                self._write(_head(response.status, headers))
                if request.method != "HEAD":
                    await self._send_chunks(chunks, framed=request.http_version != "1.0")
            self._streaming = False
            if self._no_more_input:
                return
        self._write(h11.EndOfMessage())
        await self._outlet.drained()

    async def _send_chunks(self, chunks: Chunks, *, framed: bool) -> None:
        async for batch in chunks:
            for at in range(0, len(batch), CHUNKS_PER_WRITE):
                part = batch[at : at + CHUNKS_PER_WRITE]
                self._outlet.write(frame_chunks(part) if framed else b"".join(part))
                await self._outlet.drained()
            if self._no_more_input:
                # It went away before the stream began. One batch is asked for, because only a generator that has
                # begun cleans up when it is closed.
                return

    def _finish(self) -> None:
        self._task = None
        self._body = None
        if self._no_more_input or self._h11.our_state in (h11.MUST_CLOSE, h11.ERROR):
            self._outlet.close()
            return
        if self._h11.their_state is not h11.DONE:
            self._leave()
            return
        self._h11.start_next_cycle()
        self._outlet.resume_reading()
        try:
            self._next_events()
        except h11.RemoteProtocolError as error:
            self._refuse(error)

    def _refuse(self, error: h11.RemoteProtocolError) -> None:
        self.lost()
        if self._h11.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            text = f"Bad request: {error}".encode()
            headers = [("content-type", "text/plain"), ("content-length", str(len(text))), ("connection", "close")]
            self._write(_head(error.error_status_hint, headers))
            self._write(h11.Data(data=text))
            self._write(h11.EndOfMessage())
        self._leave()

    def _leave(self) -> None:
        """Hear no more of this client, which may still be sending."""
        self._deaf = True
        self._outlet.close_after_last_words()

    def _write(self, event: h11.Event) -> None:
        data = self._h11.send(event)
        if data:
            self._outlet.write(data)
