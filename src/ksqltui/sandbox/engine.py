"""Owns the engine as its server sees it: statements in, results out; knows no JSON, no HTTP and no SQL text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from ksqltui.sandbox.catalog import Catalog
from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.errors import NotInSandbox
from ksqltui.sandbox.functions.registry import FunctionRegistry
from ksqltui.sandbox.log import Headers, Log, Record
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.results import (
    CommandResult,
    PrintedRecord,
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

    # --- state -----------------------------------------------------------------------------------------------------

    @property
    def queries(self) -> tuple[QuerySnapshot, ...]:
        """The persistent queries in the order they were made."""
        raise NotInSandbox("this yet")

    @property
    def push_queries(self) -> tuple[RunningQuery, ...]:
        """The push queries that clients read now."""
        raise NotInSandbox("this yet")

    def readers_of(self, source: str) -> tuple[str, ...]:
        """Ids of the persistent queries that read this source; likewise `writers_of`."""
        raise NotInSandbox("this yet")

    def writers_of(self, source: str) -> tuple[str, ...]:
        raise NotInSandbox("this yet")

    def sources_derived_from(self, source: str) -> tuple[str, ...]:
        """The sinks of queries that read this source (DESCRIBE's sourceConstraints)."""
        raise NotInSandbox("this yet")

    # --- definition ------------------------------------------------------------------------------------------------

    def create_source(self, statement: CreateSource, properties: Properties) -> CommandResult:
        raise NotInSandbox("this yet")

    def create_as(self, statement: CreateAsSelect, properties: Properties) -> CommandResult:
        raise NotInSandbox("this yet")

    def insert_select(self, statement: InsertSelect, properties: Properties) -> CommandResult:
        raise NotInSandbox("this yet")

    def insert_values(self, statement: InsertValues, properties: Properties) -> None:
        """INSERT VALUES answers nothing."""
        raise NotInSandbox("this yet")

    def drop_source(self, statement: DropSource) -> CommandResult:
        raise NotInSandbox("this yet")

    def alter_source(self, statement: AlterSource) -> CommandResult:
        raise NotInSandbox("this yet")

    def create_type(self, statement: CreateType) -> CommandResult:
        raise NotInSandbox("this yet")

    def drop_type(self, statement: DropType) -> CommandResult:
        raise NotInSandbox("this yet")

    def terminate(self, query_id: str | None) -> CommandResult:
        """None means ALL; the same holds for pause and resume."""
        raise NotInSandbox("this yet")

    def pause(self, query_id: str | None) -> CommandResult:
        raise NotInSandbox("this yet")

    def resume(self, query_id: str | None) -> CommandResult:
        raise NotInSandbox("this yet")

    # --- queries ---------------------------------------------------------------------------------------------------

    def start_query(self, query: Query, text: str, properties: Properties) -> RunningQuery:
        """Start a push query, or a pull query where there is no EMIT; `text` is what SHOW QUERIES shows."""
        raise NotInSandbox("this yet")

    def explain(
        self, statement: Query | CreateAsSelect | InsertSelect, text: str, properties: Properties
    ) -> QueryPlanSummary:
        """EXPLAIN of a statement, without running it."""
        raise NotInSandbox("this yet")

    def explain_query(self, query_id: str) -> QueryPlanSummary:
        """EXPLAIN of a running query, persistent or push."""
        raise NotInSandbox("this yet")

    def print_topic(self, statement: PrintTopic) -> AsyncIterator[PrintedRecord]:
        """The records of a topic as they come; ends at the statement's LIMIT. Errors are raised before iteration."""
        raise NotInSandbox("this yet")

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
        raise NotInSandbox("this yet")

    def tick(self) -> None:
        """Commit what is due and go on with what is unread, for a bounded amount of work."""
        raise NotInSandbox("this yet")

    async def run(self) -> None:
        """Tick whenever there is something to do, until cancelled."""
        raise NotInSandbox("this yet")
