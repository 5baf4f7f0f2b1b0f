"""Owns how an answer of SHOW, CREATE and the like reads as tables; knows no screen and no output format.

DESCRIBE and EXPLAIN are long enough for a module of their own, `model.description_tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ksqltui.model import entities as e
from ksqltui.model.cell_text import compact_json
from ksqltui.model.description_tables import details_of_query, details_of_source, summary_of_source
from ksqltui.model.entity_table import EntityTable, heads, record, table
from ksqltui.speech.speech import Told

__all__ = ["EntityTable", "entity_tables"]


def entity_tables(entity: e.Entity) -> tuple[EntityTable, ...]:
    """The tables that say what the answer says, the most wanted first; its warnings are not among them."""
    return _TABLES[type(entity)](entity)


def outcome_words(entity: e.Entity) -> tuple[str, ...]:
    """What a command did, in words; empty where the answer is data."""
    if not isinstance(entity, _OUTCOMES):
        return ()
    return tuple(str(row[-1]) for each in entity_tables(entity) for row in each.rows)


_OUTCOMES = (e.CurrentStatus, e.WarningEntity, e.TerminateQuery, e.ConnectorDropped, e.AssertTopic, e.AssertSchema)


def _command(entity: e.CurrentStatus) -> tuple[EntityTable, ...]:
    status = entity.command_status
    # The server's message is repeated whole: "Stream created" or why the command failed.
    return (_message(status.message or status.status.lower()),)


def _message(text: str) -> EntityTable:
    return table("", ("message",), [(text,)])


def _sources(entity: e.SourceList) -> tuple[EntityTable, ...]:
    kind = entity.kind.lower()
    columns = heads(kind, "topic", "key format", "value format")
    rows: Iterable[tuple[object, ...]] = (
        (source.name, source.topic, source.key_format, source.value_format) for source in entity.sources
    )
    if entity.kind == "TABLE":
        columns = (*columns, *heads("windowed"))
        rows = ((*row, source.is_windowed) for row, source in zip(rows, entity.sources, strict=True))
    return (table("", columns, rows),)


def _queries(entity: e.Queries) -> tuple[EntityTable, ...]:
    rows = (
        (
            query.id,
            query.query_type.lower(),
            query.state or ", ".join(f"{state} {count}" for state, count in query.status_count.items()),
            ", ".join(query.sinks) or None,
            ", ".join(query.sink_kafka_topics) or None,
            query.query_string,
        )
        for query in entity.queries
    )
    return (table("", ("query", "type", "state", "writes to", "topic", "statement"), rows),)


def _topics(entity: e.KafkaTopics) -> tuple[EntityTable, ...]:
    extended = any(topic.consumer_count is not None for topic in entity.topics)
    columns = heads("topic", "partitions", "replicas")
    if extended:
        columns = (*columns, *heads("consumers", "groups"))
    rows = []
    for topic in entity.topics:
        different = set(topic.replica_info)
        # As on ksqlDB: one number where the partitions agree, else each partition's.
        replicas: object = different.pop() if len(different) == 1 else ", ".join(map(str, topic.replica_info))
        row = (topic.name, len(topic.replica_info), replicas)
        rows.append((*row, topic.consumer_count, topic.consumer_group_count) if extended else row)
    return (table("", columns, rows),)


def _properties(entity: e.Properties) -> tuple[EntityTable, ...]:
    def set_by(name: str) -> str:
        if name in entity.overwritten:
            return Told("this session")
        return Told("default") if name in entity.defaults else Told("server")

    rows = ((each.name, each.value, set_by(each.name), each.scope, each.level) for each in entity.properties)
    return (table("", ("property", "value", "set by", "scope", "level"), rows),)


def _functions(entity: e.FunctionNames) -> tuple[EntityTable, ...]:
    rows = ((each.name, each.type.lower(), each.category) for each in entity.functions)
    return (table("", ("function", "type", "category"), rows),)


def _function(entity: e.DescribeFunction) -> tuple[EntityTable, ...]:
    overview = record(
        "",
        name=entity.name,
        type=entity.type.lower(),
        description=entity.description,
        author=entity.author,
        version=entity.version,
        jar=entity.path,
    )
    rows = []
    for form in entity.functions:
        arguments = ", ".join(
            f"{each.name} {each.type}".strip() + ("..." if each.is_variadic else "") for each in form.arguments
        )
        described = "; ".join(f"{each.name}: {each.description}" for each in form.arguments if each.description)
        rows.append((f"{entity.name}({arguments})", form.return_type, form.description, described))
    return (overview, table(Told("Variations"), ("variation", "returns", "description", "arguments"), rows))


def _types(entity: e.TypeList) -> tuple[EntityTable, ...]:
    return (table("", ("type", "schema"), ((name, schema.sql) for name, schema in entity.types.items())),)


def _variables(entity: e.Variables) -> tuple[EntityTable, ...]:
    return (table("", ("variable", "value"), ((each.name, each.value) for each in entity.variables)),)


def _terminated(entity: e.TerminateQuery) -> tuple[EntityTable, ...]:
    outcome = Told("Query terminated.") if entity.was_terminated else Told("No such query is running.")
    return (record("", query=entity.query_id, message=outcome),)


def _connectors(entity: e.ConnectorList) -> tuple[EntityTable, ...]:
    rows = ((each.name, each.type.lower(), each.class_name, each.state) for each in entity.connectors)
    return (table("", ("connector", "type", "class", "state"), rows),)


def _plugins(entity: e.ConnectorPlugins) -> tuple[EntityTable, ...]:
    rows = ((each.class_name, each.type.lower(), each.version) for each in entity.plugins)
    return (table("", ("class", "type", "version"), rows),)


def _connector_created(entity: e.ConnectorCreated) -> tuple[EntityTable, ...]:
    settings = table(Told("Settings"), ("property", "value"), entity.config.items())
    return (_message(Told("Created connector {name}", name=entity.name)), settings)


def _connector(entity: e.ConnectorDescription) -> tuple[EntityTable, ...]:
    overview = record(
        "",
        name=entity.name,
        type=entity.type.lower(),
        **{"class": entity.connector_class},
        state=entity.state,
        worker=entity.worker_id,
        topics=", ".join(entity.topics),
        trace=entity.trace,
    )
    tasks = table(Told("Tasks"), ("task", "state", "worker", "trace"), _task_rows(entity))
    sources = [summary_of_source(source) for source in entity.sources]
    return (overview, tasks, *sources)


def _task_rows(entity: e.ConnectorDescription) -> list[tuple[object, ...]]:
    return [(task.id, task.state, task.worker_id, task.trace) for task in entity.tasks]


def _assert_topic(entity: e.AssertTopic) -> tuple[EntityTable, ...]:
    told = Told("Topic {topic} exists." if entity.exists else "Topic {topic} does not exist.", topic=entity.topic_name)
    return (_message(told),)


def _assert_schema(entity: e.AssertSchema) -> tuple[EntityTable, ...]:
    parts = [f"subject {entity.subject}"] if entity.subject else []
    parts += [f"id {entity.id}"] if entity.id is not None else []
    told = Told(
        "Schema with {parts} exists." if entity.exists else "Schema with {parts} does not exist.",
        parts=" and ".join(parts),
    )
    return (_message(told),)


def _topic(entity: e.TopicDescription) -> tuple[EntityTable, ...]:
    return (record("", name=entity.name, topic=entity.kafka_topic, format=entity.format, schema=entity.schema_string),)


def _unknown(entity: e.UnknownEntity) -> tuple[EntityTable, ...]:
    rows = ((name, value if isinstance(value, str) else compact_json(value)) for name, value in entity.raw.items())
    return (
        table(Told("An answer that this console does not know: {type}", type=entity.type), ("field", "value"), rows),
    )


_TABLES: dict[type[Any], Callable[[Any], tuple[EntityTable, ...]]] = {
    e.CurrentStatus: _command,
    e.WarningEntity: lambda entity: (_message(entity.message),),
    e.SourceList: _sources,
    e.SourceDescription: lambda entity: details_of_source(entity.source),
    e.SourceDescriptions: lambda entity: tuple(each for s in entity.sources for each in details_of_source(s)),
    e.Queries: _queries,
    e.QueryDescription: lambda entity: details_of_query(entity.query),
    e.QueryDescriptions: lambda entity: tuple(each for q in entity.queries for each in details_of_query(q)),
    e.KafkaTopics: _topics,
    e.Properties: _properties,
    e.FunctionNames: _functions,
    e.DescribeFunction: _function,
    e.TypeList: _types,
    e.Variables: _variables,
    e.TerminateQuery: _terminated,
    e.ConnectorList: _connectors,
    e.ConnectorPlugins: _plugins,
    e.ConnectorCreated: _connector_created,
    e.ConnectorDropped: lambda entity: (_message(Told("Dropped connector {name}", name=entity.connector_name)),),
    e.ConnectorDescription: _connector,
    e.AssertTopic: _assert_topic,
    e.AssertSchema: _assert_schema,
    e.ExecutionPlan: lambda entity: (_message(entity.execution_plan),),
    e.TopicDescription: _topic,
    e.LocalAnswer: lambda entity: entity.tables,
    e.UnknownEntity: _unknown,
}
