"""Owns requests whose answer is read whole; knows HTTP, nothing of ksqlDB's JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ksqltui.ksqldb.access import Target
from ksqltui.ksqldb.responses import Response
from ksqltui.ksqldb.unreachable import (
    certificate_wanted,
    closed_without_answer,
    connection_lost,
    is_tls,
    not_http,
    not_reached,
    proxy_not_reached,
    proxy_refused,
    too_slow_to_answer,
    too_slow_to_connect,
    wants_certificate,
)
from ksqltui.model.errors import KsqlError

if TYPE_CHECKING:
    import httpx


class RequestChannel:
    """Sends requests to one server, each on a connection of its own.

    `known` is set by whoever reads the answers, once one was ksqlDB's: from then on a connection that closes without
    an answer is a loss, and no sign of another program.
    """

    def __init__(self, target: Target, headers: Mapping[str, str]) -> None:
        self._target = target
        self._url = target.url
        self._headers = headers
        self._client: httpx.AsyncClient | None = None
        self.known = False

    async def send(self, method: str, path: str, body: bytes | None = None) -> Response:
        """Raises NotReached, NotKsqlServer or ConnectionLost; a refusal is a Response too."""
        import httpx  # 60 ms that no start-up should wait for

        if self._client is None:
            self._client = self._open()
        longest = self._target.connect_timeout + self._target.answer_timeout
        try:
            # httpx counts anew with every piece; a server that sends a byte now and then would hold us for ever.
            async with asyncio.timeout(longest):
                response = await self._client.request(method, self._url + path, content=body)
        except TimeoutError:
            raise too_slow_to_answer(self._url, self._target.answer_timeout) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failure(error) from None
        return Response(response.status_code, response.headers.get("content-type", ""), response.content)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _open(self) -> httpx.AsyncClient:
        import httpx

        proxy = self._target.proxy
        through = {} if proxy is None or not proxy.authorization else {"proxy-authorization": proxy.authorization}
        return httpx.AsyncClient(
            headers={**self._headers, **self._target.headers()},
            verify=self._target.tls or False,
            timeout=httpx.Timeout(self._target.answer_timeout, connect=self._target.connect_timeout),
            # A kept connection that the server has closed meanwhile fails the next request, and a CREATE or INSERT may
            # not be sent twice.
            limits=httpx.Limits(max_keepalive_connections=0),
            proxy=None if proxy is None else httpx.Proxy(proxy.url, headers=through),
            trust_env=False,  # the target says which proxy, for streams and requests alike
        )

    def _failure(self, error: Exception) -> KsqlError:
        import httpx

        proxy = self._target.proxy
        if wants_certificate(error):
            return certificate_wanted(self._url)
        if proxy is not None and isinstance(error, httpx.ProxyError):
            return proxy_refused(proxy, self._url, _status_in(str(error)))
        if isinstance(error, httpx.ConnectTimeout):
            return too_slow_to_connect(self._url, self._target.connect_timeout, proxy)
        if isinstance(error, httpx.TimeoutException):
            return too_slow_to_answer(self._url, self._target.answer_timeout)
        if isinstance(error, httpx.ConnectError | httpx.InvalidURL | httpx.UnsupportedProtocol):
            if proxy is not None and not is_tls(error):
                return proxy_not_reached(proxy, self._url, error)
            return not_reached(self._url, error)
        if not isinstance(error, httpx.RemoteProtocolError):
            return connection_lost(self._url, error) if self.known else closed_without_answer(self._url, known=False)
        # httpx has one class for all breaches of the protocol; h11's and httpcore's texts tell them apart.
        if str(error).startswith("Server disconnected"):
            return closed_without_answer(self._url, known=self.known)
        if str(error).startswith("peer closed"):
            return connection_lost(self._url)
        return not_http(self._url)


def _status_in(text: str) -> int:
    """httpx tells what a proxy answered to CONNECT as "403 Forbidden"; 0 where it says something else."""
    number = text.split(" ", 1)[0]
    return int(number) if number.isdecimal() else 0
