"""HTTP/2 says the same as HTTP/1.1: wherever the wire is cut, in clear and over TLS, and where it breaks off."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import h2.config
import h2.connection
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.client.certificates import Authority, server_context
from tests.client.http2_server import INFO, Ending, TinyHttp2Server

from ksqltui.ksqldb.access import Access
from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.ksqldb.exchange import Outgoing
from ksqltui.ksqldb.http2_exchange import WINDOW, Http2Exchange
from ksqltui.ksqldb.tls import TlsFiles
from ksqltui.model.errors import ConnectionLost, KsqlError, NotKsqlServer
from ksqltui.model.secret import Secret
from ksqltui.model.stream import Row, Rows
from ksqltui.sandbox.serve import SandboxOptions, serving

if TYPE_CHECKING:
    from tests.client.conftest import TinyServer

ROW = b'{"row":{"columns":["a"]}},\n'
STREAM = (b'[{"header":{"schema":"`A` STRING"}},\n', ROW, ROW, b'{"finalMessage":"Query Completed"}]')


class Peer:
    """A server's side without a socket: h2 itself, and an exchange that has sent its request."""

    def __init__(self, body: bytes = b"") -> None:
        config = h2.config.H2Configuration(client_side=False)
        self.http = h2.connection.H2Connection(config)
        self.exchange = Http2Exchange()
        self.exchange.begin(Outgoing("POST", "http", "h:1", "/query-stream", {"Accept": "x"}, body))
        self.http.initiate_connection()
        self.http.receive_data(self.exchange.to_send())
        self.http.send_headers(1, [(":status", "200"), ("content-type", "application/json")])

    def sent(self) -> bytes:
        return self.http.data_to_send()


@given(st.lists(st.tuples(st.binary(max_size=60), st.integers(0, 9)), max_size=12), st.booleans(), st.data())
def test_frames_join_to_the_body_at_any_cuts(
    frames: list[tuple[bytes, int]], ends_apart: bool, data: st.DataObject
) -> None:
    peer = Peer()
    for at, (content, padding) in enumerate(frames):
        last = not ends_apart and at == len(frames) - 1
        peer.http.send_data(1, content, end_stream=last, pad_length=padding or None)
        if data.draw(st.booleans()):
            peer.http.ping(b"are you?")
    if ends_apart or not frames:
        peer.http.end_stream(1)
    wire = peer.sent()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=6)))
    body = b"".join(
        peer.exchange.receive(wire[start:end]) for start, end in zip([0, *cuts], [*cuts, len(wire)], strict=True)
    )
    assert body == b"".join(content for content, _ in frames)
    assert peer.exchange.complete
    assert peer.exchange.head is not None
    assert (peer.exchange.head.status, peer.exchange.head.content_type) == (200, "application/json")


def test_a_long_answer_never_waits_for_a_window_and_a_long_request_waits_for_its_own() -> None:
    peer = Peer(body=b"x" * 300_000)
    received = 0
    while received < 3 * WINDOW:
        room = min(peer.http.local_flow_control_window(1), 16_384)
        assert room > 0
        peer.http.send_data(1, b"r" * room)
        received += len(peer.exchange.receive(peer.sent()))
        peer.http.receive_data(peer.exchange.to_send())
    taken = 0
    peer = Peer(body=b"x" * 300_000)
    while taken < 300_000 - 65_535:
        peer.http.increment_flow_control_window(50_000)
        peer.http.increment_flow_control_window(50_000, 1)
        peer.exchange.receive(peer.sent())
        more = sum(
            getattr(event, "flow_controlled_length", 0) for event in peer.http.receive_data(peer.exchange.to_send())
        )
        assert more > 0
        taken += more


@pytest.mark.parametrize(
    "wire", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x00\x00\x01\x04\x00\x00\x00\x00\x00x", b"\xff\xff\xff\x00" + b"\0" * 20]
)
def test_nonsense_is_refused(wire: bytes) -> None:
    exchange = Http2Exchange()
    exchange.begin(Outgoing("GET", "http", "h:1", "/info", {}, b""))
    assert exchange.receive(wire) == b""
    assert exchange.failure is not None


@asynccontextmanager
async def serving_http2(server: TinyHttp2Server, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=context)
    async with listener:
        yield listener.sockets[0].getsockname()[1]


async def rows_of(client: KsqldbClient) -> list[Row]:
    async with client.stream("SELECT 1;", properties={}, variables={}) as events:
        return [row async for event in events if isinstance(event, Rows) for row in event.rows]


async def rows_and_failure(client: KsqldbClient) -> tuple[list[Row], KsqlError | None]:
    rows: list[Row] = []
    try:
        async with client.stream("SELECT 1;", properties={}, variables={}) as events:
            async for event in events:
                rows += event.rows if isinstance(event, Rows) else ()
    except KsqlError as error:
        return rows, error
    return rows, None


async def test_requests_and_streams_in_clear() -> None:
    server = TinyHttp2Server(STREAM)
    async with serving_http2(server) as port:
        client = KsqldbClient(f"http://127.0.0.1:{port}", Access(token=Secret("t0ken"), http2=True))
        assert (await client.info()).version == "7.6.1"
        assert await rows_of(client) == [Row(("a",))] * 2
        assert [told["authorization"] for told in server.headers] == ["Bearer t0ken"] * 2
        assert server.headers[1][":path"] == "/query-stream"
        plain = KsqldbClient(f"http://127.0.0.1:{port}")
        with pytest.raises(NotKsqlServer, match=r"answers in HTTP/2 alone") as refused:
            await plain.info()
        assert "--http2" in refused.value.advice


async def test_tls_agrees_on_the_version(tiny_server: TinyServer, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    identity = authority.signs("localhost")
    access = Access(tls=TlsFiles(ca_file=str(authority.path)), http2=True)
    both = server_context(identity)
    both.set_alpn_protocols(["h2", "http/1.1"])
    server = TinyHttp2Server(STREAM)
    async with serving_http2(server, both) as port:
        client = KsqldbClient(f"https://localhost:{port}", access)
        assert (await client.info()).version == "7.6.1"
        assert await rows_of(client) == [Row(("a",))] * 2
        assert server.headers[0][":scheme"] == "https"
    older = server_context(identity)
    older.set_alpn_protocols(["http/1.1"])
    tiny_server.will_reply(200, INFO)
    tiny_server.will_stream(*(line.decode() for line in STREAM))
    listener = await asyncio.start_server(tiny_server.handle, "127.0.0.1", 0, ssl=older)
    async with listener:
        client = KsqldbClient(f"https://localhost:{listener.sockets[0].getsockname()[1]}", access)
        assert (await client.info()).version == "7.6.1"
        assert await rows_of(client) == [Row(("a",))] * 2


async def test_a_server_without_it_is_told_as_such(tiny_server: TinyServer) -> None:
    tiny_server.will_reply(400, "", "text/plain")
    client = KsqldbClient(tiny_server.url, Access(http2=True))
    with pytest.raises(NotKsqlServer, match=r"does not speak HTTP/2") as refused:
        await client.info()
    assert "--http2" in refused.value.advice


@pytest.mark.parametrize("ending", [Ending.RESET, Ending.GONE, Ending.CUT])
async def test_a_stream_that_breaks_off_keeps_its_rows(ending: Ending) -> None:
    server = TinyHttp2Server(STREAM[:3], ending)
    async with serving_http2(server) as port:
        client = KsqldbClient(f"http://127.0.0.1:{port}", Access(http2=True))
        rows, failure = await rows_and_failure(client)
        assert rows == [Row(("a",))] * 2
        assert isinstance(failure, ConnectionLost)


async def test_leaving_a_stream_ends_its_connection() -> None:
    server = TinyHttp2Server(STREAM[:1], Ending.NEVER)
    async with serving_http2(server) as port:
        client = KsqldbClient(f"http://127.0.0.1:{port}", Access(http2=True))
        async with client.stream("SELECT 1;", properties={}, variables={}) as events:
            await anext(events)
            assert not server.client_left.is_set()
        async with asyncio.timeout(5):
            await server.client_left.wait()


async def test_the_sandbox_in_http2() -> None:
    async with serving(SandboxOptions(port=0, rate=0, seed=1)) as sandbox:
        client = KsqldbClient(sandbox.url, Access(http2=True))
        create = "CREATE STREAM p (name VARCHAR) WITH (KAFKA_TOPIC='p', VALUE_FORMAT='JSON', PARTITIONS=1);"
        inserts = "".join(f"INSERT INTO p VALUES ('{number}');" for number in range(300))
        await client.execute(create + " " * 100_000 + inserts, properties={}, variables={})
        async with client.stream("SELECT * FROM p;", properties={}, variables={}) as events:
            rows = [row async for event in events if isinstance(event, Rows) for row in event.rows]
        assert [row.values for row in rows] == [(str(number),) for number in range(300)]
