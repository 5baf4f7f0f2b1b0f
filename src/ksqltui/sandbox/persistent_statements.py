"""Owns the statements that start and end persistent queries: CREATE .. AS, INSERT .. SELECT, TERMINATE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ksqltui.sandbox.catalog import Catalog, Source
from ksqltui.sandbox.definitions import Definitions, already_there, check_replacement, exists_already
from ksqltui.sandbox.errors import NotInSandbox, SandboxError, StatementError
from ksqltui.sandbox.log import Log
from ksqltui.sandbox.numbering import CommandNumbers
from ksqltui.sandbox.operators.events import RecordContext
from ksqltui.sandbox.planning.inputs import resolve_inputs
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.planning.planner import Planner, SinkKind
from ksqltui.sandbox.planning.rewriting import rewritten_as_far_as_possible
from ksqltui.sandbox.planning.sinks import SinkDefaults, SinkPlan, SourceTopic, plan_insert, plan_sink, unresolved_text
from ksqltui.sandbox.planning.with_clause import INSERT_PROPERTIES, read_with_clause
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.queries.launch import Launcher
from ksqltui.sandbox.queries.persistent import PersistentQueries, PersistentQuery
from ksqltui.sandbox.queries.runtime import discard
from ksqltui.sandbox.results import CommandResult, QueryState
from ksqltui.sql.syntax import CreateAsSelect, InsertSelect, Query, SelectAll, SourceKind, TableRef

Properties = Mapping[str, object]


class PersistentStatements:
    def __init__(
        self,
        *,
        catalog: Catalog,
        log: Log,
        planner: Planner,
        policies: Policies,
        numbers: CommandNumbers,
        definitions: Definitions,
        launcher: Launcher,
        queries: PersistentQueries,
    ) -> None:
        self._catalog = catalog
        self._log = log
        self._planner = planner
        self._policies = policies
        self._numbers = numbers
        self._definitions = definitions
        self._launcher = launcher
        self._queries = queries

    def create_as(self, statement: CreateAsSelect, properties: Properties) -> CommandResult:
        existing = self._catalog.source(statement.name)
        if existing is not None and statement.if_not_exists:
            return already_there(existing, statement.kind)
        plan, sink = self.plan_create_as(statement, properties)
        if existing is not None:
            if not statement.or_replace:
                raise exists_already(existing, statement.kind, sink.written)
            check_replacement(existing, sink.source)
        assert sink.topic is not None
        self._definitions.ensure_topic(sink.topic)
        prefix = "CTAS" if statement.kind is SourceKind.TABLE else "CSAS"
        query_id = f"{prefix}_{statement.name.upper()}_{self._numbers.query()}"
        if existing is not None and existing.created_by is not None:
            query_id = existing.created_by
        source = replace(sink.source, created_by=query_id)
        self._catalog.add(source)
        self._start(query_id, sink.written, plan, source, properties)
        return CommandResult(
            command_id=f"{statement.kind.value.lower()}/`{statement.name}`/create",
            message=f"Created query with ID {query_id}",
            query_id=query_id,
            sequence_number=self._numbers.command(planned=True),
            rewritten=sink.written,
        )

    def plan_create_as(self, statement: CreateAsSelect, properties: Properties) -> tuple[QueryPlan, SinkPlan]:
        """What the statement would do. Raises StatementError with ksqlDB's text and rewritten statement."""
        inputs = resolve_inputs(statement.query, self._catalog)
        topic = self._source_topic(inputs.left.source)
        try:
            plan = self._planner.plan(statement.query, SinkKind(statement.kind))
            sink = plan_sink(statement, plan, topic, defaults=SinkDefaults.of(properties))
        except NotInSandbox:
            raise
        except StatementError as error:
            if " is ambiguous. " in error.message:
                raise StatementError(f"Exception while preparing statement: {error.message}", error.code) from error
            if error.message.startswith("Failed to prepare statement"):
                raise
            shown = unresolved_text(statement, rewritten_as_far_as_possible(statement.query, inputs), topic)
            raise StatementError(
                f"Could not determine output schema for query due to error: {error.message}", error.code, shown
            ) from error
        return plan, sink

    def insert_select(self, statement: InsertSelect, properties: Properties) -> CommandResult:
        plan, sink = self.plan_insert_select(statement)
        clause = read_with_clause(statement.properties, INSERT_PROPERTIES)
        named = clause.text("QUERY_ID")
        query_id = named.upper() if named is not None else f"INSERTQUERY_{self._numbers.query()}"
        if self._queries.find(query_id) is not None:
            raise StatementError(f"Query ID '{query_id}' already exists.")
        self._start(query_id, sink.written, plan, sink.source, properties)
        return CommandResult(
            command_id=f"stream/`{statement.target}`/create",
            message=f"Created query with ID {query_id}",
            query_id=query_id,
            sequence_number=self._numbers.command(planned=True),
            rewritten=sink.written,
        )

    def plan_insert_select(self, statement: InsertSelect) -> tuple[QueryPlan, SinkPlan]:
        target = self._catalog.source(statement.target)
        if target is None:
            raise StatementError(f"Exception while preparing statement: {statement.target} does not exist.")
        plan = self._planner.plan(statement.query, SinkKind(None))
        return plan, plan_insert(statement, plan, target)

    def materialise(self, source: Source, properties: Properties) -> None:
        """Start the query that keeps a SOURCE TABLE up to date."""
        query_id = f"CST_{source.name.upper()}_{self._numbers.query()}"
        plan = self._planner.plan(Query((SelectAll(),), TableRef(source.name)), SinkKind(None))
        runtime = self._launcher.runtime(
            plan,
            discard,
            query_id,
            self._policies.with_properties(properties),
            context=RecordContext(),
            projects_all=False,
        )
        self._catalog.add(replace(source, created_by=query_id))
        self._queries.add(PersistentQuery(query_id, source.statement_text, plan, None, runtime))

    def _start(self, query_id: str, text: str, plan: QueryPlan, sink: Source, properties: Properties) -> None:
        context = RecordContext()
        output = self._launcher.topic_output(sink, query_id, context)
        policies = self._policies.with_properties(properties)
        runtime = self._launcher.runtime(plan, output.write, query_id, policies, context=context, projects_all=False)
        replaced = self._queries.find(query_id)
        if replaced is not None:
            runtime.go_on_from(replaced.runtime)
        self._queries.add(PersistentQuery(query_id, text, plan, sink, runtime))

    def _source_topic(self, source: Source) -> SourceTopic:
        if not self._log.has_topic(source.topic):
            raise SandboxError(f"Topic '{source.topic}' does not exist.")
        topic = self._log.topic(source.topic)
        return SourceTopic(len(topic.partitions), topic.replicas)

    # --- life ------------------------------------------------------------------------------------------------------

    def terminate(self, query_id: str | None) -> CommandResult:
        chosen = self._queries.named(query_id)
        for query in chosen:
            self._queries.end(query.id)
        return self._done("terminate", query_id, chosen, "terminated")

    def pause(self, query_id: str | None) -> CommandResult:
        chosen = self._queries.named(query_id)
        for query in chosen:
            query.state = QueryState.PAUSED
        return self._done("pause", query_id, chosen, "paused")

    def resume(self, query_id: str | None) -> CommandResult:
        chosen = self._queries.named(query_id)
        for query in chosen:
            query.state = QueryState.RUNNING
        return self._done("resume", query_id, chosen, "resumed")

    def _done(
        self, verb: str, query_id: str | None, chosen: tuple[PersistentQuery, ...], participle: str
    ) -> CommandResult:
        shown = "ALL" if query_id is None else chosen[0].id
        return CommandResult(
            command_id=f"{verb}/{shown}/execute",
            message=f"Query {participle}.",
            sequence_number=self._numbers.command(planned=False),
        )
