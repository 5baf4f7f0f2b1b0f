"""Owns POST /inserts-stream: a target, then one JSON object a row, each acknowledged; HTTP/2 only, as on the server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import msgspec

from ksqltui.sandbox.errors import SandboxError, StatementError
from ksqltui.sandbox.http.body import RequestBody
from ksqltui.sandbox.http.messages import Chunks, Request, Response
from ksqltui.sandbox.rest.literals import literal
from ksqltui.sandbox.rest.properties import check_overrides
from ksqltui.sandbox.rest.requests import json_object
from ksqltui.sandbox.rest.row_formats import DELIMITED
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.syntax import InsertValues

MAX_LINE_BYTES = 1024 * 1024


def stream_inserts(state: ServerState, request: Request) -> Response:
    if request.http_version != "2":
        raise SandboxError("The /inserts-stream endpoint is only available when using HTTP2", 40004)
    return Response(200, (("content-type", DELIMITED),), _acknowledgements(state, request.body))


async def _acknowledgements(state: ServerState, body: RequestBody) -> Chunks:
    """One answer a row, in order; a row that fails is answered with its error and ends the stream."""
    lines = _lines(body)
    sequence = -1
    try:
        inserts = _Inserts(state, json_object(await anext(lines, b"")))
        async for line in lines:
            sequence += 1
            inserts.insert(json_object(line))
            yield [msgspec.json.encode({"seq": sequence, "status": "ok"}) + b"\n"]
    except SandboxError as error:
        yield [msgspec.json.encode(_failed(error, sequence)) + b"\n"]


def _failed(error: SandboxError, sequence: int) -> dict[str, object]:
    """A row is no statement, so that its error is a general one, whatever the engine made of it."""
    told = {"@type": "generic_error", "error_code": error.code, "message": error.message}
    return {**told, "status": "error", "seq": sequence}


class _Inserts:
    """The target of one stream of rows. Raises SandboxError where there is no such target."""

    def __init__(self, state: ServerState, arguments: Mapping[str, object]) -> None:
        self._engine = state.engine
        target = str(arguments.get("target", ""))
        name = target.strip("`") if target.startswith("`") else target.upper()
        source = state.engine.catalog.source(name)
        if source is None:
            raise StatementError(f"Cannot insert values into an unknown stream/table: `{name}`")
        properties = arguments.get("properties")
        self._properties: Mapping[str, object] = properties if isinstance(properties, dict) else {}
        check_overrides(self._properties)
        self._name = name
        self._types: dict[str, SqlType] = {column.name: column.type for column in source.schema.columns}

    def insert(self, row: Mapping[str, object]) -> None:
        named = {key.strip("`") if key.startswith("`") else key.upper(): value for key, value in row.items()}
        values = tuple(literal(value, self._types.get(name)) for name, value in named.items())
        self._engine.insert_values(InsertValues(self._name, tuple(named), values), self._properties)


async def _lines(body: RequestBody) -> AsyncIterator[bytes]:
    """The lines of a body as they come, blank ones left out. Raises SandboxError for one that is too long."""
    rest = b""
    async for part in body.parts():
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            if line.strip():
                yield line
        if len(rest) > MAX_LINE_BYTES:
            raise SandboxError(f"A row is longer than {MAX_LINE_BYTES} bytes")
    if rest.strip():
        yield rest
