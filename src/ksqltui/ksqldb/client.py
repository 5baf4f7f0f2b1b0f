"""Owns the client of one ksqlDB server: statements, streams and status; implements session.ports.KsqlServer.

Knows the endpoints; how bytes travel and what JSON means stand in the modules beside it.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import msgspec

from ksqltui.ksqldb.access import Access, target_of
from ksqltui.ksqldb.entity_decoding import decode_command_status, decode_entities, decode_server_info
from ksqltui.ksqldb.http_connection import HttpConnection
from ksqltui.ksqldb.print_reader import PrintReader
from ksqltui.ksqldb.request_channel import RequestChannel
from ksqltui.ksqldb.responses import Response, failure_of, json_of
from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.ksqldb.unreachable import not_ksqldb
from ksqltui.model.address import parse_address
from ksqltui.model.entities import CurrentStatus, Entity, ServerInfo
from ksqltui.model.errors import ConnectionLost, RequestRefused
from ksqltui.model.listings import CommandStatus
from ksqltui.model.stream import StreamEvent

_ROWS_TYPE = "application/vnd.ksql.v1+json"  # the only form with tombstones and with the reason of a stream's end
_PRINT = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*PRINT\b", re.IGNORECASE | re.DOTALL)
_UNDER_WAY = frozenset({"QUEUED", "PARSING", "EXECUTING"})
_WAITED_IN_VAIN = 50301  # the server has not come to the command number that it was told to wait for
_STATUS_PAUSE = 0.2
_LONGEST_REFUSAL = 1 << 20
ANSWER_SECONDS = 30.0
"""How long an answer is waited for, unless told otherwise."""


class KsqldbClient:
    """A ksqlDB server at `url`, as parse_address reads it.

    Raises ValueError, in words for people, for an address that is none and an `access` that cannot be used.

    `timeout` is the longest wait in seconds for an answer, or for a stream's beginning; connecting gets 5 s of it at
    most, and a stream once begun may be silent for ever. `patience` is how long a command that the server still
    works on is followed.
    """

    def __init__(
        self,
        url: str,
        access: Access | None = None,
        *,
        timeout: float = ANSWER_SECONDS,
        patience: float = 30.0,
    ) -> None:
        self._target = target_of(parse_address(url), access or Access(), timeout=timeout)
        self._url = self._target.url
        self._headers = {"accept": _ROWS_TYPE, "content-type": "application/json"}
        self._patience = patience
        self._requests = RequestChannel(self._target, self._headers)
        self._sequence_number = -1
        self.pipelined = False

    def __repr__(self) -> str:
        return f"KsqldbClient({self._url!r})"

    @property
    def url(self) -> str:
        return self._url

    async def info(self) -> ServerInfo:
        response = await self._requests.send("GET", "/info")
        info = decode_server_info(self._json(response))
        if info is None:
            raise not_ksqldb(self._url, response.status, response.content_type, self._target.proxy)
        self._requests.known = True
        return info

    async def is_healthy(self) -> bool:
        response = await self._requests.send("GET", "/healthcheck")
        if response.status == 503:
            return False
        answer = self._json(response)
        return isinstance(answer, dict) and answer.get("isHealthy") is True

    async def is_valid_property(self, name: str) -> bool:
        response = await self._requests.send("GET", f"/is_valid_property/{quote(name, safe='')}")
        return response.status != 400 and self._json(response) is True

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        body = {
            "ksql": sql,
            "streamsProperties": dict(properties),
            "sessionVariables": dict(variables),
            "commandSequenceNumber": -1 if self.pipelined else self._sequence_number,
        }
        response = await self._requests.send("POST", "/ksql", msgspec.json.encode(body))
        try:
            answer = self._json(response)
        except RequestRefused as error:
            if error.code == _WAITED_IN_VAIN:
                self._sequence_number = -1  # a new stack at the same address counts from 0 again
            raise
        if not isinstance(answer, list):
            raise not_ksqldb(self._url, response.status, response.content_type, self._target.proxy)
        self._requests.known = True
        return tuple([await self._settled(entity) for entity in decode_entities(answer)])

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        body: dict[str, Any] = {"sessionVariables": dict(variables)}
        reader: StreamReader | PrintReader
        if _PRINT.match(sql):
            path, reader = "/query", PrintReader()
            body |= {"ksql": sql, "streamsProperties": dict(properties)}
        else:
            path, reader = "/query-stream", StreamReader()
            body |= {"sql": sql, "properties": dict(properties)}
        connection = HttpConnection(self._target, known=self._requests.known)
        try:
            await connection.send("POST", path, self._headers, msgspec.json.encode(body))
            if connection.status != 200:
                response = Response(
                    connection.status, connection.content_type, await connection.read_all(_LONGEST_REFUSAL)
                )
                raise failure_of(response, self._target)
            yield _Events(connection, reader)
        finally:
            connection.close()

    async def close(self) -> None:
        """Nothing is kept open between requests."""

    def _json(self, response: Response) -> Any:
        return json_of(response, self._target)

    async def _settled(self, entity: Entity) -> Entity:
        """The entity, with the final status where the server was still at work on the command."""
        if not isinstance(entity, CurrentStatus):
            return entity
        self._sequence_number = max(self._sequence_number, entity.command_sequence_number)
        status = entity.command_status
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        while status.status in _UNDER_WAY and loop.time() < until and not self.pipelined:
            await asyncio.sleep(_STATUS_PAUSE)
            status = await self._status_of(entity.command_id)
        return replace(entity, command_status=status)

    async def _status_of(self, command_id: str) -> CommandStatus:
        kind, _, rest = command_id.partition("/")
        name, _, action = rest.rpartition("/")
        path = "/status/" + "/".join(quote(part, safe="") for part in (kind, name, action))
        return decode_command_status(self._json(await self._requests.send("GET", path)))


class _Events(AsyncIterator[StreamEvent]):
    """The events of one stream, until it ends or fails; the failure comes after the events before it."""

    def __init__(self, connection: HttpConnection, reader: StreamReader | PrintReader) -> None:
        self._connection = connection
        self._reader = reader
        self._events: deque[StreamEvent] = deque()

    async def __anext__(self) -> StreamEvent:
        while not self._events:
            if self._reader.failure is not None:
                raise self._reader.failure
            if self._reader.done:
                raise StopAsyncIteration
            await self._advance()
        return self._events.popleft()

    async def _advance(self) -> None:
        try:
            block = await self._connection.read()
        except ConnectionLost as loss:
            # What was whole before the loss counts, and so does an end that was said before it.
            self._events.extend(self._reader.lost(loss))
        else:
            self._events.extend(self._reader.feed(block) if block else self._reader.finish())
