"""Owns asking an address by hand what it speaks, for when the client only says that it was not reached."""

from __future__ import annotations

import socket
import ssl
import struct
from enum import Enum

SECONDS = 2.0
LONGEST_ANSWER = 1_000_000
_METADATA, _API_VERSIONS, _CORRELATION, _CLIENT = 3, 18, 424242, b"ksqltui"


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


def advertised_brokers(host: str, port: int) -> tuple[tuple[str, int], ...]:
    """Where the brokers say that they are, asked in clear of one of them.

    Empty where it hangs up on that question, as it does while it waits for a user to say who he is. The client itself
    is no help here: it may look for the brokers at those very addresses before it tells them.
    """
    # Metadata version 1 for no topics: a list of brokers as id, host, port and rack comes first in the answer.
    answer = _asked(host, port, _METADATA, 1, struct.pack(">i", 0))
    try:
        (count,) = struct.unpack_from(">i", answer, 0)
        at, found = 4, []
        for _ in range(count):
            id, length = struct.unpack_from(">ih", answer, at)
            at += 6 + length
            name = answer[at - length : at].decode()
            number, rack = struct.unpack_from(">ih", answer, at)
            at += 6 + max(0, rack)
            found.append((id, name, number))
    except (struct.error, UnicodeDecodeError):
        return ()
    return tuple((name, number) for _, name, number in sorted(found))


def _answers_as_kafka(host: str, port: int) -> bool:
    """Asks for the versions of the protocol, which a broker answers even before a user has said who he is."""
    return bool(_asked(host, port, _API_VERSIONS, 0, b""))


def _asked(host: str, port: int, api: int, version: int, body: bytes) -> bytes:
    """The body of a broker's answer to one request in clear; empty where none came."""
    request = struct.pack(f">hhih{len(_CLIENT)}s", api, version, _CORRELATION, len(_CLIENT), _CLIENT) + body
    try:
        with socket.create_connection((host, port), SECONDS) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            head = connection.recv(8, socket.MSG_WAITALL)
            if len(head) < 8:
                return b""
            length, correlation = struct.unpack(">ii", head)
            if correlation != _CORRELATION or not 4 < length < LONGEST_ANSWER:
                return b""
            return connection.recv(length - 4, socket.MSG_WAITALL)
    except OSError:
        return b""


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
