"""Owns what to tell a person when a server cannot be reached, or is no ksqlDB: what happened, why, what to do next.

Does no IO, and names an address only in the form without user and password.
"""

from __future__ import annotations

import errno
import socket
import ssl
from urllib.parse import urlsplit

from ksqltui.ksqldb.proxy import Proxy
from ksqltui.model.errors import ConnectionLost, KsqlError, NotKsqlServer, NotReached
from ksqltui.speech.speech import Told

_EXPIRED, _NOT_YET, _OTHER_HOST, _OTHER_ADDRESS = 10, 9, 62, 64
"""OpenSSL's numbers of what is wrong with a certificate."""
_WANTS_CERTIFICATE = ("CERTIFICATE_REQUIRED", "HANDSHAKE_FAILURE", "UNKNOWN_CA", "BAD_CERTIFICATE")
"""In what the server sends back where it wants a certificate of ours, or another one."""


def not_reached(url: str, error: BaseException) -> KsqlError:
    """Why no connection came about; looks through `error`'s causes for the one that the system gave."""
    host = urlsplit(url).hostname
    cause = _root(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _not_trusted(url, cause)
    if isinstance(cause, ssl.SSLError) and wants_certificate(cause):
        return certificate_wanted(url)
    if isinstance(cause, ssl.SSLError) and "NO_APPLICATION_PROTOCOL" in str(cause.reason):
        return only_http2(url)
    if isinstance(cause, ssl.SSLError):
        return NotReached(
            Told("{url} was not reached: TLS did not come about ({reason}).", url=url, reason=cause.reason or cause),
            advice=Told("If the server speaks plain HTTP, write http:// in front of the address."),
        )
    if isinstance(cause, socket.gaierror):
        return NotReached(
            Told("{url} was not reached: no host is known as {host}.", url=url, host=host),
            advice=Told(
                "Check the name. A container's name, like ksqldb-server, is known inside its Docker network "
                "only: from outside write localhost."
            ),
        )
    if _is_refused(cause):
        return NotReached(
            Told("{url} was not reached: nothing listens on that port of {host}.", url=url, host=host),
            advice=Told("Is ksqlDB running? Start it, or try the sandbox: ksqltui --sandbox."),
        )
    return NotReached(
        Told("{url} was not reached: {words}.", url=url, words=_words(cause)),
        advice=Told("Check the address, the network and whether ksqlDB is running."),
    )


def _not_trusted(url: str, error: ssl.SSLCertVerificationError) -> NotReached:
    code, host = getattr(error, "verify_code", 0), urlsplit(url).hostname
    if code in (_EXPIRED, _NOT_YET):
        expired = code == _EXPIRED
        return NotReached(
            Told(
                "{url} was not reached: its certificate has expired."
                if expired
                else "{url} was not reached: its certificate is not valid yet.",
                url=url,
            ),
            advice=Told("Whoever runs the server must renew it; a wrong clock of this machine looks the same."),
            may_pass=False,
        )
    if code in (_OTHER_HOST, _OTHER_ADDRESS):
        return NotReached(
            Told("{url} was not reached: its certificate is for another host than {host}.", url=url, host=host),
            advice=Told("Use the host name that the certificate is for."),
            may_pass=False,
        )
    return NotReached(
        Told(
            "{url} was not reached: its certificate is not trusted ({verify_message}).",
            url=url,
            verify_message=error.verify_message,
        ),
        advice=Told("Name the file of the authority that signed it with --ca-file."),
        may_pass=False,
    )


def is_tls(error: BaseException) -> bool:
    """Whether TLS failed, and not the connection below it."""
    return isinstance(_root(error), ssl.SSLError)


def wants_certificate(error: BaseException) -> bool:
    """Whether the server ended TLS because of the certificate that we showed, or did not show."""
    cause = _root(error)
    return isinstance(cause, ssl.SSLError) and any(word in str(cause.reason) for word in _WANTS_CERTIFICATE)


def certificate_wanted(url: str) -> NotReached:
    return NotReached(
        Told("{url} was not reached: it wants a client certificate that it trusts.", url=url),
        advice=Told("Give one with --client-cert and --client-key."),
        may_pass=False,
    )


def proxy_not_reached(proxy: Proxy, url: str, error: BaseException) -> NotReached:
    return NotReached(
        Told(
            "{url} was not reached: the proxy {proxy} in front of it was not reached ({words}).",
            url=url,
            proxy=proxy.url,
            words=_words(_root(error)),
        ),
        advice=Told("Check HTTP_PROXY and HTTPS_PROXY, or put the server into NO_PROXY."),
    )


def proxy_refused(proxy: Proxy, url: str, status: int) -> NotReached:
    """`status` is what the proxy answered to CONNECT, 0 where that was not HTTP."""
    if status == 407:
        return proxy_wants_sign_in(proxy, url)
    told = Told("answers HTTP {status}", status=status) if status else Told("gives no answer in HTTP")
    return NotReached(
        Told(
            "{url} was not reached: the proxy {proxy} does not connect to it ({told}).",
            url=url,
            proxy=proxy.url,
            told=told,
        ),
        advice=Told("Ask whoever runs the proxy, or put the server into NO_PROXY."),
    )


def proxy_wants_sign_in(proxy: Proxy, url: str) -> NotReached:
    return NotReached(
        Told(
            "{url} was not reached: the proxy {proxy} wants a user and a password, or others than these.",
            url=url,
            proxy=proxy.url,
        ),
        advice=Told("Write them into the variable: http://user:password@host:port."),
        may_pass=False,
    )


def unknown_encoding(url: str, encoding: str) -> NotKsqlServer:
    return NotKsqlServer(
        Told("{url} answers in the encoding {encoding}, which was not asked for.", url=url, encoding=repr(encoding)),
        advice=Told("Look for a proxy that changes what passes through it."),
    )


def too_slow_to_connect(url: str, seconds: float, proxy: Proxy | None = None) -> NotReached:
    if proxy is not None:
        return NotReached(
            Told(
                "{url} was not reached: no connection through the proxy {proxy} in {seconds} s.",
                url=url,
                proxy=proxy.url,
                seconds=f"{seconds:g}",
            ),
            advice=Told("Check HTTP_PROXY and HTTPS_PROXY, or put the server into NO_PROXY."),
        )
    return NotReached(
        Told("{url} was not reached: no connection in {seconds} s.", url=url, seconds=f"{seconds:g}"),
        advice=Told(
            "Check the address; a firewall may drop what goes there, or the machine is off. If the server speaks plain "
            "HTTP, write http:// in front of it."
        )
        if url.startswith("https:")
        else Told("Check the address; a firewall may drop what goes there, or the machine is off."),
    )


def too_slow_to_answer(url: str, seconds: float) -> NotReached:
    return NotReached(
        Told("{url} took the request and gave no answer in {seconds} s.", url=url, seconds=f"{seconds:g}"),
        advice=Told("The server may be overloaded or wait for Kafka: see its log, or try again with a longer timeout."),
        was_sent=True,
    )


def connection_lost(url: str, error: BaseException | None = None) -> ConnectionLost:
    """The connection broke before the answer was whole."""
    why = Told("the server closed it") if error is None else _words(_root(error))
    return ConnectionLost(
        Told("The connection to {url} broke: {why}.", url=url, why=why),
        advice=Told("Check that the server still runs, then run the statement again."),
    )


def closed_without_answer(url: str, *, known: bool) -> KsqlError:
    """`known` says whether ksqlDB has answered there before: then it is a loss, else most likely another program."""
    if known:
        return connection_lost(url)
    if url.startswith("https:"):
        # Its alert is often overtaken by the reset that follows it.
        return NotReached(
            Told(
                "{url} was not reached: it closed the connection after the TLS handshake, as a server does "
                "that wants a client certificate.",
                url=url,
            ),
            advice=Told(
                "Give one that it trusts with --client-cert and --client-key. If it wants none, check the port."
            ),
            was_sent=True,
            may_pass=False,
        )
    return NotKsqlServer(
        Told("{url} took the connection and closed it without an answer: that is not ksqlDB.", url=url),
        advice=Told(
            "Check the port. ksqlDB listens on 8088; 9092 is Kafka's own. If the server speaks TLS, "
            "write https:// in front of the address."
        ),
    )


def not_http(url: str) -> NotKsqlServer:
    return NotKsqlServer(
        Told("{url} answers, but not in HTTP: that is not ksqlDB.", url=url),
        advice=Told(
            "Check the port: ksqlDB listens on 8088. If the server speaks TLS, write https:// before the address."
        ),
    )


def only_http2(url: str) -> NotKsqlServer:
    return NotKsqlServer(
        Told("{url} answers in HTTP/2 alone, and was spoken to in HTTP/1.1.", url=url),
        advice=Told("Ask for HTTP/2: --http2."),
    )


def no_http2(url: str) -> NotKsqlServer:
    return NotKsqlServer(
        Told("{url} does not speak HTTP/2 in clear.", url=url),
        advice=Told("Leave --http2 out: HTTP/1.1 does all that ksqltui needs."),
    )


def not_ksqldb(url: str, status: int, content_type: str, proxy: Proxy | None = None) -> KsqlError:
    """For an HTTP answer that is none of ksqlDB's; where `proxy` is in between, it may be the proxy's."""
    if proxy is not None and status == 407:
        return proxy_wants_sign_in(proxy, url)
    if status in (502, 503, 504):
        return NotReached(
            Told("{url} was not reached: a gateway in between answers HTTP {status}.", url=url, status=status),
            advice=Told("ksqlDB behind it may be starting or down: try again in a few seconds."),
            was_sent=status != 503,
        )
    kind = content_type.partition(";")[0].strip() or Told("no content type")
    if proxy is not None:
        return NotKsqlServer(
            Told(
                "The answer for {url} is not ksqlDB's (HTTP {status}, {kind}); the proxy {proxy} is in between.",
                url=url,
                status=status,
                kind=kind,
                proxy=proxy.url,
            ),
            advice=Told("The proxy may not let it through: ask whoever runs it, or put the server into NO_PROXY."),
        )
    return NotKsqlServer(
        Told("{url} answers, but it is not ksqlDB (HTTP {status}, {kind}).", url=url, status=status, kind=kind),
        advice=Told(
            "Check the port: ksqlDB listens on 8088. Where a proxy stands between, the address needs its path."
        ),
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
