"""Owns which path leads where; every request ends in an answer, also one that nobody foresaw."""

from __future__ import annotations

import logging

from ksqltui.sandbox.errors import NotInSandbox, SandboxError
from ksqltui.sandbox.http.body import BodyTooLarge
from ksqltui.sandbox.http.messages import Request, Response
from ksqltui.sandbox.rest import admin
from ksqltui.sandbox.rest.errors import error_body, error_response
from ksqltui.sandbox.rest.inserts import stream_inserts
from ksqltui.sandbox.rest.requests import json_object, statement_request
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sandbox.rest.statements import StatementFailure, run_statements
from ksqltui.sandbox.rest.streaming import stream_statement

logger = logging.getLogger(__name__)

_NOT_FOUND = b"<html><body><h1>Resource not found</h1></body></html>"
_ABSENT = {
    "/ksql/terminate": "POST /ksql/terminate, which destroys the cluster's state",
    "/test": "POST /test",
    "/ws/query": "queries over WebSocket",
}


class RestApi:
    """The handler of all requests; `state` is the one server that they are about."""

    def __init__(self, state: ServerState) -> None:
        self._state = state

    async def __call__(self, request: Request) -> Response:
        try:
            return await self._route(request)
        except BodyTooLarge as error:
            return Response(413, (("content-type", "text/plain"),), str(error).encode())
        except SandboxError as error:
            return error_response(error_body(error), chunked=request.path == "/query-stream")
        except Exception as error:
            logger.exception("%s %s failed", request.method, request.path)
            message = f"the sandbox failed: {type(error).__name__}: {error}"
            return error_response(error_body(SandboxError(message, 50000)))

    async def _route(self, request: Request) -> Response:
        if request.path in _ABSENT:
            raise NotInSandbox(_ABSENT[request.path])
        match request.method, request.path:
            case "GET", path:
                return self._get(path)
            case "POST", "/ksql":
                return await self._ksql(request)
            case "POST", "/query":
                fields = await request.body.read()
                asked = statement_request(fields, text_field="ksql", properties_field="streamsProperties")
                return stream_statement(self._state, asked, request.headers.get("accept"), old_path=True)
            case "POST", "/query-stream":
                fields = await request.body.read()
                asked = statement_request(fields, text_field="sql", properties_field="properties")
                return stream_statement(self._state, asked, request.headers.get("accept"), old_path=False)
            case "POST", "/close-query":
                return await self._close_query(request)
            case "POST", "/inserts-stream":
                return stream_inserts(self._state, request)
            case _:
                return _not_found()

    def _get(self, path: str) -> Response:
        match path.split("/")[1:]:
            case [""]:
                return Response(307, (("location", "/info"),))
            case ["info"]:
                return admin.info()
            case ["healthcheck"]:
                return admin.health()
            case ["clusterStatus"]:
                return Response(404, (("content-type", "application/json"),))
            case ["chc", "ready" | "live"]:
                return admin.json_response({})
            case ["v1", "metadata"]:
                return admin.metadata()
            case ["v1", "metadata", "id"]:
                return admin.metadata_id()
            case ["status"]:
                return admin.all_statuses(self._state)
            case ["status", *command]:
                return admin.status(self._state, "/".join(command))
            case ["is_valid_property", name]:
                return admin.is_valid_property(name)
            case _:
                return _not_found()

    async def _ksql(self, request: Request) -> Response:
        fields = await request.body.read()
        asked = statement_request(fields, text_field="ksql", properties_field="streamsProperties")
        try:
            return admin.json_response(await run_statements(self._state, asked))
        except StatementFailure as failure:
            return error_response(failure.body)

    async def _close_query(self, request: Request) -> Response:
        query_id = json_object(await request.body.read()).get("queryId")
        running = self._state.open_queries.get(str(query_id))
        if running is None:
            response = error_response(error_body(SandboxError(f"No query with id {query_id}")))
            return Response(response.status, (), response.body)
        running.close()
        return Response(200)


def _not_found() -> Response:
    return Response(404, (("content-type", "text/html; charset=utf-8"),), _NOT_FOUND)
