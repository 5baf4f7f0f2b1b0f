"""Owns building a query's runtime from its plan: readers, error reports, outputs; does not run it."""

from __future__ import annotations

from ksqltui.sandbox.catalog import Catalog, Source
from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.functions.registry import FunctionRegistry
from ksqltui.sandbox.log import Log, Record
from ksqltui.sandbox.operators.events import ErrorReport, Forward, RecordContext, Row
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.processing_log import ProcessingLog
from ksqltui.sandbox.queries.outputs import TopicOutput
from ksqltui.sandbox.queries.reader import RowReader
from ksqltui.sandbox.queries.runtime import QueryRuntime
from ksqltui.sandbox.queries.timestamps import timestamp_reader


class Launcher:
    def __init__(
        self, log: Log, clock: Clock, functions: FunctionRegistry, catalog: Catalog, processing_log: ProcessingLog
    ) -> None:
        self._log = log
        self._clock = clock
        self._functions = functions
        self._catalog = catalog
        self._processing_log = processing_log

    @property
    def _compiler(self) -> ExpressionCompiler:
        return ExpressionCompiler(self._functions, self._catalog.types)

    def runtime(
        self,
        plan: QueryPlan,
        write: Forward,
        query_id: str,
        policies: Policies,
        *,
        context: RecordContext,
        projects_all: bool,
        stops_at_end: bool = False,
    ) -> QueryRuntime:
        """`projects_all` puts key columns into the result rows too, as a client sees them."""
        return QueryRuntime(
            plan,
            write,
            log=self._log,
            clock=self._clock,
            policies=policies,
            errors=self.errors(query_id),
            readers=tuple(self._reader(item.source, query_id) for item in plan.inputs.items),
            context=context,
            projects_all=projects_all,
            stops_at_end=stops_at_end,
        )

    def errors(self, query_id: str) -> ErrorReport:
        def failed(step: str, message: str, error: Exception, row: Row | None) -> None:
            self._processing_log.failed(f"{query_id}.{step}", message, error, row)

        return ErrorReport(failed)

    def topic_output(self, sink: Source, query_id: str, context: RecordContext) -> TopicOutput:
        def unwritable(topic: str, error: Exception, row: Row | None) -> None:
            self._processing_log.unwritable(query_id, topic, error, row)

        return TopicOutput(sink, self._log, unwritable, timestamp_reader(sink, self._compiler), context)

    def _reader(self, source: Source, query_id: str) -> RowReader:
        logger = f"{query_id}.KsqlTopic.Source.deserializer"

        def unreadable(target: str, record: Record, error: Exception) -> None:
            self._processing_log.unreadable(logger, source.topic, target, record, error)

        return RowReader(source, unreadable, timestamp_reader(source, self._compiler))
