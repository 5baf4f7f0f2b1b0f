"""Real connections to servers that are away, starting or half there: the next one is asked, and waiting has an end."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from typing import TYPE_CHECKING

import pytest

from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.model.errors import ConnectionLost, KsqlError, MalformedResponse, NotKsqlServer, NotReached
from ksqltui.model.stream import Row, Rows
from ksqltui.session.patient_server import Patience, PatientServer

if TYPE_CHECKING:
    from tests.client.conftest import TinyServer

INFO = {"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "c", "ksqlServiceId": "s"}}
STARTING = {"@type": "generic_error", "error_code": 50302, "message": "KSQL is not yet ready to serve requests."}
HEADER = b'[{"header":{"queryId":"q","schema":"`A` STRING"}},\n'
ROW = b'{"row":{"columns":["a"]}},\n'


def patient(words: list[str], *urls: str, timeout: float = 30, **patience: float) -> PatientServer:
    clients = [KsqldbClient(url, timeout=timeout) for url in urls]
    return PatientServer(clients, Patience(**patience), moved=words.append, waiting=words.append)


async def rows_of(server: PatientServer | KsqldbClient) -> tuple[list[Row], KsqlError | None]:
    rows: list[Row] = []
    try:
        async with server.stream("SELECT 1;", properties={}, variables={}) as events:
            async for event in events:
                rows += event.rows if isinstance(event, Rows) else ()
    except KsqlError as error:
        return rows, error
    return rows, None


async def test_a_closed_port_is_passed_over(tiny_server: TinyServer) -> None:
    tiny_server.will_stream(HEADER.decode(), ROW.decode(), "]")
    words: list[str] = []
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{held.getsockname()[1]}"
        server = patient(words, closed, tiny_server.url)
        assert await rows_of(server) == ([Row(("a",))], None)
        await server.close()
    assert len(words) == 1
    assert closed in words[0]
    assert words[0].endswith(f"Going on with {tiny_server.url}.")


async def test_a_server_that_is_starting_answers_at_last(tiny_server: TinyServer) -> None:
    tiny_server.will_reply(503, STARTING)
    tiny_server.will_reply(503, "<html>no backend</html>", "text/html")
    tiny_server.will_reply(200, INFO)
    words: list[str] = []
    server = patient(words, tiny_server.url, starting=20, away=20)
    assert (await server.info()).version == "7.6.1"
    assert len(words) == 2
    assert "not yet ready" in words[0]
    await server.close()


async def test_a_half_open_connection_is_given_up(tiny_server: TinyServer) -> None:
    tiny_server.will_be_silent_after(b"HTTP/1.1 200 OK\r\ncontent-")
    client = KsqldbClient(tiny_server.url, timeout=0.2)
    with pytest.raises(NotReached, match="no answer") as failed:
        await client.info()
    assert failed.value.was_sent
    assert isinstance((await rows_of(client))[1], NotReached)
    await client.close()


async def test_a_slow_loris_is_given_up_however_lively_it_is(tiny_server: TinyServer) -> None:
    async def dribble(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not tiny_server.client_left.is_set():
            writer.write(b"x: y\r\n")
            await asyncio.sleep(0.02)

    tiny_server.answers.append(dribble)
    client = KsqldbClient(tiny_server.url, timeout=0.3)
    async with asyncio.timeout(20):
        with pytest.raises(NotReached, match="no answer"):
            await client.info()
        assert isinstance((await rows_of(client))[1], NotReached)
    await client.close()


async def test_an_endless_header_is_no_ksqldb(tiny_server: TinyServer) -> None:
    tiny_server.will_send(b"HTTP/1.1 200 OK\r\nx: " + b"y" * (1 << 18))
    client = KsqldbClient(tiny_server.url, timeout=10)
    with pytest.raises(NotKsqlServer):
        await client.info()
    assert isinstance((await rows_of(client))[1], NotKsqlServer)
    await client.close()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_compressed_answers_are_read(encoding: str, tiny_server: TinyServer) -> None:
    client = KsqldbClient(tiny_server.url, timeout=10)
    squeeze = gzip.compress if encoding == "gzip" else zlib.compress
    body = squeeze(HEADER + ROW * 5000 + b"]")
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: %b\r\ncontent-length: %d\r\n\r\n" % (encoding.encode(), len(body))
    tiny_server.will_send(head + body[:20], body[20:])
    rows, failure = await rows_of(client)
    assert (len(rows), failure) == (5000, None)
    tiny_server.answers.clear()
    tiny_server.will_send(head.replace(b"deflate", b"br").replace(b"gzip", b"br") + body)
    assert isinstance((await rows_of(client))[1], NotKsqlServer)
    tiny_server.answers.clear()
    tiny_server.will_send(head + body[:60] + b"\x00" * (len(body) - 60))
    assert isinstance((await rows_of(client))[1], ConnectionLost | MalformedResponse)
    await client.close()


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b'{"row":{"columns":["a","b"]}},\n', "length"),
        (b'{"row":{"columns":["\xff\xfe"]}},\n', ""),
        (b'{"row":{"columns":["a"],"more":' + b"[" * 100_000 + b"\n", "recursion"),
        (b'{"row":{"columns":["' + b"x" * (100 << 20) + b'"]}},\n', "64 MiB"),
    ],
    ids=["wider than its header", "invalid UTF-8", "nested without end", "100 MB"],
)
async def test_a_bad_row_keeps_the_rows_before_it(bad: bytes, said: str, tiny_server: TinyServer) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    tiny_server.will_send(head + HEADER + ROW * 3, *[bad[at : at + (1 << 20)] for at in range(0, len(bad), 1 << 20)])
    client = KsqldbClient(tiny_server.url, timeout=30)
    rows, failure = await rows_of(client)
    assert len(rows) == 3
    assert isinstance(failure, MalformedResponse)
    assert said in failure.message
    await client.close()
