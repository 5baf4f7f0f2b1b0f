"""What the docker SDK's exceptions mean to people; the texts are those of docker 7.2 on Linux."""

from __future__ import annotations

import pytest
from docker.errors import APIError, DockerException, NotFound

from ksqltui.model.stack_trouble import StackTrouble
from ksqltui.stack.engine_address import EngineAddress
from ksqltui.stack.engine_trouble import trouble_of

SOCKET = EngineAddress("unix:///var/run/docker.sock", "the default socket")


def wrapped(cause: Exception) -> DockerException:
    error = DockerException(f"Error while fetching server API version: ('Connection aborted.', {cause!r})")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "address", "trouble", "advice"),
    [
        (PermissionError(13, "Permission denied"), SOCKET, StackTrouble.NO_PERMISSION, "usermod"),
        (wrapped(PermissionError(13, "Permission denied")), SOCKET, StackTrouble.NO_PERMISSION, "usermod"),
        (FileNotFoundError(2, "No such file"), SOCKET, StackTrouble.NO_DOCKER, "Install Docker"),
        (ConnectionRefusedError(111, "Connection refused"), SOCKET, StackTrouble.ENGINE_STOPPED, "systemctl"),
        (
            FileNotFoundError(2, "No such file"),
            EngineAddress("unix:///x", "DOCKER_HOST"),
            StackTrouble.WRONG_HOST,
            "unset",
        ),
        (
            wrapped(ConnectionRefusedError(111, "Connection refused")),
            EngineAddress("tcp://127.0.0.1:1", "DOCKER_HOST"),
            StackTrouble.WRONG_HOST,
            "tcp://host:2375",
        ),
        (
            DockerException("Install paramiko package to enable ssh:// support"),
            EngineAddress("ssh://lab", "the docker context lab"),
            StackTrouble.WRONG_HOST,
            "docker[ssh]",
        ),
        (NotFound("404", explanation="No such container: x"), SOCKET, StackTrouble.NO_SUCH_SERVICE, "status"),
        (
            APIError("500", explanation="driver failed: Bind for 0.0.0.0:9092 failed: port is already allocated"),
            SOCKET,
            StackTrouble.COMMAND_FAILED,
            "holds the port",
        ),
        (APIError("500", explanation="no space left on device"), SOCKET, StackTrouble.COMMAND_FAILED, "prune"),
    ],
)
def test_each_trouble_has_its_words(
    error: Exception, address: EngineAddress, trouble: StackTrouble, advice: str
) -> None:
    found = trouble_of(error, address)
    assert found.trouble is trouble
    assert advice in found.advice
