"""Owns the functions that take URLs apart and that encode their parameters."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlsplit

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.functions.signatures import Function, Implementation, overload, scalar


def _decode(text: str) -> str:
    return unquote_plus(text)


def _encode(text: str) -> str:
    """As a form encodes it: letters, digits, . - * _ stay, a blank becomes +."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _parameter(url: str, name: str) -> str | None:
    for key, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        if key == name:
            return value
    return None


def _fragment(url: str) -> str | None:
    return urlsplit(url).fragment or None


def _host(url: str) -> str | None:
    network = urlsplit(url).netloc.rpartition("@")[2]
    return network.rpartition(":")[0] if ":" in network and not network.endswith("]") else network or None


def _path(url: str) -> str:
    return urlsplit(url).path


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise EvaluationError(f"URL input has an invalid port: {url}") from None


def _protocol(url: str) -> str | None:
    return urlsplit(url).scheme or None


def _query(url: str) -> str | None:
    return urlsplit(url).query or None


def _url(name: str, description: str, implementation: Implementation, returns: str = "STRING") -> Function:
    return scalar(name, "URL", description, overload(f"STRING input -> {returns}", implementation))


URLS: tuple[Function, ...] = (
    _url("URL_DECODE_PARAM", "A parameter's value as it was before it was encoded for a URL.", _decode),
    _url("URL_ENCODE_PARAM", "A text encoded so that it can be a parameter's value in a URL.", _encode),
    _url("URL_EXTRACT_FRAGMENT", "The part of a URL after #.", _fragment),
    _url("URL_EXTRACT_HOST", "The host's name in a URL.", _host),
    scalar(
        "URL_EXTRACT_PARAMETER",
        "URL",
        "The value of a parameter in the query of a URL.",
        overload("STRING input, STRING paramToFind -> STRING", _parameter),
    ),
    _url("URL_EXTRACT_PATH", "The path in a URL.", _path),
    _url("URL_EXTRACT_PORT", "The port in a URL, null where it names none.", _port, "INT"),
    _url("URL_EXTRACT_PROTOCOL", "The scheme of a URL, such as https.", _protocol),
    _url("URL_EXTRACT_QUERY", "The part of a URL after ?.", _query),
)
