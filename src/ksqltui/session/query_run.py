"""Owns the state of one statement's life, for screens to watch; knows nothing of how the server is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from ksqltui.model.entities import Entity
from ksqltui.model.errors import KsqlError
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.sql.analysis import StatementKind

if TYPE_CHECKING:
    from ksqltui.model.results import ResultsStore
    from ksqltui.model.window_state import WindowShape
    from ksqltui.session.client_state import Effect

MAX_LINES = 100_000
"""How many lines of PRINT a run keeps; the oldest leave first."""


class RunState(Enum):
    """Where a run stands; the value is the word that a person reads."""

    STARTING = "starting"
    STREAMING = "streaming"
    FINISHED = "finished"
    LIMIT_REACHED = "limit reached"
    STOPPED = "stopped by you"
    FAILED = "failed"
    LOST = "connection lost"

    @property
    def is_live(self) -> bool:
        return self in (RunState.STARTING, RunState.STREAMING)


class ReaderGone(Exception):
    """Raised by a RowReader that can take no more: the run is stopped."""


class RowReader(Protocol):
    """Takes the rows or lines of a run as they come, in place of the run's own store. May raise ReaderGone.

    Only where it `needs_identity` the server is asked which columns make a row; they come as indexes then.
    """

    @property
    def needs_identity(self) -> bool: ...

    def opened(self, columns: tuple[ResultColumn, ...], identity: tuple[int, ...]) -> None: ...

    def rows(self, rows: Sequence[Row]) -> None: ...

    def lines(self, lines: Sequence[str]) -> None: ...


class RunListener(Protocol):
    """Hears what a run does, after the run itself has it: a recorder. It must return at once and never raise."""

    def opened(self) -> None:
        """The run streams; the columns of a SELECT are known."""
        ...

    def rows(self, rows: Sequence[Row], received: float, size: int) -> None:
        """Rows came at `received`, in wall seconds, in `size` bytes."""
        ...

    def lines(self, lines: Sequence[str], received: float, size: int) -> None: ...

    def ended(self) -> None: ...


class QueryRun:
    """One statement from the moment it is sent; read it freely, only the session writes to it.

    `place` is the statement's offset in its buffer; `started_at` and `ended_at` are wall seconds. `store` comes with
    the header of a SELECT, `lines` grow with PRINT, `entities` are what any other statement answered and `messages`
    are words of our own about it (what SET changed, warnings of the server). `version` rises with every change.
    """

    def __init__(self, number: int, statement: str, *, title: str, kind: StatementKind, place: int, now: float) -> None:
        self.number = number
        self.statement = statement
        self.title = title
        self.kind = kind
        self.place = place
        self.from_beginning = False
        self.state = RunState.STARTING
        self.error: KsqlError | None = None
        self.store: ResultsStore | None = None
        self.columns: tuple[ResultColumn, ...] = ()
        self.lines: list[str] = []
        self.lines_dropped = 0
        self.entities: tuple[Entity, ...] = ()
        self.messages: list[str] = []
        self.started_at = now
        self.ended_at: float | None = None
        self.query_id = ""
        self.rows_received = 0
        self.bytes_received = 0
        self.hides_window = False
        """The rows have a window that the projection does not show, so they cannot be told apart by key."""
        self.windows: WindowShape | None = None
        """Where the rows show their windows, if they have any."""
        self.identity_note = ""
        """What makes a row, in words: "one row per WS, NAME"."""
        self.effect: Effect | None = None
        """What is left to do for the one who shows the session, once the run has ended without an error."""
        self.end_note = ""
        """Why it ended where the state alone does not say it: "time limit of 8 s"."""
        self._listeners: list[RunListener] = []
        self._changes = 0
        self._task: asyncio.Task[None] | None = None
        self._stop_asked = False

    @property
    def version(self) -> int:
        return self._changes + (self.store.version if self.store is not None else 0)

    @property
    def is_live(self) -> bool:
        return self.state.is_live

    @property
    def is_streamed(self) -> bool:
        """Whether it answers with rows or lines and not with entities."""
        return self.kind in (StatementKind.PULL_QUERY, StatementKind.PUSH_QUERY, StatementKind.PRINT)

    async def stop(self) -> None:
        """Closes the connection at once, which ends the query on the server; does nothing to a run that has ended."""
        self.ask_to_stop()
        await self.wait()

    def ask_to_stop(self) -> None:
        """As `stop`, and does not wait for the end."""
        if self.is_live and self._task is not None:
            self._stop_asked = True
            self._task.cancel()

    async def wait(self) -> None:
        """Returns when the run has ended, in whatever way; never raises what the run met."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def listen(self, listener: RunListener) -> None:
        """From now on the listener hears what comes, until it leaves or the run ends."""
        self._listeners.append(listener)

    def leave(self, listener: RunListener) -> None:
        """Ends `listen`; does nothing for who does not listen."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    # What follows is for the session alone.

    def begin(self, task: asyncio.Task[None]) -> None:
        self._task = task

    @property
    def stop_asked(self) -> bool:
        return self._stop_asked

    def touch(self) -> None:
        self._changes += 1

    def say(self, message: str) -> None:
        self.messages.append(message)
        self.touch()

    def add_lines(self, lines: Sequence[str], size: int) -> None:
        self.lines.extend(lines)
        extra = len(self.lines) - MAX_LINES
        # Cut in slices: one removal at the front moves the whole list.
        if extra > MAX_LINES // 16:
            del self.lines[:extra]
            self.lines_dropped += extra
        self.bytes_received += size
        self.touch()

    def end(self, state: RunState, *, now: float, error: KsqlError | None = None, note: str = "") -> None:
        self.state = state
        self.error = error
        self.end_note = note
        self.ended_at = now
        self.touch()
        listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.ended()

    def tell_opened(self) -> None:
        self.touch()
        for listener in self._listeners:
            listener.opened()

    def tell_rows(self, rows: Sequence[Row], received: float, size: int) -> None:
        self.touch()
        for listener in self._listeners:
            listener.rows(rows, received, size)

    def tell_lines(self, lines: Sequence[str], received: float, size: int) -> None:
        self.touch()
        for listener in self._listeners:
            listener.lines(lines, received, size)
