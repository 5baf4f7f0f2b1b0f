"""Whatever goes wrong on the way is told as what happened, why, and what to do next; rows before it are kept."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.ksqldb.unreachable import not_reached
from ksqltui.model.errors import ConnectionLost, KsqlError, NotKsqlServer, NotReached, RequestRefused
from ksqltui.model.stream import Ended, Header, Row, Rows

if TYPE_CHECKING:
    from tests.client.conftest import TinyServer

HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
INFO = {"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "c", "ksqlServiceId": "s"}}


def chunk(text: str) -> bytes:
    return b"%x\r\n%b\r\n" % (len(text.encode()), text.encode())


HEADER = chunk('[{"header":{"queryId":"q","schema":"`A` STRING"}},\n')
ROW = chunk('{"row":{"columns":["a"]}},\n')


async def rows_and_failure(client: KsqldbClient, server: TinyServer) -> tuple[list[Row], KsqlError | None]:
    rows: list[Row] = []
    try:
        async with client.stream("SELECT 1;", properties={}, variables={}) as events:
            async for event in events:
                if isinstance(event, Rows):
                    rows += event.rows
                    server.rows_taken.set()
    except KsqlError as error:
        return rows, error
    return rows, None


@pytest.mark.parametrize(
    "rest",
    [b"", b"20\r\nhalf a chu", ROW[:12], b"zz\r\nbad size", chunk("]")],
    ids=["between chunks", "half a chunk", "half a row", "bad chunk size", "no last chunk"],
)
async def test_a_broken_stream_keeps_its_rows(rest: bytes, tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_send(HEAD + HEADER, ROW, rest)
    rows, failure = await rows_and_failure(client, tiny_server)
    assert rows == [Row(("a",))]
    if rest == chunk("]"):
        assert failure is None
    else:
        assert isinstance(failure, ConnectionLost)
        assert tiny_server.url in failure.message
        assert failure.advice


async def test_a_reset_stream_keeps_its_rows(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_reset_after(HEAD + HEADER, ROW)
    rows, failure = await rows_and_failure(client, tiny_server)
    assert rows == [Row(("a",))]
    assert isinstance(failure, ConnectionLost)
    assert "reset" in failure.message


async def test_leaving_a_silent_stream_closes_its_connection(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_be_silent_after(HEAD + HEADER)
    async with client.stream("SELECT 1;", properties={}, variables={}) as events:
        assert isinstance(await anext(events), Header)
        assert not tiny_server.client_left.is_set()
    async with asyncio.timeout(5):
        await tiny_server.client_left.wait()


async def test_cancelling_a_waiting_reader_closes_its_connection(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_be_silent_after(HEAD + HEADER, ROW)
    reading = asyncio.create_task(rows_and_failure(client, tiny_server))
    async with asyncio.timeout(5):
        await tiny_server.rows_taken.wait()
        reading.cancel()
        await tiny_server.client_left.wait()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_an_impatient_reader_loses_nothing(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_stream('[{"header":{"schema":"`A` STRING"}},\n', *['{"row":{"columns":["a"]}},\n'] * 50, "]")
    count = 0
    async with client.stream("SELECT 1;", properties={}, variables={}) as events:
        while True:
            try:
                event = await asyncio.wait_for(anext(events), 0.001)
            except TimeoutError:
                continue
            if isinstance(event, Ended):
                break
            count += len(event.rows) if isinstance(event, Rows) else 0
    assert count == 50


async def test_a_server_that_never_answers(tiny_server: TinyServer) -> None:
    client = KsqldbClient(tiny_server.url, timeout=0.05)
    tiny_server.will_be_silent_after()
    for attempt in (client.info(), rows_or_raise(client)):
        with pytest.raises(NotReached, match=r"no answer in 0\.05 s"):
            await attempt
    await client.close()


async def rows_or_raise(client: KsqldbClient) -> list[Any]:
    async with client.stream("SELECT 1;", properties={}, variables={}) as events:
        return [event async for event in events]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_closed_port_says_that_nothing_listens(host: str) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # held but not listening, so that nobody else can take it
        client = KsqldbClient(f"{host}:{held.getsockname()[1]}")
        for attempt in (client.info(), rows_or_raise(client)):
            with pytest.raises(NotReached, match=r"nothing listens") as refused:
                await attempt
            assert "--sandbox" in refused.value.advice
        await client.close()


def test_an_unknown_host_and_a_bad_certificate_are_told_apart() -> None:
    unknown = not_reached("http://nowhere:8088", socket.gaierror(-2, "Name or service not known"))
    assert unknown.message == "http://nowhere:8088 was not reached: no host is known as nowhere."
    assert "localhost" in unknown.advice
    certificate = ssl.SSLCertVerificationError(1, "x")
    certificate.verify_message = "self-signed certificate"
    assert "self-signed certificate" in not_reached("https://h:443", certificate).message


@pytest.mark.parametrize(
    ("status", "body", "content_type"),
    [
        (200, "<html>hello</html>", "text/html"),
        (404, "<html><body><h1>Resource not found</h1></body></html>", "text/html; charset=utf-8"),
        (200, {"name": "another service"}, "application/json"),
        (302, "", "text/html"),
    ],
)
async def test_another_web_server_is_not_ksqldb(
    status: int, body: object, content_type: str, tiny_server: TinyServer, client: KsqldbClient
) -> None:
    tiny_server.will_reply(status, body, content_type)
    with pytest.raises(NotKsqlServer) as refused:
        await client.info()
    assert f"HTTP {status}" in refused.value.message
    assert "8088" in refused.value.advice


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x15\x03\x01\x00\x02\x02\x46", b""])
async def test_another_protocol_is_not_ksqldb(answer: bytes, tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_send(answer)
    for attempt in (client.info(), rows_or_raise(client)):
        with pytest.raises(NotKsqlServer) as refused:
            await attempt
        assert "not ksqlDB" in refused.value.message


async def test_ksqldb_that_goes_away_is_lost_and_not_another_program(
    tiny_server: TinyServer, client: KsqldbClient
) -> None:
    tiny_server.will_reply(200, INFO)
    tiny_server.will_send(b"")
    await client.info()
    for attempt in (client.info(), rows_or_raise(client)):
        with pytest.raises(ConnectionLost):
            await attempt


async def test_https_to_a_plain_port_says_so(tiny_server: TinyServer) -> None:
    tiny_server.will_reply(200, INFO)
    client = KsqldbClient(tiny_server.url.replace("http:", "https:"))
    for attempt in (client.info(), rows_or_raise(client)):
        with pytest.raises(NotReached, match="TLS") as refused:
            await attempt
        assert "http://" in refused.value.advice
    await client.close()


@pytest.mark.parametrize(("address", "says"), [("", "wants a user"), ("ann:s3cret@", "does not accept this user")])
async def test_a_missing_or_wrong_password(address: str, says: str, tiny_server: TinyServer) -> None:
    client = KsqldbClient(f"{address}127.0.0.1:{tiny_server.port}")
    tiny_server.will_reply(401, "Unauthorized", "text/plain")
    for attempt in (client.info(), rows_or_raise(client)):
        with pytest.raises(RequestRefused, match=says) as refused:
            await attempt
        assert refused.value.code == 40100
        assert "--password" in refused.value.advice
        assert "s3cret" not in repr(refused.value) + refused.value.message + refused.value.advice
    await client.close()


async def test_a_starting_server_says_so(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_reply(503, {"@type": "generic_error", "error_code": 50302, "message": "KSQL is not yet ready"})
    with pytest.raises(RequestRefused, match="not yet ready") as refused:
        await client.info()
    assert "starting" in refused.value.advice
    assert not await client.is_healthy()


async def test_a_gateway_without_ksqldb_behind_it(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_reply(502, "<html>Bad Gateway</html>", "text/html")
    with pytest.raises(NotReached, match="HTTP 502"):
        await client.info()
