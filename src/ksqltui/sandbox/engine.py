"""Owns the engine as its server sees it: statements in, results out; knows no JSON, no HTTP and no SQL text."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Mapping

from ksqltui.sandbox.catalog import Catalog, Source
from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.definitions import Definitions
from ksqltui.sandbox.errors import SandboxError, StatementError
from ksqltui.sandbox.explaining import describe_plan
from ksqltui.sandbox.formats import key_serde, value_serde
from ksqltui.sandbox.functions.registry import FunctionRegistry
from ksqltui.sandbox.log import Headers, Log, Record
from ksqltui.sandbox.numbering import CommandNumbers
from ksqltui.sandbox.operators.events import RecordContext
from ksqltui.sandbox.operators.tables import StoredRow
from ksqltui.sandbox.persistent_statements import PersistentStatements
from ksqltui.sandbox.planning.insertion import plan_insertion
from ksqltui.sandbox.planning.lookups import lookup_partition
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.planning.planner import Planner
from ksqltui.sandbox.planning.pull import check_pull, check_queryable
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.processing_log import TOPIC as PROCESSING_LOG_TOPIC
from ksqltui.sandbox.processing_log import ProcessingLog, processing_log_statement
from ksqltui.sandbox.queries.client import ClientQuery
from ksqltui.sandbox.queries.launch import Launcher
from ksqltui.sandbox.queries.outputs import ClientOutput
from ksqltui.sandbox.queries.persistent import PersistentQueries
from ksqltui.sandbox.queries.printing import TopicPrinter
from ksqltui.sandbox.queries.table_pull import TablePull
from ksqltui.sandbox.results import (
    CommandResult,
    PrintedRecord,
    QueryKind,
    QueryPlanSummary,
    QuerySnapshot,
    RunningQuery,
)
from ksqltui.sql.syntax import (
    AlterSource,
    CreateAsSelect,
    CreateSource,
    CreateType,
    DropSource,
    DropType,
    InsertSelect,
    InsertValues,
    PrintTopic,
    Query,
)

Properties = Mapping[str, object]
_IDLE_ROUNDS_LIMIT = 100_000


class Engine:
    """The embedded ksqlDB. Single-threaded; every method but the iterators is synchronous.

    Methods raise SandboxError (StatementError for a refused statement) with ksqlDB's text and code.
    `properties` are the session's properties. Start `run()` as a task, or call `tick()` often.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        functions: FunctionRegistry,
        policies: Policies | None = None,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self.functions = functions
        self.policies = policies or Policies()
        self.log = Log(seed=seed)
        self.catalog = Catalog()
        self._random = random.Random(seed)
        self._numbers = CommandNumbers(self.policies.command_numbering)
        self._persistent = PersistentQueries()
        self._clients: dict[str, ClientQuery] = {}
        self._printers: set[TopicPrinter] = set()
        self._wake = asyncio.Event()
        self._planner = Planner(self.catalog, functions)
        self._launcher = Launcher(self.log, clock, functions, self.catalog, ProcessingLog(self.log, clock))
        self._definitions = Definitions(self.catalog, self.log, self.policies, self._numbers)
        self._statements = PersistentStatements(
            catalog=self.catalog,
            log=self.log,
            planner=self._planner,
            policies=self.policies,
            numbers=self._numbers,
            definitions=self._definitions,
            launcher=self._launcher,
            queries=self._persistent,
        )
        if self.policies.processing_log:
            self.log.create_topic(PROCESSING_LOG_TOPIC, 1, self.policies.replicas, {"cleanup.policy": "delete"})
            self.create_source(processing_log_statement(), {})
        self.log.listeners.append(self._on_append)

    # --- state -----------------------------------------------------------------------------------------------------

    @property
    def queries(self) -> tuple[QuerySnapshot, ...]:
        """The persistent queries in the order they were made."""
        return tuple(query.snapshot(self.log) for query in self._persistent)

    @property
    def push_queries(self) -> tuple[RunningQuery, ...]:
        """The push queries that clients read now."""
        return tuple(query for query in self._clients.values() if query.kind is QueryKind.PUSH)

    def readers_of(self, source: str) -> tuple[str, ...]:
        """Ids of the persistent queries that read this source."""
        return tuple(query.id for query in self._persistent.readers_of(source))

    def writers_of(self, source: str) -> tuple[str, ...]:
        """Ids of the persistent queries that write this source."""
        return tuple(query.id for query in self._persistent.writers_of(source))

    def sources_derived_from(self, source: str) -> tuple[str, ...]:
        """The sources that persistent queries make of this one (DESCRIBE's sourceConstraints)."""
        return tuple(
            other.name
            for other in self.catalog.sources.values()
            if other.created_by is not None
            and other.name != source
            and (query := self._persistent.find(other.created_by)) is not None
            and source in query.plan.source_names
        )

    # --- definition ------------------------------------------------------------------------------------------------

    def create_source(self, statement: CreateSource, properties: Properties) -> CommandResult:
        result, source = self._definitions.create_source(statement, properties)
        if source is not None and source.is_source_table and source.is_table:
            self._statements.materialise(source, properties)
            self._wake.set()
        return result

    def create_as(self, statement: CreateAsSelect, properties: Properties) -> CommandResult:
        result = self._statements.create_as(statement, properties)
        self._wake.set()
        return result

    def insert_select(self, statement: InsertSelect, properties: Properties) -> CommandResult:
        result = self._statements.insert_select(statement, properties)
        self._wake.set()
        return result

    def insert_values(self, statement: InsertValues, properties: Properties) -> None:
        """INSERT VALUES answers nothing."""
        source = self.catalog.source(statement.target)
        if source is None:
            raise StatementError(f"Cannot insert values into an unknown stream/table: `{statement.target}`")
        insertion = plan_insertion(statement, source, self._planner.compiler)
        key = key_serde(source.key_format, source.schema.key, source.serde_options).serialize(insertion.key)
        values = value_serde(source.value_format, source.schema.value, source.serde_options)
        self.produce(
            source.topic,
            key if source.schema.key and any(part is not None for part in insertion.key) else None,
            values.serialize(insertion.value),
            insertion.timestamp,
        )

    def drop_source(self, statement: DropSource) -> CommandResult:
        return self._definitions.drop_source(statement, self.sources_derived_from(statement.name), self._end_queries_of)

    def alter_source(self, statement: AlterSource) -> CommandResult:
        return self._definitions.alter_source(statement)

    def create_type(self, statement: CreateType) -> CommandResult:
        return self._definitions.create_type(statement)

    def drop_type(self, statement: DropType) -> CommandResult:
        return self._definitions.drop_type(statement)

    def terminate(self, query_id: str | None) -> CommandResult:
        """None means ALL; the same holds for pause and resume."""
        if query_id is not None and (client := self._clients.get(query_id)) is not None:
            client.close()
            return CommandResult(f"terminate/{query_id}/execute", "Query terminated.")
        return self._statements.terminate(query_id)

    def pause(self, query_id: str | None) -> CommandResult:
        return self._statements.pause(query_id)

    def resume(self, query_id: str | None) -> CommandResult:
        result = self._statements.resume(query_id)
        self._wake.set()
        return result

    def _end_queries_of(self, source: Source) -> None:
        """End the query that made the source. Raises StatementError where others write to it."""
        others = [query.id for query in self._persistent.writers_of(source.name) if query.id != source.created_by]
        if others:
            raise StatementError(
                f"Cannot drop {source.name}.\nThe following queries write into this source: [{', '.join(others)}].\n"
                f"You need to terminate them before dropping {source.name}."
            )
        if source.created_by is not None:
            self._persistent.end(source.created_by)

    # --- queries ---------------------------------------------------------------------------------------------------

    def start_query(self, query: Query, text: str, properties: Properties) -> RunningQuery:
        """Start a push query, or a pull query where there is no EMIT; `text` is what SHOW QUERIES shows."""
        if query.emit is not None:
            return self._start_client(self._planner.plan(query), text, properties, QueryKind.PUSH)
        source = self.catalog.source(query.source.name)
        if source is not None:
            check_pull(query)
        plan = self._planner.plan(query)
        if source is not None and source.is_table:
            return self._pull_table(plan, source, text)
        return self._start_client(plan, text, properties, QueryKind.PULL)

    def _start_client(self, plan: QueryPlan, text: str, properties: Properties, kind: QueryKind) -> ClientQuery:
        query_id = self._transient_id(plan)
        policies = self.policies.with_properties(properties)
        output = ClientOutput(plan, plan.query.limit)
        runtime = self._launcher.runtime(
            plan,
            output.write,
            query_id,
            policies,
            context=RecordContext(),
            projects_all=True,
            stops_at_end=kind is QueryKind.PULL,
        )
        group = f"_confluent-ksql-default_transient_{query_id}_{self.clock.now_ms()}"
        query = ClientQuery(
            query_id,
            kind,
            text,
            plan,
            runtime,
            output,
            group,
            on_close=self._forget_client,
            on_progress=self._wake.set,
        )
        self._clients[query_id] = query
        return query

    def _transient_id(self, plan: QueryPlan) -> str:
        return f"transient_{plan.inputs.left.source.name}_{self._random.getrandbits(63)}"

    def _forget_client(self, query: ClientQuery) -> None:
        self._clients.pop(query.id, None)

    def _pull_table(self, plan: QueryPlan, source: Source, text: str) -> TablePull:
        maker = self._persistent.find(source.created_by) if source.created_by is not None else None
        check_queryable(source, is_materialised=maker is not None)
        assert maker is not None
        partitions = len(self.log.topic(source.topic).partitions)
        partition = lookup_partition(plan, self._planner.compiler, partitions)

        def rows() -> Iterator[StoredRow]:
            return maker.runtime.materialised(partition)

        query_id = f"query_{self.clock.now_ms()}"
        return TablePull(query_id, text, plan, rows, self._launcher.errors(query_id))

    def explain(
        self, statement: Query | CreateAsSelect | InsertSelect, text: str, properties: Properties
    ) -> QueryPlanSummary:
        """EXPLAIN of a statement, without running it."""
        if isinstance(statement, Query):
            if statement.emit is None:
                check_pull(statement)
            plan = self._planner.plan(statement)
            kind = QueryKind.PUSH if statement.emit is not None else QueryKind.PULL
            return describe_plan(plan, self._transient_id(plan), text, kind, None, None)
        if isinstance(statement, CreateAsSelect):
            plan, sink = self._statements.plan_create_as(statement, properties)
        else:
            plan, sink = self._statements.plan_insert_select(statement)
        return describe_plan(plan, "", text, QueryKind.PERSISTENT, sink.source.name, sink.source.schema)

    def explain_query(self, query_id: str) -> QueryPlanSummary:
        """EXPLAIN of a running query, persistent or push."""
        client = self._clients.get(query_id)
        if client is not None:
            return describe_plan(client.plan, client.id, client.text, client.kind, None, None)
        found = self._persistent.find(query_id) or self._persistent.find(query_id.upper())
        if found is None:
            raise StatementError(f"Query with id:{query_id} does not exist, use SHOW QUERIES to view the full set.")
        sink = found.sink
        return describe_plan(
            found.plan,
            found.id,
            found.text,
            QueryKind.PERSISTENT,
            sink.name if sink else None,
            sink.schema if sink else None,
        )

    def print_topic(self, statement: PrintTopic) -> AsyncIterator[PrintedRecord]:
        """The records of a topic as they come; ends at the statement's LIMIT. Errors are raised before iteration."""
        if not self.log.has_topic(statement.topic):
            raise SandboxError(self._unknown_topic(statement.topic))
        windowing = next((source.windowing for source in self.catalog.with_topic(statement.topic)), None)
        return self._printed(TopicPrinter(statement, self.log, windowing))

    async def _printed(self, printer: TopicPrinter) -> AsyncIterator[PrintedRecord]:
        self._printers.add(printer)
        try:
            async for record in printer.records():
                yield record
        finally:
            self._printers.discard(printer)

    def _unknown_topic(self, name: str) -> str:
        text = (
            f"Could not find topic '{name}', or the KSQL user does not have permissions to list the topic. "
            "Topic names are case-sensitive."
        )
        similar = [topic.name for topic in self.log.topics() if topic.name.lower() == name.lower()]
        return text + "".join(f"\nDid you mean:\n\tprint {other};" for other in similar[:1])

    # --- time and data ---------------------------------------------------------------------------------------------

    def produce(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        timestamp: int | None = None,
        headers: Headers = (),
        partition: int | None = None,
    ) -> Record:
        """Append one record and let the queries that read the topic see it; `timestamp` None means now."""
        moment = self.clock.now_ms() if timestamp is None else timestamp
        record = self.log.append(topic, key, value, moment, headers, partition)
        if self._persistent.work():
            self._wake.set()
        return record

    def tick(self) -> None:
        """Commit what is due and go on with what is unread, for a bounded amount of work."""
        if self._persistent.work():
            self._wake.set()
        now = self.clock.now_ms()
        for query in tuple(self._clients.values()):
            due = query.runtime.next_commit_ms
            if due is not None and due <= now:
                query.wake()

    def settle(self) -> None:
        """Tick until the persistent queries have read everything."""
        for _ in range(_IDLE_ROUNDS_LIMIT):
            if not self._persistent.work():
                return

    async def run(self) -> None:
        """Tick whenever there is something to do, until cancelled."""
        while True:
            self._wake.clear()
            self.tick()
            if self._wake.is_set():
                await asyncio.sleep(0)
                continue
            try:
                await asyncio.wait_for(self._wake.wait(), self._seconds_to_next_commit())
            except TimeoutError:
                continue

    def _seconds_to_next_commit(self) -> float | None:
        due = [self._persistent.next_commit_ms()]
        due.extend(query.runtime.next_commit_ms for query in self._clients.values())
        moments = [moment for moment in due if moment is not None]
        if not moments:
            return None
        return max(min(moments) - self.clock.now_ms(), 1) / 1000 / self.clock.speed

    def _on_append(self, topic: str) -> None:
        self._wake.set()
        for query in self._clients.values():
            query.wake()
        for printer in self._printers:
            printer.wake()
