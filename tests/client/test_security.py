"""Who is trusted, who is told, and by which way: TLS, client certificates, sign-in and proxies on real sockets."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.client.certificates import Authority, Identity, server_context
from tests.client.proxies import TinyProxy

from ksqltui.ksqldb.access import Access
from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.ksqldb.proxy import ProxyUnusable, proxy_for
from ksqltui.ksqldb.tls import TlsFiles, TlsFileUnusable, tls_context
from ksqltui.model.errors import KsqlError, NotKsqlServer, NotReached, RequestRefused
from ksqltui.model.secret import Secret
from ksqltui.model.stream import Row, Rows

if TYPE_CHECKING:
    from tests.client.conftest import TinyServer

INFO = {"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "c", "ksqlServiceId": "s"}}
STREAM = ('[{"header":{"schema":"`A` STRING"}},\n', '{"row":{"columns":["a"]}},\n', "]")
FAR = "ksqldb.example"
"""A host that only the proxy reaches."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder, "authority")


@pytest.fixture(scope="module")
def identity(authority: Authority) -> Identity:
    return authority.signs("localhost", "127.0.0.1", FAR)


@asynccontextmanager
async def listening(server: TinyServer, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=context)
    async with listener:
        yield listener.sockets[0].getsockname()[1]


@asynccontextmanager
async def asking(url: str, access: Access) -> AsyncIterator[KsqldbClient]:
    client = KsqldbClient(url, access, timeout=10)
    try:
        yield client
    finally:
        await client.close()


async def rows_of(client: KsqldbClient) -> list[Row]:
    async with client.stream("SELECT 1;", properties={}, variables={}) as events:
        return [row async for event in events if isinstance(event, Rows) for row in event.rows]


async def both_work(client: KsqldbClient, server: TinyServer) -> None:
    """A request and a stream go different ways through the code; each must be right."""
    server.answers.clear()
    server.will_reply(200, INFO)
    server.will_stream(*STREAM)
    assert (await client.info()).version == "7.6.1"
    assert await rows_of(client) == [Row(("a",))]


async def both_fail(client: KsqldbClient, kind: type[KsqlError], words: str) -> KsqlError:
    with pytest.raises(kind, match=words):
        await client.info()
    with pytest.raises(kind, match=words) as failed:
        await rows_of(client)
    return failed.value


async def test_an_authority_of_ones_own_is_trusted_when_named(
    tiny_server: TinyServer, authority: Authority, identity: Identity
) -> None:
    async with listening(tiny_server, server_context(identity)) as port:
        async with asking(f"https://localhost:{port}", Access(tls=TlsFiles(ca_file=str(authority.path)))) as client:
            await both_work(client, tiny_server)
        async with asking(f"https://localhost:{port}", Access()) as client:
            failure = await both_fail(client, NotReached, "not trusted")
            assert "--ca-file" in failure.advice


async def test_an_expired_certificate_is_named(tiny_server: TinyServer, authority: Authority) -> None:
    context = server_context(authority.signs("localhost", expired=True))
    async with (
        listening(tiny_server, context) as port,
        asking(f"https://localhost:{port}", Access(tls=TlsFiles(ca_file=str(authority.path)))) as client,
    ):
        await both_fail(client, NotReached, "has expired")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_the_host_name_is_checked(host: str, tiny_server: TinyServer, authority: Authority) -> None:
    context = server_context(authority.signs("elsewhere.example"))
    async with (
        listening(tiny_server, context) as port,
        asking(f"https://{host}:{port}", Access(tls=TlsFiles(ca_file=str(authority.path)))) as client,
    ):
        await both_fail(client, NotReached, f"another host than {host}")


async def test_insecure_takes_any_certificate(tiny_server: TinyServer, authority: Authority) -> None:
    context = server_context(authority.signs("elsewhere.example", expired=True))
    async with (
        listening(tiny_server, context) as port,
        asking(f"https://localhost:{port}", Access(tls=TlsFiles(insecure=True))) as client,
    ):
        await both_work(client, tiny_server)


async def test_a_server_that_wants_a_client_certificate(
    tiny_server: TinyServer, authority: Authority, identity: Identity
) -> None:
    me, locked = authority.signs("me"), authority.signs("me", password=b"k3y-secret")
    ca = str(authority.path)
    async with listening(tiny_server, server_context(identity, clients_of=authority)) as port:
        url = f"https://localhost:{port}"
        async with asking(url, Access(tls=TlsFiles(ca, str(me.cert), str(me.key)))) as client:
            await both_work(client, tiny_server)
        with_password = TlsFiles(ca, str(locked.cert), str(locked.key), Secret("k3y-secret"))
        async with asking(url, Access(tls=with_password)) as client:
            await both_work(client, tiny_server)
        async with asking(url, Access(tls=TlsFiles(ca))) as client:
            failure = await both_fail(client, NotReached, "client certificate")
            assert "--client-cert" in failure.advice


def test_files_that_cannot_be_used_are_told_before_anything_is_sent(authority: Authority, tmp_path: Path) -> None:
    me, other = authority.signs("me"), authority.signs("other")
    locked = authority.signs("me", password=b"k3y-secret")
    java = tmp_path / "trust.jks"
    java.write_bytes(b"\xfe\xed\xfe\xed\x00\x00\x00\x02")
    for files, words in [
        (TlsFiles(ca_file=str(tmp_path / "absent.pem")), "no such file"),
        (TlsFiles(ca_file=str(java)), "keytool -importkeystore.*openssl pkcs12"),
        (TlsFiles(client_cert=str(me.cert), client_key=str(other.key)), "does not belong"),
        (TlsFiles(client_cert=str(locked.cert), client_key=str(locked.key)), "has a password"),
        (TlsFiles(client_cert=str(locked.cert), client_key=str(locked.key), client_key_password=Secret("x")), "right"),
        (TlsFiles(client_cert=str(java)), "PEM"),
        (TlsFiles(client_key=str(me.key)), "--client-cert"),
    ]:
        with pytest.raises(TlsFileUnusable, match=words):
            tls_context(files)


async def test_a_token_signs_requests_and_streams_in(tiny_server: TinyServer) -> None:
    access = Access(user="ann", password=Secret("s3cret"), token=Secret("t0ken"))
    async with asking(tiny_server.url, access) as client:
        await both_work(client, tiny_server)
        assert [asked.headers["authorization"] for asked in tiny_server.asked] == ["Bearer t0ken"] * 2
        tiny_server.answers.clear()
        tiny_server.will_reply(401, {"@type": "generic_error", "error_code": 40100, "message": "Unauthorized"})
        await both_fail(client, RequestRefused, "does not accept this token")
        assert "t0ken" not in f"{access!r} {client!r} {vars(client)!r}"


async def test_a_wrong_password_is_told_without_it(tiny_server: TinyServer) -> None:
    tiny_server.will_reply(401, "", "text/plain")
    async with asking(tiny_server.url, Access(user="ann", password=Secret("s3cret"))) as client:
        failure = await both_fail(client, RequestRefused, "does not accept this user and password")
        assert "s3cret" not in failure.message + failure.advice


@asynccontextmanager
async def proxy_to(onward: int, **ways: object) -> AsyncIterator[TinyProxy]:
    proxy = TinyProxy(onward, **ways)  # type: ignore[arg-type]
    listener = await asyncio.start_server(proxy.handle, "127.0.0.1", 0)
    proxy.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield proxy


def through(proxy: TinyProxy, authority: Authority | None = None, sign_in: str = "") -> Access:
    place = f"http://{sign_in}127.0.0.1:{proxy.port}"
    files = TlsFiles() if authority is None else TlsFiles(ca_file=str(authority.path))
    return Access(tls=files, environment={"HTTPS_PROXY": place, "http_proxy": place})


async def test_https_goes_through_a_tunnel(tiny_server: TinyServer, authority: Authority, identity: Identity) -> None:
    async with (
        listening(tiny_server, server_context(identity)) as port,
        proxy_to(port, wants="Basic YW5uOnNAZmU=") as proxy,
    ):
        async with asking(f"https://{FAR}:8443", through(proxy, authority, "ann:s%40fe@")) as client:
            await both_work(client, tiny_server)
        assert all(head.startswith(f"CONNECT {FAR}:8443 ") for head in proxy.heads)
        assert all("proxy-authorization" not in asked.headers for asked in tiny_server.asked)
        async with asking(f"https://{FAR}:8443", through(proxy, authority)) as client:
            await both_fail(client, NotReached, "wants a user and a password")


async def test_http_goes_through_the_proxy_too(tiny_server: TinyServer) -> None:
    async with (
        proxy_to(tiny_server.port) as proxy,
        asking(f"http://{FAR}:8088/ksql", through(proxy)) as client,
    ):
        await both_work(client, tiny_server)
        assert [asked.path for asked in tiny_server.asked] == ["/ksql/info", "/ksql/query-stream"]
        assert all(head.split(" ")[1].startswith(f"http://{FAR}:8088/ksql/") for head in proxy.heads)


async def test_a_page_of_the_proxy_is_told_as_such(tiny_server: TinyServer, authority: Authority) -> None:
    async with proxy_to(tiny_server.port, refuses=403) as proxy:
        async with asking(f"http://{FAR}:8088", through(proxy)) as client:
            failure = await both_fail(client, NotKsqlServer, "not ksqlDB's.*proxy")
            assert "NO_PROXY" in failure.advice
        async with asking(f"https://{FAR}:8443", through(proxy, authority)) as client:
            await both_fail(client, NotReached, "does not connect to it .*403")


async def test_a_proxy_that_is_not_there_is_named(tiny_server: TinyServer, authority: Authority) -> None:
    async with proxy_to(tiny_server.port) as proxy:
        pass
    for url in (f"http://{FAR}:8088", f"https://{FAR}:8443"):
        async with asking(url, through(proxy, authority)) as client:
            await both_fail(client, NotReached, f"the proxy http://127.0.0.1:{proxy.port} in front of it")


@pytest.mark.parametrize(
    ("url", "listed", "is_used"),
    [
        ("http://localhost:8088", "", False),
        ("http://127.0.0.1:8088", "", False),
        ("http://a.example.org:8088", "", True),
        ("http://a.example.org:8088", "example.org", False),
        ("http://a.example.org:8088", ".example.org", False),
        ("http://notexample.org:8088", "example.org", True),
        ("http://a.example.org:8088", "other, a.example.org:8088", False),
        ("http://a.example.org:8088", "a.example.org:80", True),
        ("http://10.1.2.3:8088", "10.0.0.0/8", False),
        ("http://10.1.2.3:8088", "10.1.2.3", False),
        ("http://[fd00::1]:8088", "[fd00::1]:8088", False),
        ("http://a.example.org:8088", "*", False),
    ],
)
def test_no_proxy_lists_who_goes_without(url: str, listed: str, is_used: bool) -> None:
    proxy = proxy_for(url, {"HTTP_PROXY": "http://ann:pw@proxy:3128", "NO_PROXY": listed})
    assert (proxy is not None) == is_used
    assert "pw" not in repr(proxy)


def test_a_proxy_that_cannot_be_used_names_its_variable() -> None:
    for text in ("socks5://proxy:1080", "http://"):
        with pytest.raises(ProxyUnusable, match="ALL_PROXY"):
            proxy_for("https://host:1", {"ALL_PROXY": text})
