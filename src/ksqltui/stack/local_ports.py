"""Owns whether a port of this machine is free; knows no stack."""

from __future__ import annotations

import errno
import socket


def is_port_free(port: int, address: str = "") -> bool:
    """Whether a server could listen on it now; blocks for no longer than a system call.

    A port that may not be bound for another reason (below 1024 without the right to) counts as free: Docker's own
    words say more.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        # Docker's proxy sets it too: connections that are ending do not hold the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except OSError as error:
            return error.errno != errno.EADDRINUSE
    return True
