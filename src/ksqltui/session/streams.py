"""Owns the life of a SELECT or PRINT from request to end; knows the server as a port only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from ksqltui.model.errors import KsqlError
from ksqltui.model.stream import Ended, EndReason, Header, Lines, Rows, StreamEvent
from ksqltui.session.identity import KeyFacts, RowIdentity, ask_key_facts, header_key_facts, row_identity
from ksqltui.session.intake import Intake, Limits
from ksqltui.session.local_statements import SessionValues
from ksqltui.session.ports import KsqlServer
from ksqltui.session.query_run import QueryRun, RowReader, RunState
from ksqltui.session.routing import Route
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind
from ksqltui.sql.syntax import Query

Clock = Callable[[], float]
"""Gives wall seconds."""

LONGEST_EXPLAIN = 5.0
"""Seconds that the first row waits for EXPLAIN; a server at ease answers in 0.4 s."""


async def follow(
    run: QueryRun,
    way: Route,
    server: KsqlServer,
    values: SessionValues,
    limits: Limits,
    reader: RowReader | None,
    clock: Clock,
) -> None:
    """Streams the statement into the run until it ends. Raises KsqlError where it is refused or lost."""
    query = way.statement if isinstance(way.statement, Query) else None
    needs_identity = reader is None or reader.needs_identity
    asks = query is not None and way.kind is StatementKind.PUSH_QUERY and needs_identity
    intake = Intake(run, row_limit=limits.rows, reader=reader, clock=clock)
    stream = _Stream(run, query, intake, needs_identity=needs_identity, clock=clock)
    facts = asyncio.create_task(ask_key_facts(query, run.statement, server, values)) if asks and query else None
    try:
        async with asyncio.timeout(limits.seconds) as deadline:
            async with server.stream(run.statement, properties=values.properties, variables=values.variables) as events:
                await stream.take(events, facts)
    except TimeoutError:
        if not deadline.expired():
            raise
        run.end(
            RunState.LIMIT_REACHED, now=clock(), note=Told("time limit of {seconds} s", seconds=f"{limits.seconds:g}")
        )
    finally:
        if facts is not None:
            facts.cancel()
            await asyncio.gather(facts, return_exceptions=True)


class _Stream:
    """One answer on its way into a run."""

    def __init__(
        self, run: QueryRun, query: Query | None, intake: Intake, *, needs_identity: bool, clock: Clock
    ) -> None:
        self._run = run
        self._query = query
        self._intake = intake
        self._needs_identity = needs_identity
        self._clock = clock

    async def take(self, events: AsyncIterator[StreamEvent], facts: asyncio.Task[KeyFacts] | None) -> None:
        run = self._run
        async for event in events:
            match event:
                case Header():
                    self._intake.open(event, await self._identity(event, facts))
                case Rows():
                    await self._intake.rows(event)
                case Lines():
                    self._intake.lines(event)
                case Ended():
                    self._end(event)
            if not run.is_live:
                return
        run.end(RunState.FINISHED, now=self._clock())

    async def _identity(self, header: Header, facts: asyncio.Task[KeyFacts] | None) -> RowIdentity:
        if self._query is None or not self._needs_identity:
            return RowIdentity()
        if facts is None:
            return row_identity(self._query, header_key_facts(header.columns), header.columns)
        try:
            async with asyncio.timeout(LONGEST_EXPLAIN):
                known = await asyncio.shield(facts)
        except (KsqlError, TimeoutError):
            return RowIdentity(note=Told("every row is new: the server did not say what makes a row"))
        return row_identity(self._query, known, header.columns)

    def _end(self, event: Ended) -> None:
        run = self._run
        if event.reason is EndReason.LIMIT_REACHED:
            run.end(RunState.LIMIT_REACHED, now=self._clock())
        elif event.reason is EndReason.CLOSED and run.kind is StatementKind.PUSH_QUERY:
            run.end(RunState.FINISHED, now=self._clock(), note=Told("the server ended the query"))
        else:
            run.end(RunState.FINISHED, now=self._clock())
