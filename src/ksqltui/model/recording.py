"""Owns what a recording of a query is made of: its header and what came when; knows neither its text nor files.

A recording is one header, then entries in the order in which they came, then one RecordedEnd.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ksqltui.model.errors import KsqlError
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.window_state import WindowShape
from ksqltui.sql.analysis import StatementKind

FORMAT = 1
"""The number of the format that is written; greater ones are refused."""


class RecordingDamaged(KsqlError):
    """A recording that cannot be read from `line` on, counted from 1; what came before it is whole."""

    def __init__(self, message: str, *, line: int, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.line = line


@dataclass(frozen=True, slots=True)
class RecordingHeader:
    """What was recorded: `started` is in wall seconds and is the zero of the entries' `ms`.

    `kind` is one of the kinds that stream; PRINT has no `columns`. `identity` are the indexes of the columns that make
    a row, `identity_note` says it in words.
    """

    statement: str
    kind: StatementKind
    server: str
    started: float
    title: str = ""
    query_id: str = ""
    from_beginning: bool = False
    columns: tuple[ResultColumn, ...] = ()
    identity: tuple[int, ...] = ()
    identity_note: str = ""
    hides_window: bool = False
    windows: WindowShape | None = None


@dataclass(frozen=True, slots=True)
class RecordedRows:
    """Rows that came together, `ms` after the start, in `size` bytes on the wire (0 where that is not known)."""

    ms: int
    rows: tuple[Row, ...]
    size: int = 0


@dataclass(frozen=True, slots=True)
class RecordedLines:
    """Lines of PRINT that came together."""

    ms: int
    lines: tuple[str, ...]
    size: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """`count` rows or lines came here that are not in the recording."""

    ms: int
    count: int


class EndState(Enum):
    """How the recorded query, or only its recording, ended."""

    FINISHED = "finished"
    LIMIT_REACHED = "limit reached"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"
    RECORDING_STOPPED = "recording stopped"


@dataclass(frozen=True, slots=True)
class RecordedEnd:
    """The last entry; `note` and `error` are the run's own."""

    ms: int
    state: EndState
    note: str = ""
    error: KsqlError | None = None


Entry = RecordedRows | RecordedLines | Missed | RecordedEnd
