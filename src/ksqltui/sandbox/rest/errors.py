"""Owns error answers: ksqlDB's bodies and the status that goes with them; knows no statement."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ksqltui.sandbox.errors import SandboxError, StatementError
from ksqltui.sandbox.http.messages import Response, one_chunk
from ksqltui.sql.errors import KsqlSyntaxError

JSON_HEADER = ("content-type", "application/json")


def error_body(
    error: SandboxError | KsqlSyntaxError, statement: str = "", entities: Sequence[object] = ()
) -> dict[str, object]:
    """The JSON of an error; `statement` is what failed, unless the error knows better."""
    if isinstance(error, KsqlSyntaxError):
        return _statement_error(40001, error.message, error.failed_line or statement, entities)
    if isinstance(error, StatementError):
        text = statement if error.statement is None else error.statement
        return _statement_error(error.code, error.message, text, entities)
    return {"@type": "generic_error", "error_code": error.code, "message": error.message}


def _statement_error(code: int, message: str, statement: str, entities: Sequence[object]) -> dict[str, object]:
    return {
        "@type": "statement_error",
        "error_code": code,
        "message": message,
        "statementText": statement,
        "entities": list(entities),
    }


def error_response(body: dict[str, object], *, chunked: bool = False) -> Response:
    """An answer with this error; the endpoints that stream send theirs in a chunk, without a content type."""
    code = body["error_code"]
    assert isinstance(code, int)
    data = msgspec.json.encode(body)
    if chunked:
        return Response(code // 100, (), one_chunk(data))
    return Response(code // 100, (JSON_HEADER,), data)
