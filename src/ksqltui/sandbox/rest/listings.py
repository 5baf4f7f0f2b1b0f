"""Owns the entities of SHOW and LIST; knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import NotInSandbox
from ksqltui.sandbox.log import Topic
from ksqltui.sandbox.rest.descriptions import describe_sources, query_description
from ksqltui.sandbox.rest.properties import properties_entity
from ksqltui.sandbox.rest.queries_json import persistent_query_json, push_query_json
from ksqltui.sandbox.rest.schema_json import Json, schema_json
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sql.syntax import Listing, Show, SourceKind

_HIDDEN_PREFIXES = ("_confluent", "__confluent", "__consumer_offsets", "__transaction_state", "_schemas")


def show(state: ServerState, statement: Show, properties: Mapping[str, object], variables: Mapping[str, str]) -> Json:
    """The entity without its statementText. Raises NotInSandbox for connectors."""
    match statement.what:
        case Listing.STREAMS if statement.extended:
            return describe_sources(state, SourceKind.STREAM, extended=True)
        case Listing.TABLES if statement.extended:
            return describe_sources(state, SourceKind.TABLE, extended=True)
        case Listing.STREAMS:
            return {"@type": "streams", "streams": _sources(state, SourceKind.STREAM)}
        case Listing.TABLES:
            return {"@type": "tables", "tables": _sources(state, SourceKind.TABLE)}
        case Listing.TOPICS:
            return _topics(state, statement)
        case Listing.QUERIES if statement.extended:
            described = [query_description(state, query) for query in state.engine.queries]
            return {"@type": "query_descriptions", "queryDescriptions": described}
        case Listing.QUERIES:
            return {"@type": "queries", "queries": _queries(state)}
        case Listing.PROPERTIES:
            return properties_entity(properties)
        case Listing.FUNCTIONS:
            return {"@type": "function_names", "functions": _functions(state)}
        case Listing.TYPES:
            types = state.engine.catalog.types
            return {"@type": "type_list", "types": {name: schema_json(types[name]) for name in sorted(types)}}
        case Listing.VARIABLES:
            listed = [{"name": name, "value": value} for name, value in variables.items()]
            return {"@type": "variables", "variables": listed}
        case _:
            raise NotInSandbox("connectors")


def _sources(state: ServerState, kind: SourceKind) -> list[Json]:
    found = [source for source in state.engine.catalog.sources.values() if source.kind is kind]
    return [_source_info(source) for source in sorted(found, key=lambda source: source.name)]


def _source_info(source: Source) -> Json:
    return {
        "type": source.kind.value,
        "name": source.name,
        "topic": source.topic,
        "keyFormat": source.key_format,
        "valueFormat": source.value_format,
        "isWindowed": source.windowing is not None,
    }


def _topics(state: ServerState, statement: Show) -> Json:
    topics = [
        topic
        for topic in state.engine.log.topics()
        if statement.all_topics or not topic.name.startswith(_HIDDEN_PREFIXES)
    ]
    if not statement.extended:
        return {"@type": "kafka_topics", "topics": [_topic(topic) for topic in topics]}
    return {"@type": "kafka_topics_extended", "topics": [_topic(topic) | _readers(state, topic) for topic in topics]}


def _topic(topic: Topic) -> Json:
    return {"name": topic.name, "replicaInfo": [topic.replicas] * len(topic.partitions)}


def _readers(state: ServerState, topic: Topic) -> Json:
    """Each query is a consumer group of its own, with one consumer for each partition that it reads."""
    sources = {source.name for source in state.engine.catalog.with_topic(topic.name)}
    groups = {query.consumer_group for query in state.engine.queries if topic.name in query.progress}
    groups |= {query.consumer_group for query in state.engine.push_queries if sources & set(query.sources)}
    return {"consumerCount": len(groups) * len(topic.partitions), "consumerGroupCount": len(groups)}


def _queries(state: ServerState) -> list[Json]:
    persistent = [persistent_query_json(query) for query in state.engine.queries]
    return persistent + [push_query_json(query) for query in state.engine.push_queries]


def _functions(state: ServerState) -> list[Json]:
    return [
        {"name": function.name, "type": function.kind.value, "category": function.category}
        for function in state.engine.functions.names()
    ]
