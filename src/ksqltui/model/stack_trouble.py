"""Owns what can be wrong with Docker and the stack, as an error with a kind and advice; finds none of it out."""

from __future__ import annotations

from enum import Enum

from ksqltui.model.errors import KsqlError


class StackTrouble(Enum):
    """What is wrong; the value is the code that `-o json` shows."""

    NO_DOCKER = "no-docker"
    NO_PERMISSION = "no-permission"
    ENGINE_STOPPED = "engine-stopped"
    WRONG_HOST = "wrong-host"
    NO_COMPOSE = "no-compose"
    OLD_COMPOSE = "old-compose"
    COMPOSE_FILE = "compose-file"
    PORT_TAKEN = "port-taken"
    NAME_TAKEN = "name-taken"
    NO_ROOM = "no-room"
    SERVICE_FAILED = "service-failed"
    NO_SUCH_SERVICE = "no-such-service"
    READ_ONLY = "read-only"
    COMMAND_FAILED = "command-failed"


class StackError(KsqlError):
    """Docker or compose said no, or is not there; `service` names the one it is about, if any."""

    def __init__(self, trouble: StackTrouble, message: str, advice: str = "", *, service: str = "") -> None:
        super().__init__(message, advice=advice)
        self.trouble = trouble
        self.service = service
