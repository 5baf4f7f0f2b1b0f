"""Owns which proxy the environment names for a server, and which servers go without one; opens no connection."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit


class ProxyUnusable(ValueError):
    """A proxy that cannot be used; the message names the variable and what to write."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy. `authorization` is the value of Proxy-Authorization, empty for none."""

    host: str
    port: int
    authorization: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """The address, without user or password."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def proxy_for(url: str, environment: Mapping[str, str]) -> Proxy | None:
    """The proxy of HTTPS_PROXY, HTTP_PROXY or ALL_PROXY (either case), None where NO_PROXY or loopback goes without.

    Raises ProxyUnusable.
    """
    place = urlsplit(url)
    host = place.hostname or ""
    for name in (f"{place.scheme}_proxy", "all_proxy"):
        variable = next((each for each in (name, name.upper()) if environment.get(each)), None)
        if variable is None:
            continue
        if _is_loopback(host) or _goes_without(host, place.port, _told(environment, "no_proxy")):
            return None
        return _proxy(environment[variable], variable)
    return None


def _told(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name) or environment.get(name.upper(), "")


def _proxy(text: str, variable: str) -> Proxy:
    scheme, mark, rest = text.strip().partition("://")
    if not mark:
        scheme, rest = "http", text.strip()
    if scheme.lower() != "http":
        raise ProxyUnusable(
            f"{variable} names a proxy with {scheme}://, and ksqltui speaks to http:// proxies only. "
            "Name such a one, or put the server into NO_PROXY."
        )
    user_info, at, place = rest.rpartition("@")
    try:
        parts = urlsplit(f"http://{place}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise ProxyUnusable(f"{variable} is not a proxy's address. Write it as http://host:port.")
    secret = base64.b64encode(":".join(map(unquote, user_info.partition(":")[::2])).encode()).decode()
    return Proxy(host, port or 80, f"Basic {secret}" if at else "")


def _is_loopback(host: str) -> bool:
    # A proxy would look for it on its own machine.
    address = _address(host)
    return host == "localhost" or host.endswith(".localhost") or (address is not None and address.is_loopback)


def _goes_without(host: str, port: int | None, listed: str) -> bool:
    return any(_is_meant(host, port, entry.strip().lower()) for entry in listed.split(",") if entry.strip())


def _is_meant(host: str, port: int | None, entry: str) -> bool:
    """`*`, a host with all below it (`example.org`, `.example.org`), an address, a network; `:port` may follow."""
    if entry == "*":
        return True
    address = _address(host)
    if address is not None and "/" in entry:
        try:
            return address in ipaddress.ip_network(entry, strict=False)
        except ValueError:
            return False
    if entry.startswith("[") or entry.count(":") == 1:
        entry, _, wanted = entry.rpartition(":") if not entry.endswith("]") else (entry, "", "")
        if wanted and wanted != str(port):
            return False
        entry = entry.strip("[]")
    if address is not None:
        return address == _address(entry)
    name = entry.removeprefix("*").removeprefix(".")
    return host == name or host.endswith(f".{name}")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
