"""Owns the life of a SELECT or PRINT from request to end; knows the server as a port only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ksqltui.model.errors import KsqlError
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import Ended, EndReason, Header, Lines, Rows, StreamEvent
from ksqltui.session.identity import KeyFacts, RowIdentity, ask_key_facts, header_key_facts, row_identity
from ksqltui.session.local_statements import SessionValues
from ksqltui.session.ports import KsqlServer
from ksqltui.session.query_run import QueryRun, RowReader, RunState
from ksqltui.session.routing import Route
from ksqltui.sql.analysis import StatementKind
from ksqltui.sql.syntax import Query

_Item = TypeVar("_Item")

ROWS_PER_STEP = 2000
"""How many rows the store takes before the loop may do something else: about 2 ms."""

LONGEST_EXPLAIN = 5.0
"""Seconds that the first row waits for EXPLAIN; a server at ease answers in 0.4 s."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a stream from our side: a number of rows or lines, a time in seconds."""

    rows: int | None = None
    seconds: float | None = None


async def follow(
    run: QueryRun,
    way: Route,
    server: KsqlServer,
    values: SessionValues,
    limits: Limits,
    reader: RowReader | None,
    clock: Callable[[], float],
) -> None:
    """Streams the statement into the run until it ends. Raises KsqlError where it is refused or lost."""
    query = way.statement if isinstance(way.statement, Query) else None
    asks = query is not None and way.kind is StatementKind.PUSH_QUERY and reader is None
    stream = _Stream(run, query, limits, reader, clock)
    facts = asyncio.create_task(ask_key_facts(query, run.statement, server, values)) if asks and query else None
    try:
        async with asyncio.timeout(limits.seconds) as deadline:
            async with server.stream(run.statement, properties=values.properties, variables=values.variables) as events:
                await stream.take(events, facts)
    except TimeoutError:
        if not deadline.expired():
            raise
        run.end(RunState.LIMIT_REACHED, now=clock(), note=f"time limit of {limits.seconds:g} s")
    finally:
        if facts is not None:
            facts.cancel()
            await asyncio.gather(facts, return_exceptions=True)


class _Stream:
    """One answer on its way into a run."""

    def __init__(
        self,
        run: QueryRun,
        query: Query | None,
        limits: Limits,
        reader: RowReader | None,
        clock: Callable[[], float],
    ) -> None:
        self._run = run
        self._query = query
        self._limit = limits.rows
        self._reader = reader
        self._clock = clock

    async def take(self, events: AsyncIterator[StreamEvent], facts: asyncio.Task[KeyFacts] | None) -> None:
        run = self._run
        async for event in events:
            match event:
                case Header():
                    await self._open(event, facts)
                case Rows():
                    await self._rows(event)
                case Lines():
                    self._lines(event)
                case Ended():
                    self._end(event)
            if not run.is_live:
                return
        run.end(RunState.FINISHED, now=self._clock())

    async def _open(self, header: Header, facts: asyncio.Task[KeyFacts] | None) -> None:
        run = self._run
        run.query_id = header.query_id
        run.columns = header.columns
        if self._reader is not None:
            self._reader.opened(header.columns)
        else:
            identity = await self._identity(header, facts)
            run.hides_window = identity.hides_window
            run.identity_note = identity.note
            run.windows = identity.windows
            run.store = ResultsStore(header.columns, identity.columns)
        self._streaming()

    async def _identity(self, header: Header, facts: asyncio.Task[KeyFacts] | None) -> RowIdentity:
        if self._query is None:
            return RowIdentity()
        if facts is None:
            return row_identity(self._query, header_key_facts(header.columns), header.columns)
        try:
            async with asyncio.timeout(LONGEST_EXPLAIN):
                known = await asyncio.shield(facts)
        except (KsqlError, TimeoutError):
            return RowIdentity(note="every row is new: the server did not say what makes a row")
        return row_identity(self._query, known, header.columns)

    async def _rows(self, event: Rows) -> None:
        run = self._run
        rows = self._within_limit(event.rows)
        received = self._clock()
        run.bytes_received += event.size
        for start in range(0, len(rows), ROWS_PER_STEP):
            step = rows[start : start + ROWS_PER_STEP]
            if self._reader is not None:
                self._reader.rows(step)
            elif run.store is not None:
                run.store.apply(step, received, event.size if start == 0 else 0)
            run.rows_received += len(step)
            run.touch()
            if len(rows) > ROWS_PER_STEP:
                await asyncio.sleep(0)
        self._end_at_limit()

    def _lines(self, event: Lines) -> None:
        run = self._run
        if run.state is RunState.STARTING:
            self._streaming()
        lines = self._within_limit(event.lines)
        if self._reader is not None:
            self._reader.lines(lines)
        else:
            run.add_lines(lines, event.size)
        run.rows_received += len(lines)
        run.touch()
        self._end_at_limit()

    def _within_limit(self, items: Sequence[_Item]) -> Sequence[_Item]:
        return items if self._limit is None else items[: max(0, self._limit - self._run.rows_received)]

    def _end_at_limit(self) -> None:
        if self._limit is not None and self._run.rows_received >= self._limit:
            self._run.end(RunState.LIMIT_REACHED, now=self._clock())

    def _end(self, event: Ended) -> None:
        run = self._run
        if event.reason is EndReason.LIMIT_REACHED:
            run.end(RunState.LIMIT_REACHED, now=self._clock())
        elif event.reason is EndReason.CLOSED and run.kind is StatementKind.PUSH_QUERY:
            run.end(RunState.FINISHED, now=self._clock(), note="the server ended the query")
        else:
            run.end(RunState.FINISHED, now=self._clock())

    def _streaming(self) -> None:
        self._run.state = RunState.STREAMING
        self._run.touch()
