"""Owns POST /query and /query-stream: one SELECT or PRINT, streamed; knows no HTTP version."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from ksqltui.sandbox.errors import SandboxError, StatementError
from ksqltui.sandbox.http.messages import Chunks, Response, one_chunk
from ksqltui.sandbox.rest.errors import JSON_HEADER, error_body, error_response
from ksqltui.sandbox.rest.printing import RecordPrinter
from ksqltui.sandbox.rest.requests import StatementRequest
from ksqltui.sandbox.rest.row_formats import (
    DELIMITED,
    JSON,
    Delimited,
    PlainJson,
    RowFormat,
    StreamedRows,
    accepted_type,
)
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sandbox.rest.statement_texts import StatementText, read_statements
from ksqltui.sandbox.results import PrintedRecord, RunningQuery
from ksqltui.sandbox.types import Schema
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.syntax import Emit, PrintTopic, Query

MAX_PUSH_QUERIES = 100


def stream_statement(state: ServerState, request: StatementRequest, accept: str | None, *, old_path: bool) -> Response:
    """The answer to one SELECT or PRINT; `old_path` is /query: JSON means StreamedRows there, PRINT tells formats."""
    try:
        each = _single_statement(request)
        match each.statement:
            case Query() as query:
                return _select(state, query, each.text, request, accept, old_path=old_path)
            case PrintTopic() as statement:
                return _print(state, statement, request, accept, old_path=old_path)
            case _:
                raise StatementError(f"Neither a query nor a print statement\nStatement: {each.text}")
    except SandboxError as error:
        return error_response(error_body(error, request.text), chunked=True)


def _single_statement(request: StatementRequest) -> StatementText:
    try:
        statements = read_statements(request.text, request.variables)
    except KsqlSyntaxError as error:
        failed = error.failed_line or request.text
        raise StatementError(f"{error.message}\nStatement: {failed}", statement=failed) from error
    if len(statements) != 1:
        raise StatementError(
            f"Expected exactly one KSQL statement; found {len(statements)} instead\nStatement: {request.text}"
        )
    return statements[0]


# --- SELECT ----------------------------------------------------------------------------------------------------------


def _select(
    state: ServerState, query: Query, text: str, request: StatementRequest, accept: str | None, *, old_path: bool
) -> Response:
    media_type = accepted_type(accept)
    if media_type is None:
        return Response(406, (), one_chunk(b""))
    if query.emit is Emit.CHANGES and len(state.engine.push_queries) >= MAX_PUSH_QUERIES:
        raise SandboxError(
            f"Maximum number of push queries exceeded: the server runs {MAX_PUSH_QUERIES} of them already", 40003
        )
    running = state.engine.start_query(query, text, request.properties)
    shape = _shape(media_type, running.schema, old_path=old_path)
    state.open_queries[running.id] = running
    rows = _table_rows(state, running, shape) if running.is_pull_on_table else _rows(state, running, shape)
    return Response(200, (("content-type", shape.content_type),), rows)


def _shape(media_type: str, schema: Schema, *, old_path: bool) -> RowFormat:
    if media_type == DELIMITED:
        return Delimited(schema.columns)
    if media_type == JSON and not old_path:
        return PlainJson(schema.columns)
    return StreamedRows(schema.columns)


async def _rows(state: ServerState, running: RunningQuery, shape: RowFormat) -> Chunks:
    try:
        yield [shape.header(running.id, with_keys=False)]
        try:
            async for batch in running.batches():
                yield shape.rows(batch)
        except SandboxError as error:
            yield shape.error(error_body(error))
            return
        yield shape.end(running.end_reason)
    finally:
        _forget(state, running)


async def _table_rows(state: ServerState, running: RunningQuery, shape: RowFormat) -> Chunks:
    """A look into a table is over at once and goes in one piece; its last row is followed by the end."""
    try:
        pieces = [shape.header(running.id, with_keys=True)]
        async for batch in running.batches():
            pieces += shape.rows(batch)
        if isinstance(shape, StreamedRows):
            pieces[-1] = pieces[-1].removesuffix(b",\n")
        yield [b"".join([*pieces, *shape.end(None)])]
    finally:
        _forget(state, running)


def _forget(state: ServerState, running: RunningQuery) -> None:
    running.close()
    state.open_queries.pop(running.id, None)


# --- PRINT -----------------------------------------------------------------------------------------------------------


def _print(
    state: ServerState, statement: PrintTopic, request: StatementRequest, accept: str | None, *, old_path: bool
) -> Response:
    if not old_path and accepted_type(accept) != DELIMITED:
        return Response(406, (), one_chunk(b""))
    if not state.engine.log.has_topic(statement.topic):
        return error_response(error_body(SandboxError(_unknown_topic(state, statement.topic))), chunked=not old_path)
    reset = str(request.properties.get("auto.offset.reset", "")).lower()
    if reset == "earliest":
        statement = replace(statement, from_beginning=True)
    records = state.engine.print_topic(statement)
    lines = _printed(records, RecordPrinter(formats=old_path))
    return Response(200, (JSON_HEADER,) if old_path else (), lines)


async def _printed(records: AsyncIterator[PrintedRecord], printer: RecordPrinter) -> Chunks:
    async for record in records:
        yield printer.lines([record])


def _unknown_topic(state: ServerState, name: str) -> str:
    alike = [topic.name for topic in state.engine.log.topics() if topic.name.lower() == name.lower()]
    hint = "".join(f"\n\tprint {found};" for found in alike)
    return (
        f"Could not find topic '{name}', or the KSQL user does not have permissions to list the topic. "
        "Topic names are case-sensitive." + (f"\nDid you mean:{hint}" if alike else "")
    )
