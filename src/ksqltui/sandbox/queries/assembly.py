"""Owns putting a plan's operators together into tasks: one per source partition, one per group partition."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.operators.aggregate import Aggregates, GroupAggregate
from ksqltui.sandbox.operators.cache import ChangeCache
from ksqltui.sandbox.operators.emission import EmitPace
from ksqltui.sandbox.operators.events import ErrorReport, Event, Forward
from ksqltui.sandbox.operators.grouping import GroupKeys, StreamGrouping, TableGrouping
from ksqltui.sandbox.operators.sessions import SessionAggregate
from ksqltui.sandbox.operators.stateless import (
    Expansion,
    Predicate,
    Projection,
    Rekeying,
    RowMaker,
    StreamFilter,
    TableFilter,
)
from ksqltui.sandbox.operators.tables import StoredRow, TableState
from ksqltui.sandbox.operators.windows import WindowAggregate
from ksqltui.sandbox.partitioner import partition_of
from ksqltui.sandbox.planning.aggregation import Aggregation
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.planning.trees import column_names
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.queries.internal_keys import internal_key_serializer
from ksqltui.sandbox.queries.joining import Entry, Joins
from ksqltui.sandbox.queries.task import Store, Task

_COMMIT_STAGGER_MS = 12


class Assembly:
    """The tasks of one query. Tasks commit a little apart from each other, as threads of a real server do."""

    def __init__(
        self,
        plan: QueryPlan,
        write: Forward,
        *,
        clock: Clock,
        policies: Policies,
        errors: ErrorReport,
        partition_counts: list[int],
        projects_all: bool,
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._policies = policies
        self._errors = errors
        self._first_commit_ms = clock.now_ms() + policies.commit_interval_ms
        columns = plan.results if projects_all else plan.value_columns
        self._project = RowMaker([column.value for column in columns], "Project", errors)
        self._write = write
        self._having = Predicate(plan.having, "Aggregate.HavingFilter", errors) if plan.having else None
        self._where = Predicate(plan.where, "WhereFilter", errors) if plan.where else None
        self.group_tasks: list[Task] = []
        self.source_tasks: list[Task] = []
        self.entries: list[Entry] = [self._source_entry]
        self._partitions = partition_counts[0]
        if plan.join is not None:
            joins = Joins(
                plan,
                plan.join,
                partition_counts,
                self._source_entry,
                clock=clock,
                emit_interval_ms=policies.emit_interval_ms,
            )
            self.entries, self._partitions = joins.entries, joins.partitions
        if plan.aggregation is not None:
            self.group_tasks = [self._group_task(index, plan.aggregation) for index in range(self._partitions)]
        self.source_tasks = [self._source_task(index) for index in range(self._partitions)]
        self.tasks = [*self.source_tasks, *self.group_tasks]

    def materialised(self, partition: int | None) -> Iterator[StoredRow]:
        """The rows of the result's table: what the stores hold, filtered and projected."""
        predicate = self._having if self.group_tasks else self._where
        tasks = self.group_tasks or self.source_tasks
        for task in tasks if partition is None else [tasks[partition]]:
            if task.store is None:
                continue
            for stored in task.store.rows():
                if predicate is None or predicate.holds(stored.row):
                    yield StoredRow(stored.key, self._project.make(stored.row), stored.timestamp, stored.window)

    def _source_entry(self, index: int) -> Forward:
        """The way into what follows the source, or the last join; the task is made later than the way to it."""

        def process(event: Event) -> None:
            self.source_tasks[index].process(event)

        return process

    # --- tasks -----------------------------------------------------------------------------------------------------

    def _commit_ms(self, place: int) -> int:
        return self._first_commit_ms + place * _COMMIT_STAGGER_MS

    def _source_task(self, index: int) -> Task:
        plan = self._plan
        task = Task(_nowhere, self._commit_ms(index))
        forward = self._after_filter(index)
        is_table = plan.inputs.left.source.is_table
        if self._where is not None:
            operator = TableFilter(self._where, forward) if is_table else StreamFilter(self._where, forward)
            forward = operator.process
        if is_table:
            if self._policies.cache:
                cache = ChangeCache(forward)
                task.caches.append(cache)
                forward = cache.process
            state = TableState(forward)
            task.store = state
            forward = state.process
        task.process = forward
        return task

    def _after_filter(self, index: int) -> Forward:
        """What follows WHERE: the way to the groups, or the projection."""
        plan = self._plan
        if plan.aggregation is not None:
            return self._grouping(plan.aggregation, index)
        forward = Projection(self._project, self._write).process
        if plan.repartition_by is not None:
            key_columns = {column.name for column in plan.inputs.left.source.schema.key}
            forward = Rekeying(
                RowMaker(plan.repartition_by, "PartitionBy", self._errors),
                [column_names(plan.inputs.plain(key.qualified)) <= key_columns for key in plan.keys],
                len(plan.inputs.plain_scope().columns),
                self._project,
                self._write,
            ).process
        if plan.table_functions:
            calls = [(RowMaker(call.arguments, "FlatMap", self._errors), call.expand) for call in plan.table_functions]
            forward = Expansion(calls, forward).process
        return forward

    def _grouping(self, aggregation: Aggregation, index: int) -> Forward:
        source = self._plan.inputs.left.source
        keys = GroupKeys(tuple(key.value for key in aggregation.keys), self._errors)
        serialize = internal_key_serializer([key.type for key in aggregation.keys], source.key_format)
        names = tuple(column.name for column in source.schema.key)
        stays = self._plan.join is None and names == tuple(getattr(key.plain, "name", None) for key in aggregation.keys)
        shuffle = self._to_partition(index) if stays else self._to_group
        grouping = TableGrouping if source.is_table else StreamGrouping
        return grouping(keys, serialize, shuffle).process

    def _to_group(self, key_id: bytes, event: Event) -> None:
        self.group_tasks[partition_of(key_id, self._partitions)].process(event)

    def _to_partition(self, index: int) -> Callable[[bytes, Event], None]:
        def send(key_id: bytes, event: Event) -> None:
            self.group_tasks[index].process(event)

        return send

    def _group_task(self, index: int, aggregation: Aggregation) -> Task:
        task = Task(_nowhere, self._commit_ms(self._partitions + index))
        forward = Projection(self._project, self._write).process
        if self._having is not None:
            forward = TableFilter(self._having, forward).process
        if self._policies.cache and not self._plan.is_final:
            cache = ChangeCache(forward)
            task.caches.append(cache)
            forward = cache.process
        store = self._store(aggregation, forward)
        task.store = store
        task.process = store.process
        return task

    def _store(self, aggregation: Aggregation, forward: Forward) -> Store:
        aggregates = Aggregates(aggregation.calls)
        window = aggregation.window
        if window is None:
            return GroupAggregate(aggregates, forward)
        pace = EmitPace(self._clock, self._policies.emit_interval_ms) if self._plan.is_final else None
        if window.windowing.size_ms is None:
            return SessionAggregate(window, aggregates, forward, final=pace)
        return WindowAggregate(window, aggregates, forward, final=pace)


def _nowhere(event: Event) -> None:
    raise AssertionError("a task was used before it was put together")
