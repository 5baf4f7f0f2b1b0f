"""Owns how DESCRIBE and EXPLAIN read as tables: what a source or a query is, field by field; knows no screen."""

from __future__ import annotations

from collections.abc import Iterable

from ksqltui.model.descriptions import Field, QueryDetails, RunningQuery, SourceDetails
from ksqltui.model.entity_table import EntityTable, record, table
from ksqltui.speech.speech import Told


def summary_of_source(source: SourceDetails) -> EntityTable:
    """The columns of a stream or table under its name."""
    title = Told("{name} ({kind})", name=source.name, kind=_kind(source)) if source.name else ""
    return fields_table(title, source.fields, is_table=source.type == "TABLE", window=source.window_type)


def details_of_source(source: SourceDetails) -> tuple[EntityTable, ...]:
    """DESCRIBE: the columns alone; EXTENDED adds all that the server tells."""
    columns = summary_of_source(source)
    if not source.extended:
        return (columns,)
    overview = record(
        Told("Overview"),
        topic=source.topic,
        partitions=source.partitions,
        replicas=source.replication,
        key_format=source.key_format,
        value_format=source.value_format,
        window=source.window_type,
        row_time=source.timestamp or Told("the record's own"),
        dropped_only_after=", ".join(source.source_constraints),
        statement=source.statement,
    )
    more = [
        _queries(Told("Queries that read it"), source.read_queries),
        _queries(Told("Queries that write it"), source.write_queries),
        table(
            Told("Consumer groups"),
            ("group", "topic", "partition", "start", "end", "offset", "lag"),
            (
                (
                    group.group_id,
                    topic.kafka_topic,
                    at.partition,
                    at.log_start_offset,
                    at.log_end_offset,
                    at.consumer_offset,
                    at.lag,
                )
                for group in source.query_offset_summaries
                for topic in group.topic_summaries
                for at in topic.offsets
            ),
        ),
        table(
            Told("Statistics"),
            ("statistic", "host", "value"),
            ((each.name, each.host, each.value) for each in source.cluster_statistics),
        ),
        table(
            Told("Errors"),
            ("error", "host", "value"),
            ((each.name, each.host, each.value) for each in source.cluster_error_stats),
        ),
    ]
    return (columns, overview, *(each for each in more if each.rows))


def details_of_query(query: QueryDetails) -> tuple[EntityTable, ...]:
    """EXPLAIN: what the query is, its columns, where its tasks stand, what went wrong, its plan and topology."""
    overview = record(
        query.id or Told("Query"),
        type=query.query_type.lower(),
        state=query.state,
        hosts=", ".join(f"{host} {state}" for host, state in query.host_statuses.items()),
        reads=", ".join(query.sources),
        writes=", ".join(query.sinks),
        window=query.window_type,
        consumer_group=query.consumer_group_id,
        lag=_lag_of(query),
        statement=query.statement_text,
    )
    more = [
        fields_table(Told("Columns"), query.fields, is_table=True),
        table(
            Told("Tasks"),
            ("task", "topic", "partition", "committed", "end", "lag"),
            (
                (task.task_id, at.topic, at.partition, at.committed_offset, at.end_offset, at.lag)
                for task in sorted(query.tasks_metadata, key=lambda task: task.task_id)
                for at in task.topic_offsets
            ),
        ),
        table(Told("Properties set"), ("property", "value"), _pairs(query.overridden_properties.items())),
        table(Told("Errors"), ("type", "message"), ((each.type, each.error_message) for each in query.query_errors)),
        _lines(Told("Execution plan"), query.execution_plan),
        _lines(Told("Topology"), query.topology),
    ]
    return (overview, *(each for each in more if each.rows))


def fields_table(title: str, fields: Iterable[Field], *, is_table: bool, window: str = "") -> EntityTable:
    """Columns with their types; what is special about a column in words, as ksqlDB's own client puts it."""
    rows = [(each.name, each.schema.sql, _role(each, is_table, window)) for each in fields]
    if any(role for _, _, role in rows):
        return table(title, ("column", "type", "role"), rows)
    return table(title, ("column", "type"), (row[:2] for row in rows))


def _role(field: Field, is_table: bool, window: str) -> str:
    if field.kind == "KEY":
        key = Told("primary key") if is_table else Told("key")
        return Told("{key}, window {window}", key=key, window=window.lower()) if window else key
    if field.kind == "HEADER":
        return Told("header {name}", name=repr(field.header_key)) if field.header_key else Told("headers")
    return ""


def _lag_of(query: QueryDetails) -> int | None:
    """Over all partitions that the query reads; None where the server tells none, as of a statement."""
    lags = [at.lag for task in query.tasks_metadata for at in task.topic_offsets]
    return sum(lags) if lags else None


def _kind(source: SourceDetails) -> str:
    return Told(source.type.lower() or "source")


def _pairs(items: Iterable[tuple[str, object]]) -> Iterable[tuple[object, ...]]:
    return ((name, str(value)) for name, value in items)


def _queries(title: str, queries: Iterable[RunningQuery]) -> EntityTable:
    return table(title, ("query", "state", "statement"), ((q.id, q.state, q.query_string) for q in queries))


def _lines(title: str, text: str) -> EntityTable:
    return table(title, ("",), ((line,) for line in text.rstrip().splitlines()))
