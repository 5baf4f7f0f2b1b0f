"""Owns what an exception of the docker SDK means to a person: what is wrong and what to do; catches nothing itself."""

from __future__ import annotations

from docker.errors import APIError, DockerException, NotFound

from ksqltui.model.stack_progress import advice_for
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.speech.speech import Told
from ksqltui.stack.engine_address import EngineAddress

SANDBOX_ADVICE = Told("Or take the sandbox, which needs none: ksqltui --sandbox.")


def trouble_of(error: Exception, address: EngineAddress) -> StackError:
    """The error in words. The SDK wraps its causes, so all of them are looked at."""
    if isinstance(error, NotFound):
        advice = Told("`ksqltui stack status` lists what is there.")
        return StackError(StackTrouble.NO_SUCH_SERVICE, _told(error), advice)
    if isinstance(error, APIError):
        return StackError(
            StackTrouble.COMMAND_FAILED, Told("Docker said: {words}", words=_told(error)), advice_for(_told(error))
        )
    where = Told("{host}, from {source}", host=address.host, source=address.source)
    causes = list(_causes(error))
    text = " ".join(str(cause) for cause in causes)
    if any(isinstance(cause, PermissionError) for cause in causes) or "Permission denied" in text:
        return StackError(
            StackTrouble.NO_PERMISSION,
            Told("Docker is here, but this user may not use it ({where}).", where=where),
            Told(
                "Join its group with `sudo usermod -aG docker $USER` and log in again. {sandbox}",
                sandbox=SANDBOX_ADVICE,
            ),
        )
    if any(isinstance(cause, FileNotFoundError) for cause in causes) or "No such file or directory" in text:
        if address.source == "DOCKER_HOST":
            return _wrong_host(where, Told("there is no such socket"))
        return StackError(
            StackTrouble.NO_DOCKER,
            Told("No Docker engine was found ({where}).", where=where),
            Told("Install Docker or start Docker Desktop, Colima or Podman. {sandbox}", sandbox=SANDBOX_ADVICE),
        )
    if "Connection refused" in text or any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        if address.host.startswith("tcp://"):
            return _wrong_host(where, Told("nothing listens there"))
        return StackError(
            StackTrouble.ENGINE_STOPPED,
            Told("The Docker engine does not answer: it is stopped ({where}).", where=where),
            Told(
                "Start it with `sudo systemctl start docker`, or start Docker Desktop. {sandbox}",
                sandbox=SANDBOX_ADVICE,
            ),
        )
    if "paramiko" in text:
        return StackError(
            StackTrouble.WRONG_HOST,
            Told("An engine over ssh:// needs one more package ({where}).", where=where),
            Told(
                "Install it with `pip install 'docker[ssh]'`, or forward the socket: "
                "ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix:///tmp/docker.sock."
            ),
        )
    if _is_host_trouble(error, text):
        return _wrong_host(where, _first_line(text))
    return StackError(
        StackTrouble.ENGINE_STOPPED,
        Told("The Docker engine was lost ({where}): {why}", where=where, why=_first_line(text)),
    )


def _wrong_host(where: str, why: str) -> StackError:
    return StackError(
        StackTrouble.WRONG_HOST,
        Told("The Docker engine cannot be reached ({where}): {why}.", where=where, why=why),
        Told(
            "Write DOCKER_HOST as unix:///path/to/docker.sock or tcp://host:2375, or unset it. {sandbox}",
            sandbox=SANDBOX_ADVICE,
        ),
    )


def _is_host_trouble(error: Exception, text: str) -> bool:
    hints = ("Name or service not known", "Invalid bind", "bind address", "timed out", "not known", "Unsupported")
    return isinstance(error, DockerException) and any(hint in text for hint in hints)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or each in found:
            continue
        found.append(each)
        waiting += [each.__cause__, each.__context__]
        waiting += [part for part in each.args if isinstance(part, BaseException)]
    return found


def _told(error: APIError) -> str:
    return str(error.explanation or error)


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]
