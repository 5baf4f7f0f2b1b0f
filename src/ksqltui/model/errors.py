"""Owns what can go wrong between the console and a server, as typed exceptions with a code and a place; does no IO."""

from __future__ import annotations

from dataclasses import dataclass

STARTING = 50302
"""The code of a server that answers and is not ready yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the statement's text, as the server counts it: both from 1."""

    line: int
    column: int


class KsqlError(Exception):
    """Anything that ends a request: `message` is whole and unchanged, `advice` is our own next step, if any."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class RequestRefused(KsqlError):
    """The server answered with a generic_error: it understood the request and said no.

    `code` is ksqlDB's error_code (HTTP status = code // 100); `place` is where the text names a line and column.
    """

    def __init__(self, message: str, *, code: int, status: int, place: Place | None = None, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.code = code
        self.status = status
        self.place = place


class StatementRefused(RequestRefused):
    """The server answered with a statement_error: it names the statement that it refused.

    `done` counts the statements of the same request that had been carried out before it.
    """

    def __init__(
        self,
        message: str,
        *,
        code: int,
        status: int,
        statement: str,
        place: Place | None = None,
        done: int = 0,
        advice: str = "",
    ) -> None:
        super().__init__(message, code=code, status=status, place=place, advice=advice)
        self.statement = statement
        self.done = done


class NotReached(KsqlError):
    """No connection: unknown host, closed port, timeout, TLS failure.

    `was_sent` says that the request had gone out, so that it may have been carried out; `may_pass` that the same could
    work a little later.
    """

    def __init__(self, message: str, *, advice: str = "", was_sent: bool = False, may_pass: bool = True) -> None:
        super().__init__(message, advice=advice)
        self.was_sent = was_sent
        self.may_pass = may_pass


class ConnectionLost(KsqlError):
    """The connection broke while a response was under way."""


class NotKsqlServer(KsqlError):
    """Something answers there, but it is not ksqlDB."""


class MalformedResponse(KsqlError):
    """ksqlDB answered with something that this client cannot read; `excerpt` is the start of it."""

    def __init__(self, message: str, *, excerpt: str = "", advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.excerpt = excerpt
