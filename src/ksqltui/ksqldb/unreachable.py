"""Owns what to tell a person when a server cannot be reached, or is no ksqlDB: what happened, why, what to do next.

Does no IO, and names an address only in the form without user and password.
"""

from __future__ import annotations

import errno
import socket
import ssl
from urllib.parse import urlsplit

from ksqltui.model.errors import ConnectionLost, KsqlError, NotKsqlServer, NotReached


def not_reached(url: str, error: BaseException) -> NotReached:
    """Why no connection came about; looks through `error`'s causes for the one that the system gave."""
    host = urlsplit(url).hostname
    cause = _root(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return NotReached(
            f"{url} was not reached: its certificate is not trusted ({cause.verify_message}).",
            advice="Name the authority's file in SSL_CERT_FILE, or use the host name that the certificate is for.",
        )
    if isinstance(cause, ssl.SSLError):
        return NotReached(
            f"{url} was not reached: TLS did not come about ({cause.reason or cause}).",
            advice="If the server speaks plain HTTP, write http:// in front of the address.",
        )
    if isinstance(cause, socket.gaierror):
        return NotReached(
            f"{url} was not reached: no host is known as {host}.",
            advice="Check the name. A container's name, like ksqldb-server, is known inside its Docker network only: "
            "from outside write localhost.",
        )
    if _is_refused(cause):
        return NotReached(
            f"{url} was not reached: nothing listens on that port of {host}.",
            advice="Is ksqlDB running? Start it, or try the sandbox: ksqltui --sandbox.",
        )
    return NotReached(
        f"{url} was not reached: {_words(cause)}.",
        advice="Check the address, the network and whether ksqlDB is running.",
    )


def too_slow_to_connect(url: str, seconds: float) -> NotReached:
    return NotReached(
        f"{url} was not reached: no connection in {seconds:g} s.",
        advice="Check the address; a firewall may drop what goes there, or the machine is off."
        + (" If the server speaks plain HTTP, write http:// in front of it." if url.startswith("https:") else ""),
    )


def too_slow_to_answer(url: str, seconds: float) -> NotReached:
    return NotReached(
        f"{url} took the request and gave no answer in {seconds:g} s.",
        advice="The server may be overloaded or wait for Kafka: see its log, or try again with a longer timeout.",
    )


def connection_lost(url: str, error: BaseException | None = None) -> ConnectionLost:
    """The connection broke before the answer was whole."""
    why = "the server closed it" if error is None else _words(_root(error))
    return ConnectionLost(
        f"The connection to {url} broke: {why}.",
        advice="Check that the server still runs, then run the statement again.",
    )


def closed_without_answer(url: str, *, known: bool) -> KsqlError:
    """`known` says whether ksqlDB has answered there before: then it is a loss, else most likely another program."""
    if known:
        return connection_lost(url)
    return NotKsqlServer(
        f"{url} took the connection and closed it without an answer: that is not ksqlDB.",
        advice="Check the port. ksqlDB listens on 8088; 9092 is Kafka's own. "
        "If the server speaks TLS, write https:// in front of the address.",
    )


def not_http(url: str) -> NotKsqlServer:
    return NotKsqlServer(
        f"{url} answers, but not in HTTP: that is not ksqlDB.",
        advice="Check the port: ksqlDB listens on 8088. If the server speaks TLS, write https:// before the address.",
    )


def not_ksqldb(url: str, status: int, content_type: str) -> KsqlError:
    """For an HTTP answer that is none of ksqlDB's."""
    if status in (502, 503, 504):
        return NotReached(
            f"{url} was not reached: a gateway in between answers HTTP {status}.",
            advice="ksqlDB behind it may be starting or down: try again in a few seconds.",
        )
    kind = content_type.partition(";")[0].strip() or "no content type"
    return NotKsqlServer(
        f"{url} answers, but it is not ksqlDB (HTTP {status}, {kind}).",
        advice="Check the port: ksqlDB listens on 8088. Where a proxy stands between, the address needs its path.",
    )


def _root(error: BaseException) -> BaseException:
    """The system's own error among the causes; libraries wrap it, and put those of several addresses together."""
    while True:
        if isinstance(error, BaseExceptionGroup):
            deeper: BaseException | None = error.exceptions[0]
        elif isinstance(error, OSError) and error.errno is not None:
            return error
        else:
            deeper = error.__cause__ or error.__context__
        if deeper is None:
            return error
        error = deeper


def _is_refused(error: BaseException) -> bool:
    # asyncio puts the failures of several addresses (localhost: ::1 and 127.0.0.1) into one text.
    return isinstance(error, ConnectionRefusedError) or f"[Errno {errno.ECONNREFUSED}]" in str(error)


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error) or type(error).__name__
