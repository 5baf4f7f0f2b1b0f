"""Owns how a whole HTTP response that is no stream is judged: ksqlDB's JSON, ksqlDB's refusal, or not ksqlDB at all.

Does no IO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from ksqltui.ksqldb.access import SignIn, Target
from ksqltui.ksqldb.refusals import refusal
from ksqltui.ksqldb.unreachable import not_ksqldb
from ksqltui.model.errors import KsqlError, RequestRefused
from ksqltui.speech.speech import Told

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Response:
    """A response, whole."""

    status: int
    content_type: str
    body: bytes


def json_of(response: Response, target: Target) -> Any:
    """The JSON of a good response. Raises what `failure_of` makes of another one, NotKsqlServer where it is no JSON."""
    if response.status != 200:
        raise failure_of(response, target)
    try:
        return msgspec.json.decode(response.body)
    except _UNREADABLE:
        raise not_ksqldb(target.url, response.status, response.content_type, target.proxy) from None


def failure_of(response: Response, target: Target) -> KsqlError:
    """Why a response is not what was asked for."""
    if response.status == 401:
        return _not_signed_in(target)
    try:
        body = msgspec.json.decode(response.body)
    except _UNREADABLE:
        body = None
    if isinstance(body, dict) and "error_code" in body:
        return refusal(body, status=response.status)
    # Some of ksqlDB's refusals have no body: 403, 406, and 404 of an endpoint that is switched off.
    if not response.body and 400 <= response.status < 500:
        return refusal({}, status=response.status)
    return not_ksqldb(target.url, response.status, response.content_type, target.proxy)


def _not_signed_in(target: Target) -> RequestRefused:
    match target.sign_in:
        case SignIn.USER:
            message = Told("{url} does not accept this user and password.", url=target.url)
            advice = Told("Check both: --user and --password.")
        case SignIn.TOKEN:
            message = Told("{url} does not accept this token.", url=target.url)
            advice = Told("Get a new one, it may have expired: --token or KSQLTUI_TOKEN.")
        case SignIn.NOTHING:
            message = Told("{url} wants a user and a password.", url=target.url)
            advice = Told("Give them with --user and --password, or a token with --token.")
    return RequestRefused(message, code=40100, status=401, advice=advice)
