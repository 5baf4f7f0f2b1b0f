"""Owns the queries that a client reads: push queries and pull queries on streams; they work when they are read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.queries.outputs import ClientOutput
from ksqltui.sandbox.queries.persistent import BLOCK
from ksqltui.sandbox.queries.runtime import QueryRuntime
from ksqltui.sandbox.results import OutputRow, QueryKind
from ksqltui.sandbox.types import Schema

LIMIT_REACHED = "Limit Reached"
COMPLETED = "Query Completed"


class ClientQuery:
    """A push query, or a pull query on a stream, which ends where the topic ended when it began.

    `on_progress` is called when records were read, because a commit may be due earlier than before.
    """

    is_pull_on_table = False

    def __init__(
        self,
        query_id: str,
        kind: QueryKind,
        text: str,
        plan: QueryPlan,
        runtime: QueryRuntime,
        output: ClientOutput,
        consumer_group: str,
        *,
        on_close: Callable[[ClientQuery], None],
        on_progress: Callable[[], None],
    ) -> None:
        self.id = query_id
        self.kind = kind
        self.text = text
        self.plan = plan
        self.schema: Schema = plan.client_schema
        self.sources = plan.source_names
        self.consumer_group = consumer_group
        self.end_reason: str | None = None
        self.runtime = runtime
        self._output = output
        self._on_close = on_close
        self._on_progress = on_progress
        self._closed = False
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something may have changed: records came, or a commit is due."""
        self._wake.set()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._on_close(self)
            self._wake.set()

    async def batches(self) -> AsyncIterator[Sequence[OutputRow]]:
        while not self._closed:
            self._wake.clear()
            count = 0
            if not self._output.is_full:
                self.runtime.commit()
                count = self.runtime.read(BLOCK)
            rows = self._output.take()
            if rows:
                yield rows
            if self._output.is_full:
                self._end(LIMIT_REACHED)
            elif self.kind is QueryKind.PULL and self.runtime.is_at_stop:
                self._end(COMPLETED)
            elif count:
                self._on_progress()
                await asyncio.sleep(0)
            else:
                await self._wake.wait()

    def _end(self, reason: str) -> None:
        self.end_reason = reason
        self.close()
