"""Owns requests whose answer is read whole; knows HTTP, nothing of ksqlDB's JSON."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ksqltui.ksqldb.responses import Response
from ksqltui.ksqldb.unreachable import (
    closed_without_answer,
    connection_lost,
    not_http,
    not_reached,
    too_slow_to_answer,
    too_slow_to_connect,
)
from ksqltui.model.errors import KsqlError

if TYPE_CHECKING:
    import httpx


class RequestChannel:
    """Sends requests to one server, each on a connection of its own. Timeouts are in seconds.

    `known` is set by whoever reads the answers, once one was ksqlDB's: from then on a connection that closes without
    an answer is a loss, and no sign of another program.
    """

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext | None,
        headers: Mapping[str, str],
        *,
        connect_timeout: float,
        answer_timeout: float,
    ) -> None:
        self._url = url
        self._tls = tls
        self._headers = headers
        self._connect_timeout = connect_timeout
        self._answer_timeout = answer_timeout
        self._client: httpx.AsyncClient | None = None
        self.known = False

    async def send(self, method: str, path: str, body: bytes | None = None) -> Response:
        """Raises NotReached, NotKsqlServer or ConnectionLost; a refusal is a Response too."""
        import httpx  # 60 ms that no start-up should wait for

        if self._client is None:
            self._client = self._open()
        try:
            response = await self._client.request(method, self._url + path, content=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failure(error) from None
        return Response(response.status_code, response.headers.get("content-type", ""), response.content)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _open(self) -> httpx.AsyncClient:
        import httpx

        return httpx.AsyncClient(
            headers=self._headers,
            verify=self._tls or False,
            timeout=httpx.Timeout(self._answer_timeout, connect=self._connect_timeout),
            # A kept connection that the server has closed meanwhile fails the next request, and a CREATE or INSERT may
            # not be sent twice.
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=False,  # streams take no proxy either, and a proxy rarely knows localhost or a container
        )

    def _failure(self, error: Exception) -> KsqlError:
        import httpx

        if isinstance(error, httpx.ConnectTimeout):
            return too_slow_to_connect(self._url, self._connect_timeout)
        if isinstance(error, httpx.TimeoutException):
            return too_slow_to_answer(self._url, self._answer_timeout)
        if isinstance(error, httpx.ConnectError | httpx.InvalidURL | httpx.UnsupportedProtocol):
            return not_reached(self._url, error)
        if not isinstance(error, httpx.RemoteProtocolError):
            return connection_lost(self._url, error) if self.known else closed_without_answer(self._url, known=False)
        # httpx has one class for all breaches of the protocol; h11's and httpcore's texts tell them apart.
        if str(error).startswith("Server disconnected"):
            return closed_without_answer(self._url, known=self.known)
        if str(error).startswith("peer closed"):
            return connection_lost(self._url)
        return not_http(self._url)
