"""Owns how a connection to a server comes about: straight, through a proxy, or through a tunnel that the proxy opens.

Knows nothing of what is said on it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from urllib.parse import urlsplit

import h11

from ksqltui.ksqldb.access import Target
from ksqltui.ksqldb.proxy import Proxy
from ksqltui.ksqldb.unreachable import not_reached, proxy_not_reached, proxy_refused, too_slow_to_connect

_KEEPALIVE_IDLE = 30  # seconds of silence before the kernel asks whether the other end is there, and between asking
_KEEPALIVE_PROBES = 4
_LONGEST_HEAD = 1 << 16

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(target: Target) -> Connection:
    """Connects within the target's time. Raises NotReached, which tells a proxy's failure from the server's."""
    try:
        async with asyncio.timeout(target.connect_timeout):
            connection = await (_direct(target) if target.proxy is None else _proxied(target, target.proxy))
    except TimeoutError:
        raise too_slow_to_connect(target.url, target.connect_timeout, target.proxy) from None
    _keep_alive(connection[1].get_extra_info("socket"))
    return connection


async def _direct(target: Target) -> Connection:
    place = urlsplit(target.url)
    try:
        return await asyncio.open_connection(place.hostname, place.port, ssl=target.tls, happy_eyeballs_delay=0.25)
    except (OSError, UnicodeError) as error:  # a host name that IDNA refuses is a UnicodeError
        raise not_reached(target.url, error) from None


async def _proxied(target: Target, proxy: Proxy) -> Connection:
    try:
        reader, writer = await asyncio.open_connection(proxy.host, proxy.port, happy_eyeballs_delay=0.25)
    except (OSError, UnicodeError) as error:
        raise proxy_not_reached(proxy, target.url, error) from None
    if target.tls is None:
        return reader, writer
    try:
        await _open_tunnel(target.url, proxy, reader, writer)
    except BaseException:
        writer.transport.abort()
        raise
    # The tunnel goes on under a reader of its own: start_tls of this Python leaves the old one on the bare transport.
    bare = writer.get_extra_info("socket").dup()
    writer.transport.abort()
    bare.setblocking(False)
    try:
        return await asyncio.open_connection(sock=bare, ssl=target.tls, server_hostname=urlsplit(target.url).hostname)
    except OSError as error:
        bare.close()
        raise not_reached(target.url, error) from None
    except BaseException:
        bare.close()
        raise


async def _open_tunnel(url: str, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
    place = urlsplit(url).netloc
    headers = [("host", place)]
    if proxy.authorization:
        headers.append(("proxy-authorization", proxy.authorization))
    try:
        writer.write(http.send(h11.Request(method="CONNECT", target=place, headers=headers)) or b"")
        writer.write(http.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        while True:
            event = http.next_event()
            if isinstance(event, h11.Response):
                break
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(_LONGEST_HEAD))
            elif not isinstance(event, h11.InformationalResponse):
                raise proxy_refused(proxy, url, 0)
    except (OSError, h11.RemoteProtocolError):
        raise proxy_refused(proxy, url, 0) from None
    if not 200 <= event.status_code < 300:
        raise proxy_refused(proxy, url, event.status_code)


def _keep_alive(connection: socket.socket) -> None:
    """Lets the kernel notice a dead peer within some minutes: a silent push query sends nothing that would tell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sys.platform == "darwin":
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPALIVE, _KEEPALIVE_IDLE)
    elif hasattr(socket, "TCP_KEEPIDLE"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _KEEPALIVE_IDLE)
    if hasattr(socket, "TCP_KEEPINTVL"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _KEEPALIVE_IDLE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _KEEPALIVE_PROBES)
