"""Owns asking an address by hand what it speaks, for when the client only says that it was not reached."""

from __future__ import annotations

import socket
import ssl
import struct
from enum import Enum

SECONDS = 2.0
_API_VERSIONS, _CORRELATION, _CLIENT = 18, 424242, b"ksqltui"


class Speaks(Enum):
    """What answers at an address."""

    NOTHING = "nothing listens"
    KAFKA = "Kafka in clear"
    TLS = "TLS"
    OTHER = "something that is not Kafka"


def what_speaks(host: str, port: int) -> Speaks:
    """Opens one or two connections and closes them. Blocks up to `SECONDS` for each."""
    try:
        socket.create_connection((host, port), SECONDS).close()
    except OSError:
        return Speaks.NOTHING
    if _answers_as_kafka(host, port):
        return Speaks.KAFKA
    return Speaks.TLS if _shakes_hands(host, port) else Speaks.OTHER


def can_resolve(host: str) -> bool:
    """Whether this machine knows an address of that name."""
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return True


def _answers_as_kafka(host: str, port: int) -> bool:
    """Asks for the versions of the protocol, which a broker answers even before a user has said who he is."""
    body = struct.pack(f">hhih{len(_CLIENT)}s", _API_VERSIONS, 0, _CORRELATION, len(_CLIENT), _CLIENT)
    try:
        with socket.create_connection((host, port), SECONDS) as connection:
            connection.sendall(struct.pack(">i", len(body)) + body)
            head = connection.recv(8, socket.MSG_WAITALL)
    except OSError:
        return False
    return len(head) == 8 and struct.unpack(">ii", head)[1] == _CORRELATION


def _shakes_hands(host: str, port: int) -> bool:
    context = ssl.create_default_context()
    # Only whether TLS is spoken is asked; nothing is sent over it.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((host, port), SECONDS) as connection, context.wrap_socket(connection):
            return True
    except ssl.SSLError as error:
        # A server that wants a certificate of ours speaks TLS as well.
        return "CERTIFICATE_REQUIRED" in str(error) or "HANDSHAKE_FAILURE" in str(error)
    except OSError:
        return False
