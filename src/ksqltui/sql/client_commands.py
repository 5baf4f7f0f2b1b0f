"""Owns the commands of a ksqlDB client that no server sees, as they are written; carries none of them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Help:
    """HELP: the commands, or those that have to do with `topic`."""

    topic: str = ""


@dataclass(frozen=True, slots=True)
class Clear:
    pass


@dataclass(frozen=True, slots=True)
class Exit:
    pass


@dataclass(frozen=True, slots=True)
class ListHistory:
    pass


@dataclass(frozen=True, slots=True)
class Version:
    pass


@dataclass(frozen=True, slots=True)
class Output:
    """OUTPUT: an empty `format` asks which it is."""

    format: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """SERVER: an empty `address` asks which it is."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class RequestPipelining:
    """REQUEST-PIPELINING: None asks whether it is on."""

    on: bool | None = None


@dataclass(frozen=True, slots=True)
class RunScript:
    path: str


@dataclass(frozen=True, slots=True)
class Spool:
    """SPOOL: None turns it off."""

    path: str | None


@dataclass(frozen=True, slots=True)
class SetWrap:
    """SET CLI WRAP: whether a cell that is wider than its column goes on in further lines."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetColumnWidth:
    """SET CLI COLUMN-WIDTH: cells of every column, 0 for as wide as the data."""

    cells: int


ClientCommand = (
    Help
    | Clear
    | Exit
    | ListHistory
    | Version
    | Output
    | Server
    | RequestPipelining
    | RunScript
    | Spool
    | SetWrap
    | SetColumnWidth
)

NARROWEST_COLUMN, WIDEST_COLUMN = 2, 10_000
"""Cells: one character may take two."""

USAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "HELP": "HELP [word]",
        "CLEAR": "CLEAR",
        "EXIT": "EXIT",
        "HISTORY": "HISTORY",
        "VERSION": "VERSION",
        "OUTPUT": "OUTPUT [format]",
        "SERVER": "SERVER [address]",
        "REQUEST-PIPELINING": "REQUEST-PIPELINING [ON|OFF]",
        "RUN SCRIPT": "RUN SCRIPT 'file'",
        "SPOOL": "SPOOL 'file' | SPOOL OFF",
        "SET CLI WRAP": "SET CLI WRAP ON|OFF",
        "SET CLI COLUMN-WIDTH": f"SET CLI COLUMN-WIDTH 0 | {NARROWEST_COLUMN} to {WIDEST_COLUMN}",
    }
)
"""How each command is written."""

_COMMAND: Final = re.compile(
    r"(HELP|CLEAR|EXIT|QUIT|HISTORY|VERSION|OUTPUT|SERVER|REQUEST-PIPELINING|RUN\s+SCRIPT|SPOOL"
    r"|SET\s+CLI(?:\s+[A-Z-]+)?)(?![\w-])(.*)",
    re.IGNORECASE | re.DOTALL,
)
_SWITCH: Final = {"ON": True, "OFF": False}


class ClientCommandError(ValueError):
    """A client command with something else behind it than it takes; the message says how it is written."""

    def __init__(self, usage: str, given: str) -> None:
        self.usage = usage
        self.given = given
        super().__init__(f"{given!r} does not fit: it is written {usage}.")


def client_command(text: str) -> ClientCommand | None:
    """The command that one statement is, with its `;` or without; None where it is SQL.

    Raises ClientCommandError where it is a client command and does not fit.
    """
    written = text.strip().removesuffix(";").strip()
    found = _COMMAND.fullmatch(written)
    if found is None:
        return None
    name, rest = " ".join(found[1].upper().split()), found[2].strip()
    command = _COMMANDS.get(name, _set_cli)(rest)
    if command is None:
        raise ClientCommandError(USAGE.get("EXIT" if name == "QUIT" else name, _SET_CLI), written)
    return command


_SET_CLI: Final = f"{USAGE['SET CLI WRAP']} or {USAGE['SET CLI COLUMN-WIDTH']}"


def _alone(command: ClientCommand) -> Callable[[str], ClientCommand | None]:
    return lambda rest: None if rest else command


def _output(rest: str) -> ClientCommand | None:
    word = _argument(rest)
    return None if len(word.split()) > 1 else Output(word)


def _server(rest: str) -> ClientCommand | None:
    address = _argument(rest)
    return None if len(address.split()) > 1 else Server(address)


def _pipelining(rest: str) -> ClientCommand | None:
    if not rest:
        return RequestPipelining()
    on = _SWITCH.get(_argument(rest).upper())
    return None if on is None else RequestPipelining(on)


def _run_script(rest: str) -> ClientCommand | None:
    path = _argument(rest)
    return RunScript(path) if path else None


def _spool(rest: str) -> ClientCommand | None:
    path = _argument(rest)
    if rest.upper() == "OFF":
        return Spool(None)
    return Spool(path) if path else None


def _set_wrap(rest: str) -> ClientCommand | None:
    on = _SWITCH.get(_argument(rest).upper())
    return None if on is None else SetWrap(on)


def _set_column_width(rest: str) -> ClientCommand | None:
    word = _argument(rest)
    cells = int(word) if word.isascii() and word.isdigit() else -1
    return SetColumnWidth(cells) if cells == 0 or NARROWEST_COLUMN <= cells <= WIDEST_COLUMN else None


def _set_cli(rest: str) -> ClientCommand | None:
    return None


def _argument(rest: str) -> str:
    """What stands behind a command's name, without the quotes around it."""
    if len(rest) > 1 and rest[0] == rest[-1] and rest[0] in "'\"":
        return rest[1:-1].replace(rest[0] * 2, rest[0]).strip()
    return rest


_COMMANDS: Final[Mapping[str, Callable[[str], ClientCommand | None]]] = {
    "HELP": lambda rest: Help(_argument(rest)),
    "CLEAR": _alone(Clear()),
    "EXIT": _alone(Exit()),
    "QUIT": _alone(Exit()),
    "HISTORY": _alone(ListHistory()),
    "VERSION": _alone(Version()),
    "OUTPUT": _output,
    "SERVER": _server,
    "REQUEST-PIPELINING": _pipelining,
    "RUN SCRIPT": _run_script,
    "SPOOL": _spool,
    "SET CLI WRAP": _set_wrap,
    "SET CLI COLUMN-WIDTH": _set_column_width,
}
