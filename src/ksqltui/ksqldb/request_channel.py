"""Owns requests whose answer is read whole; knows HTTP, nothing of ksqlDB's JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from ksqltui.ksqldb.access import Target
from ksqltui.ksqldb.http_connection import HttpConnection
from ksqltui.ksqldb.responses import Response
from ksqltui.ksqldb.unreachable import too_slow_to_answer

_LONGEST_ANSWER = 1 << 28


class RequestChannel:
    """Sends requests to one server, each on a connection of its own: a kept one that the server has closed meanwhile
    fails the next request, and a CREATE or INSERT may not be sent twice.

    `known` is set by whoever reads the answers, once one was ksqlDB's: from then on a connection that closes without
    an answer is a loss, and no sign of another program.
    """

    def __init__(self, target: Target, headers: Mapping[str, str]) -> None:
        self._target = target
        self._headers = headers
        self.known = False

    async def send(self, method: str, path: str, body: bytes = b"") -> Response:
        """Raises NotReached, NotKsqlServer or ConnectionLost; a refusal is a Response too."""
        connection = HttpConnection(self._target, known=self.known)
        longest = self._target.connect_timeout + self._target.answer_timeout
        try:
            # The connection counts head and body apart; an answer is waited for once.
            async with asyncio.timeout(longest):
                await connection.send(method, path, self._headers, body)
                return Response(connection.status, connection.content_type, await connection.read_all(_LONGEST_ANSWER))
        except TimeoutError:
            raise too_slow_to_answer(self._target.url, self._target.answer_timeout) from None
        finally:
            connection.close()
