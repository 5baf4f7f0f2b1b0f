"""Owns how a whole HTTP response that is no stream is judged: ksqlDB's JSON, ksqlDB's refusal, or not ksqlDB at all.

Does no IO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from ksqltui.ksqldb.refusals import refusal
from ksqltui.ksqldb.unreachable import not_ksqldb
from ksqltui.model.errors import KsqlError, RequestRefused


@dataclass(frozen=True, slots=True)
class Response:
    """A response, whole."""

    status: int
    content_type: str
    body: bytes


def json_of(response: Response, url: str, *, signed_in: bool) -> Any:
    """The JSON of a good response. Raises what `failure_of` makes of another one, NotKsqlServer where it is no JSON."""
    if response.status != 200:
        raise failure_of(response, url, signed_in=signed_in)
    try:
        return msgspec.json.decode(response.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise not_ksqldb(url, response.status, response.content_type) from None


def failure_of(response: Response, url: str, *, signed_in: bool) -> KsqlError:
    """Why a response is not what was asked for; `signed_in` says whether a user was sent with the request."""
    if response.status == 401:
        return _not_signed_in(url, signed_in=signed_in)
    try:
        body = msgspec.json.decode(response.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        body = None
    if isinstance(body, dict) and "error_code" in body:
        return refusal(body, status=response.status)
    # Some of ksqlDB's refusals have no body: 403, 406, and 404 of an endpoint that is switched off.
    if not response.body and 400 <= response.status < 500:
        return refusal({}, status=response.status)
    return not_ksqldb(url, response.status, response.content_type)


def _not_signed_in(url: str, *, signed_in: bool) -> RequestRefused:
    if signed_in:
        message, advice = f"{url} does not accept this user and password.", "Check both: --user and --password."
    else:
        message = f"{url} wants a user and a password."
        advice = "Give them with --user and --password."
    return RequestRefused(message, code=40100, status=401, advice=advice)
