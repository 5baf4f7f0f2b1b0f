"""Owns the persistent queries of an engine: starting, pausing, ending, and giving each its share of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.log import Log
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.queries.runtime import QueryRuntime
from ksqltui.sandbox.results import PartitionProgress, QuerySnapshot, QueryState

BLOCK = 1000


@dataclass(slots=True)
class PersistentQuery:
    """`sink` is None for the query that materialises a SOURCE TABLE."""

    id: str
    text: str
    plan: QueryPlan
    sink: Source | None
    runtime: QueryRuntime
    state: QueryState = QueryState.RUNNING

    @property
    def consumer_group(self) -> str:
        return f"_confluent-ksql-default_query_{self.id}"

    def snapshot(self, log: Log) -> QuerySnapshot:
        return QuerySnapshot(
            id=self.id,
            text=self.text,
            sinks=(self.sink.name,) if self.sink else (),
            sink_topics=(self.sink.topic,) if self.sink else (),
            sources=self.plan.source_names,
            state=self.state,
            consumer_group=self.consumer_group,
            progress=self._progress(log),
        )

    def _progress(self, log: Log) -> dict[str, tuple[PartitionProgress, ...]]:
        progress: dict[str, list[PartitionProgress]] = {}
        for position in self.runtime.positions:
            if log.has_topic(position.topic):
                place = log.topic(position.topic).partitions[position.partition]
                entry = PartitionProgress(position.partition, place.start, place.end, position.offset)
                progress.setdefault(position.topic, []).append(entry)
        return {topic: tuple(entries) for topic, entries in progress.items()}


class PersistentQueries:
    """In the order in which they were made: a query sees what earlier ones wrote in the same round."""

    def __init__(self) -> None:
        self._queries: dict[str, PersistentQuery] = {}

    def __iter__(self) -> Iterator[PersistentQuery]:
        return iter(tuple(self._queries.values()))

    def add(self, query: PersistentQuery) -> None:
        """Add, or put in the place of the one with the same id (CREATE OR REPLACE)."""
        self._queries[query.id] = query

    def find(self, query_id: str) -> PersistentQuery | None:
        return self._queries.get(query_id)

    def named(self, query_id: str | None) -> tuple[PersistentQuery, ...]:
        """The query with this id, or all. Raises StatementError with ksqlDB's text for an unknown id."""
        if query_id is None:
            return tuple(self._queries.values())
        query = self._queries.get(query_id) or self._queries.get(query_id.upper())
        if query is None:
            raise StatementError(f"Unknown queryId: {query_id.upper()}")
        return (query,)

    def end(self, query_id: str) -> None:
        self._queries.pop(query_id, None)

    def readers_of(self, source: str) -> tuple[PersistentQuery, ...]:
        return tuple(query for query in self if source in query.plan.source_names)

    def writers_of(self, source: str) -> tuple[PersistentQuery, ...]:
        return tuple(query for query in self if query.sink is not None and query.sink.name == source)

    def work(self) -> bool:
        """One round: every running query commits what is due and reads a block. Whether there is more to read."""
        is_busy = False
        for query in self:
            if query.state is QueryState.RUNNING:
                query.runtime.commit()
                query.runtime.read(BLOCK)
        for query in self:
            is_busy = is_busy or (query.state is QueryState.RUNNING and query.runtime.has_unread)
        return is_busy

    def next_commit_ms(self) -> int | None:
        due = [query.runtime.next_commit_ms for query in self if query.state is QueryState.RUNNING]
        return min((moment for moment in due if moment is not None), default=None)
