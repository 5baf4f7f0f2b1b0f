"""Owns what client commands change in a session, and what they ask of the one who shows it; carries nothing out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ksqltui.model.writers.protocol import PLAIN, Format, Style

if TYPE_CHECKING:
    from ksqltui.model.history import HistoryEntry
    from ksqltui.session.spool import Spool

DEEPEST_SCRIPT = 16
"""How many scripts may run each other: a script that runs itself must end."""


@dataclass(slots=True)
class ClientState:
    """How results are written, where they are written to besides (`spool`), and who knows what has run before."""

    format: Format = Format.TABLE
    style: Style = PLAIN
    spool: Spool | None = None
    history: Callable[[], Awaitable[Sequence[HistoryEntry]]] | None = None


@dataclass(frozen=True, slots=True)
class ClearScreen:
    """What is shown of former results is to go."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The session is to end."""


@dataclass(frozen=True, slots=True)
class GoToServer:
    """Another server is to be asked from now on, with the properties and variables of this session."""

    address: str


@dataclass(frozen=True, slots=True)
class RunStatements:
    """The statements of `text` are to be run, one after the other, as if they stood here; it came from `origin`.

    `depth` counts the scripts around them, this one included.
    """

    origin: str
    text: str
    depth: int


Effect = ClearScreen | Leave | GoToServer | RunStatements
"""What only the one who shows a session can do: a run that has ended without an error may ask it."""
