"""Owns how ksqlDB's own error objects become typed errors: code, whole message, place; does no IO."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ksqltui.model.errors import Place, RequestRefused, StatementRefused
from ksqltui.speech.speech import Told

_PLACE = re.compile(r"\bline:? (\d+)(?::|, col(?:umn)?:? ?)(\d+)", re.IGNORECASE)

_ADVICE = {
    40003: Told("End another push query first: the server allows only so many at a time."),
    40100: Told("The server wants a user and a password: give them with --user and --password."),
    40300: Told("This user may not do that: ask whoever runs the server."),
    40301: Told("Kafka's access rules forbid it: ask whoever runs the brokers."),
    42900: Told("The server limits how often one may ask: wait a little and try again."),
    50301: Told("The server is still at work on an earlier statement: try again in a few seconds."),
    50302: Told("The server is starting: try again in a few seconds."),
    50303: Told("The server is shutting down: wait until it is back."),
    50304: Told("The server has shut down: start it again."),
}


def place_of(message: str) -> Place | None:
    """The place that the message names first, as `line 1:8` or `Line: 1, Col: 8`."""
    found = _PLACE.search(message)
    return Place(int(found[1]), int(found[2])) if found else None


def refusal(error: Mapping[str, object], *, status: int) -> RequestRefused:
    """The typed error of a generic_error or statement_error object; `status` is that of the HTTP response."""
    number = error.get("error_code")
    code = number if isinstance(number, int) else status * 100
    said = error.get("message")
    nothing = Told("The server refused the request (HTTP {status}) and gave no reason.", status=status)
    message = str(said) if said else nothing
    place, advice = place_of(message), _ADVICE.get(code, "")
    statement = error.get("statementText")
    if error.get("@type") != "statement_error" and not statement:
        return RequestRefused(message, code=code, status=status, place=place, advice=advice)
    entities = error.get("entities")
    return StatementRefused(
        message,
        code=code,
        status=status,
        statement=str(statement or ""),
        place=place,
        done=len(entities) if isinstance(entities, list) else 0,
        advice=advice,
    )
