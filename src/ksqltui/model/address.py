"""Owns how a person may write a server's address, and what is made of it; opens no connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from ksqltui.speech.speech import Told

DEFAULT_PORT = 8088
"""Where ksqlDB listens unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is and who asks: `url` never names a user, and the password is not in the repr."""

    url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def parse_address(text: str) -> Address:
    """Reads `http://h:p`, `h:p`, `h`, each with an optional path and `user:password@`.

    The port is 8088 where none is given, but 443 for https. Raises ValueError with a message for people; what it
    quotes of the text has no password in it.
    """
    text = text.strip()
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "http", text
    scheme = scheme.lower()
    if scheme not in ("http", "https"):
        raise ValueError(Told("A server's address starts with http:// or https://, not {scheme}://.", scheme=scheme))
    user_info, at, place = rest.rpartition("@")
    if at and "/" in user_info:
        raise ValueError(Told("A '/' in the user or password of an address is written %2F."))
    shown = f"{scheme}://{place}"
    try:
        parts = urlsplit(shown)
        host, port = _host(parts), parts.port
    except ValueError as error:
        # Words of ours go on as such; Python's own have more than one part at times.
        why = error.args[0] if len(error.args) == 1 else error
        raise ValueError(
            Told("{text} is not a server's address ({why}). Write it as host:port.", text=repr(shown), why=why)
        ) from None
    if parts.query or parts.fragment:
        raise ValueError(
            Told(
                "{text} is not a server's address: it goes on after the path. Write it as host:port.", text=repr(shown)
            )
        )
    port = port or (443 if scheme == "https" else DEFAULT_PORT)
    user, colon, password = user_info.partition(":")
    return Address(
        url=f"{scheme}://{host}:{port}{parts.path.rstrip('/')}",
        user=unquote(user) if at else None,
        password=unquote(password) if colon else None,
    )


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Reads one address or several with commas between, of servers of one cluster. Raises ValueError as parse_address.

    A comma in a user or password is written %2C.
    """
    return tuple(parse_address(part) for part in text.split(",") if part.strip()) or (parse_address(text),)


def normalise_url(text: str) -> str:
    """The address in full, without user or password: `localhost` gives `http://localhost:8088`. Raises ValueError."""
    return parse_address(text).url


def _host(parts: SplitResult) -> str:
    host = parts.hostname
    if not host:
        raise ValueError(Told("it names no host"))
    if any(character.isspace() for character in host):
        raise ValueError(Told("it has a blank in it"))
    if not host.isascii():
        host = host.encode("idna").decode()
    return f"[{host}]" if ":" in host else host
