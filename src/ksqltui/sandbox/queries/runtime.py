"""Owns a query at work: its tasks, how far it has read each partition, and its materialised rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.log import Log
from ksqltui.sandbox.operators.events import ErrorReport, Event, Forward, RecordContext
from ksqltui.sandbox.operators.tables import StoredRow
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.queries.assembly import Assembly
from ksqltui.sandbox.queries.joining import Entry
from ksqltui.sandbox.queries.reader import RowReader
from ksqltui.sandbox.queries.task import Task


@dataclass(slots=True)
class Position:
    """How far one partition of a topic has been read; `stop` is where a pull query on a stream ends."""

    topic: str
    partition: int
    offset: int
    reader: RowReader
    process: Forward
    stop: int | None = None


class QueryRuntime:
    """Reads, processes and commits one query. Synchronous: whoever owns it decides when it works and how much."""

    def __init__(
        self,
        plan: QueryPlan,
        write: Forward,
        *,
        log: Log,
        clock: Clock,
        policies: Policies,
        errors: ErrorReport,
        readers: tuple[RowReader, ...],
        context: RecordContext,
        projects_all: bool,
        stops_at_end: bool = False,
    ) -> None:
        self._plan = plan
        self._log = log
        self._clock = clock
        self._policies = policies
        self._context = context
        sources = [item.source for item in plan.inputs.items]
        assembly = Assembly(
            plan,
            write,
            clock=clock,
            policies=policies,
            errors=errors,
            partition_counts=[len(log.topic(source.topic).partitions) for source in sources],
            projects_all=projects_all,
        )
        self._assembly = assembly
        self._tasks: list[Task] = assembly.tasks
        self.positions = [
            Position(
                source.topic,
                place.index,
                place.start if stops_at_end or source.is_table or policies.from_beginning else place.end,
                reader,
                entry(place.index),
                place.end if stops_at_end else None,
            )
            for source, reader, entry in _tables_first(sources, readers, assembly.entries)
            for place in log.topic(source.topic).partitions
        ]

    def read(self, limit: int) -> int:
        """Process at most `limit` records of each partition; how many there were."""
        count = 0
        for position in self.positions:
            if not self._log.has_topic(position.topic):
                continue
            place = self._log.topic(position.topic).partitions[position.partition]
            wanted = limit if position.stop is None else min(limit, position.stop - position.offset)
            if wanted <= 0 or position.offset >= place.end:
                continue
            records = place.read(position.offset, wanted)
            read, process = position.reader.read, position.process
            for record in records:
                self._context.headers = record.headers
                event = read(record)
                if event is not None:
                    process(event)
            if records:
                position.offset = records[-1].offset + 1
                count += len(records)
        return count

    def go_on_from(self, earlier: QueryRuntime) -> None:
        """Read on where the query that this one replaces has stopped."""
        reached = {(position.topic, position.partition): position.offset for position in earlier.positions}
        for position in self.positions:
            position.offset = reached.get((position.topic, position.partition), position.offset)

    @property
    def has_unread(self) -> bool:
        return any(
            self._log.has_topic(position.topic)
            and position.offset < self._log.topic(position.topic).partitions[position.partition].end
            for position in self.positions
        )

    @property
    def is_at_stop(self) -> bool:
        """Whether a query that stops at the end has read all it may."""
        return all(position.stop is not None and position.offset >= position.stop for position in self.positions)

    def commit(self) -> None:
        """Commit the tasks that are due."""
        now = self._clock.now_ms()
        self._context.headers = ()
        for task in self._tasks:
            task.commit(now, self._policies.commit_interval_ms)

    @property
    def next_commit_ms(self) -> int | None:
        """When the next commit that has something to forward is due."""
        return min((task.next_commit_ms for task in self._tasks if task.is_dirty), default=None)

    def materialised(self, partition: int | None = None) -> Iterator[StoredRow]:
        """The rows of the result's table as they are now, cached ones too; of one partition where it is given."""
        yield from self._assembly.materialised(partition)


def discard(event: Event) -> None:
    """The end of a query whose rows go nowhere: it only keeps its state."""


def _tables_first(
    sources: list[Source], readers: tuple[RowReader, ...], entries: list[Entry]
) -> list[tuple[Source, RowReader, Entry]]:
    """A stream's history meets a table that is there already."""
    inputs = list(zip(sources, readers, entries, strict=True))
    return sorted(inputs, key=lambda found: not found[0].is_table)
