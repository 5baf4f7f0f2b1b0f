"""Owns how a server is reached and as whom: sign-in, certificates, proxy, timeouts; opens no connection."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from ksqltui.ksqldb.proxy import Proxy, proxy_for
from ksqltui.ksqldb.tls import TlsFiles, tls_context
from ksqltui.model.address import Address
from ksqltui.model.secret import Secret

LONGEST_CONNECT = 5.0


class SignIn(Enum):
    """What was sent to say who asks."""

    NOTHING = "nothing"
    USER = "user and password"
    TOKEN = "token"


@dataclass(frozen=True, slots=True)
class Access:
    """What a person gave to reach servers. A `token` goes before a user; `environment` names the proxies.

    `http2` offers HTTP/2 over TLS and speaks it in clear.
    """

    user: str | None = None
    password: Secret | None = None
    token: Secret | None = None
    tls: TlsFiles = field(default_factory=TlsFiles)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    http2: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One server, ready to be asked. `url` names no user; `tls` is None for http. Timeouts are in seconds."""

    url: str
    sign_in: SignIn
    authorization: Secret | None
    tls: ssl.SSLContext | None
    http2: bool
    proxy: Proxy | None
    connect_timeout: float
    answer_timeout: float

    def headers(self) -> dict[str, str]:
        """What says who asks; never kept, so that no traceback and no log has it."""
        return {} if self.authorization is None else {"authorization": self.authorization.text}


def target_of(address: Address, access: Access, *, timeout: float) -> Target:
    """Raises ValueError, in words for people, for certificates or a proxy that cannot be used."""
    sign_in, authorization = _authorization(address, access)
    return Target(
        url=address.url,
        sign_in=sign_in,
        authorization=authorization,
        tls=tls_context(access.tls, http2=access.http2) if address.url.startswith("https:") else None,
        http2=access.http2,
        proxy=proxy_for(address.url, access.environment),
        connect_timeout=min(timeout, LONGEST_CONNECT),
        answer_timeout=timeout,
    )


def _authorization(address: Address, access: Access) -> tuple[SignIn, Secret | None]:
    if access.token is not None:
        return SignIn.TOKEN, Secret(f"Bearer {access.token.text}")
    user = address.user if access.user is None else access.user
    if user is None:
        return SignIn.NOTHING, None
    password = (address.password or "") if access.password is None else access.password.text
    return SignIn.USER, Secret(f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}")
