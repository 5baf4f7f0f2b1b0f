"""The HTTP layer over real sockets: one row a chunk, cancel on disconnect, back-pressure, bad input."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import h2.config
import h2.connection
import h2.events
import httpx
import pytest

from ksqltui.sandbox.http.messages import Chunks, Request, Response
from ksqltui.sandbox.http.server import HttpServer


class Service:
    """A handler whose streams can be watched from a test."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self.sent = 0

    async def __call__(self, request: Request) -> Response:
        match request.path:
            case "/echo":
                body = await request.body.read()
                return Response(200, (("content-type", "text/plain"), ("x-query", request.query)), body)
            case "/rows":
                return Response(200, (), self._rows(int(request.query)))
            case "/endless":
                return Response(200, (), self._endless())
            case "/lines":
                return Response(200, (), self._lines(request))
            case _:
                raise ValueError("no such path")

    async def _rows(self, count: int) -> Chunks:
        try:
            yield [b"row %d\n" % index for index in range(count)]
        finally:
            self.ended.set()

    async def _endless(self) -> Chunks:
        try:
            while True:
                yield [b"x" * 8192] * 8
                self.sent += 8
        finally:
            self.ended.set()

    async def _lines(self, request: Request) -> Chunks:
        async for part in request.body.parts():
            yield [b"got %d\n" % len(part)]


@pytest.fixture
async def service() -> Service:
    return Service()


@pytest.fixture
async def port(service: Service) -> AsyncIterator[int]:
    server = HttpServer(service)
    yield await server.start("127.0.0.1", 0)
    await server.close()


async def exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize("http2", [False, True])
async def test_a_request_is_answered_over_both_protocols_of_one_port(port: int, http2: bool) -> None:
    async with httpx.AsyncClient(http1=not http2, http2=http2) as client:
        for text in ("Привет", "", "x" * 100_000):
            answer = await client.post(f"http://127.0.0.1:{port}/echo?a=1", content=text)
            assert (answer.status_code, answer.text, answer.headers["x-query"]) == (200, text, "a=1")
    assert answer.http_version == ("HTTP/2" if http2 else "HTTP/1.1")


async def test_every_row_is_a_chunk_of_its_own(port: int) -> None:
    answer = await exchange(port, b"GET /rows?3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    _, _, body = answer.partition(b"\r\n\r\n")
    assert body == b"6\r\nrow 0\n\r\n6\r\nrow 1\n\r\n6\r\nrow 2\n\r\n0\r\n\r\n"


async def test_an_old_client_gets_rows_without_chunks(port: int) -> None:
    answer = await exchange(port, b"GET /rows?2 HTTP/1.0\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert body == b"row 0\nrow 1\n"


async def test_every_row_is_a_frame_of_its_own(port: int) -> None:
    frames = await frames_of(port, "/rows?1000", window=None)
    assert frames == [b"row %d\n" % index for index in range(1000)]


async def test_a_small_window_splits_frames_and_loses_nothing(port: int) -> None:
    frames = await frames_of(port, "/rows?1000", window=100)
    assert b"".join(frames) == b"".join(b"row %d\n" % index for index in range(1000))


async def frames_of(port: int, path: str, window: int | None) -> list[bytes]:
    """The DATA frames of one answer, read by a client that acknowledges what it gets."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    client = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
    client.initiate_connection()
    if window is not None:
        client.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
    head = [(":method", "GET"), (":path", path), (":scheme", "http"), (":authority", "a")]
    client.send_headers(1, head, end_stream=True)
    frames: list[bytes] = []
    done = False
    async with asyncio.timeout(10):
        while not done:
            writer.write(client.data_to_send())
            for event in client.receive_data(await reader.read(65536)):
                if isinstance(event, h2.events.DataReceived):
                    frames.append(event.data)
                    if event.flow_controlled_length:
                        client.acknowledge_received_data(event.flow_controlled_length, 1)
                done = done or isinstance(event, h2.events.StreamEnded)
    writer.close()
    await writer.wait_closed()
    return [frame for frame in frames if frame]


@pytest.mark.parametrize("http2", [False, True])
async def test_a_client_that_goes_away_ends_the_stream_at_once(port: int, service: Service, http2: bool) -> None:
    async with (
        httpx.AsyncClient(http1=not http2, http2=http2) as client,
        client.stream("GET", f"http://127.0.0.1:{port}/endless") as answer,
    ):
        async for _ in answer.aiter_raw():
            break
    async with asyncio.timeout(5):
        await service.ended.wait()


async def test_a_client_that_went_before_the_stream_began_ends_it_too(port: int, service: Service) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
    writer.write_eof()
    async with asyncio.timeout(5):
        await service.ended.wait()
        assert not (await reader.read()).endswith(b"0\r\n\r\n")
    writer.close()
    await writer.wait_closed()


async def test_a_reset_stream_ends_and_its_connection_goes_on(port: int, service: Service) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    client = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
    client.initiate_connection()
    head = [(":method", "GET"), (":scheme", "http"), (":authority", "a")]
    client.send_headers(1, [*head, (":path", "/endless")], end_stream=True)
    writer.write(client.data_to_send())
    client.receive_data(await reader.read(1000))
    client.reset_stream(1)
    client.send_headers(3, [*head, (":path", "/echo")], end_stream=True)
    writer.write(client.data_to_send())
    async with asyncio.timeout(5):
        await service.ended.wait()
        while not any(getattr(event, "stream_id", 0) == 3 for event in client.receive_data(await reader.read(65536))):
            pass
    writer.close()
    await writer.wait_closed()


async def test_a_client_that_stops_reading_stops_the_rows(port: int, service: Service) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    before = -1
    async with asyncio.timeout(10):
        while service.sent != before:
            before = service.sent
            await asyncio.sleep(0.2)
    assert 0 < service.sent * 8192 < 64 * 1024 * 1024
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(5):
        await service.ended.wait()


async def test_requests_sent_together_are_answered_in_order(port: int) -> None:
    one = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
    two = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\ntwo"
    answer = await exchange(port, one + two)
    assert answer.count(b"HTTP/1.1 200") == 2
    assert answer.index(b"one") < answer.index(b"two")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"this is no http\r\n\r\n", b"HTTP/1.1 400"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", b"HTTP/1.1 431"),
    ],
    ids=["no http", "long head"],
)
async def test_bad_requests_are_refused_in_words(port: int, request_bytes: bytes, status: bytes) -> None:
    answer = await exchange(port, request_bytes)
    assert answer.startswith(status)


async def test_a_failing_handler_costs_one_connection_only(port: int, caplog: pytest.LogCaptureFixture) -> None:
    answer = await exchange(port, b"GET /nope HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer == b""
    assert "GET /nope failed" in caplog.text
    async with httpx.AsyncClient() as client:
        assert (await client.post(f"http://127.0.0.1:{port}/echo", content="still here")).text == "still here"


async def test_a_body_is_read_while_it_comes(port: int) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"abc"
        yield b"defg"

    async with httpx.AsyncClient(http1=False, http2=True) as client:
        answer = await client.post(f"http://127.0.0.1:{port}/lines", content=parts())
    assert sum(sizes(answer.text.split("\n"))) == 7


def sizes(lines: Sequence[str]) -> list[int]:
    return [int(line.split()[1]) for line in lines if line]
