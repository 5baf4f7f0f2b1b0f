"""Owns the entities of DESCRIBE and EXPLAIN; knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.rest.queries_json import persistent_query_json
from ksqltui.sandbox.rest.schema_json import Json, field_json
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sandbox.results import PartitionProgress, QueryKind, QueryPlanSummary, QuerySnapshot
from ksqltui.sql.syntax import Describe, SourceKind


def describe(state: ServerState, statement: Describe) -> Json:
    source = state.engine.catalog.source(statement.name)
    if source is None:
        raise StatementError(f"Could not find STREAM/TABLE '{statement.name}' in the Metastore")
    description = source_description(state, source, extended=statement.extended)
    return {"@type": "sourceDescription", "sourceDescription": description}


def describe_sources(state: ServerState, kind: SourceKind, *, extended: bool) -> Json:
    sources = [source for source in state.engine.catalog.sources.values() if source.kind is kind]
    ordered = sorted(sources, key=lambda source: source.name)
    descriptions = [source_description(state, source, extended=extended) for source in ordered]
    return {"@type": "source_descriptions", "sourceDescriptions": descriptions}


def source_description(state: ServerState, source: Source, *, extended: bool) -> Json:
    engine = state.engine
    readers, writers = engine.readers_of(source.name), engine.writers_of(source.name)
    topic = engine.log.topic(source.topic)
    return {
        "name": source.name,
        "windowType": source.windowing.type.value if source.windowing else None,
        "readQueries": [persistent_query_json(query) for query in engine.queries if query.id in readers],
        "writeQueries": [persistent_query_json(query) for query in engine.queries if query.id in writers],
        "fields": [field_json(column) for column in source.schema.columns],
        "type": source.kind.value,
        "timestamp": source.timestamp_column or "",
        "statistics": "",
        "errorStats": "",
        "extended": extended,
        "keyFormat": source.key_format,
        "valueFormat": source.value_format,
        "topic": source.topic,
        "partitions": len(topic.partitions),
        "replication": topic.replicas,
        "statement": source.statement_text,
        "queryOffsetSummaries": (
            [_offset_summary(query) for query in engine.queries if query.id in writers] if extended else []
        ),
        "sourceConstraints": list(engine.sources_derived_from(source.name)),
        "clusterStatistics": [],
        "clusterErrorStats": [],
    }


def _offset_summary(query: QuerySnapshot) -> Json:
    topics = [
        {"kafkaTopic": topic, "offsets": [_offsets(partition) for partition in partitions]}
        for topic, partitions in query.progress.items()
    ]
    return {"groupId": query.consumer_group, "topicSummaries": topics}


def _offsets(progress: PartitionProgress) -> Json:
    return {
        "partition": progress.partition,
        "logStartOffset": progress.start,
        "logEndOffset": progress.end,
        "consumerOffset": progress.committed,
    }


def query_description(state: ServerState, query: QuerySnapshot) -> Json:
    """EXPLAIN of a persistent query that runs, and an item of SHOW QUERIES EXTENDED."""
    summary = state.engine.explain_query(query.id)
    return plan_description(
        query.id,
        summary,
        {},
        consumer_group=query.consumer_group,
        state="RUNNING",
        host_status={state.host: query.state.value},
        tasks=_tasks(query.progress),
    )


def plan_description(
    query_id: str,
    summary: QueryPlanSummary,
    overridden: Mapping[str, object],
    *,
    consumer_group: str,
    state: str | None = None,
    host_status: Mapping[str, str] | None = None,
    tasks: Sequence[Json] = (),
) -> Json:
    columns = summary.key_schema.columns + summary.schema.columns
    return {
        "id": query_id,
        "statementText": summary.statement_text,
        "windowType": summary.window_type,
        "fields": [field_json(column) for column in columns],
        "sources": list(summary.sources),
        "sinks": list(summary.sinks),
        "topology": summary.topology,
        "executionPlan": summary.execution_plan,
        "overriddenProperties": dict(overridden),
        "ksqlHostQueryStatus": dict(host_status or {}),
        "queryType": "PERSISTENT" if summary.kind is QueryKind.PERSISTENT else "PUSH",
        "queryErrors": [],
        "tasksMetadata": list(tasks),
        "consumerGroupId": consumer_group,
        "state": state,
    }


def _tasks(progress: Mapping[str, Sequence[PartitionProgress]]) -> list[Json]:
    """One task for each partition of each topic that is read: sources first, repartitioned topics after them."""
    return [
        {
            "taskId": f"{sub_topology}_{partition.partition}",
            "topicOffsets": [
                {
                    "topicPartitionEntity": {"topic": topic, "partition": partition.partition},
                    "endOffset": partition.end,
                    "committedOffset": partition.committed,
                }
            ],
            "timeCurrentIdlingStarted": None,
        }
        for sub_topology, (topic, partitions) in enumerate(progress.items())
        for partition in partitions
    ]
