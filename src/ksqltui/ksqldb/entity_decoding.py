"""Owns how the JSON of ksqlDB's answers becomes entities; knows no HTTP.

Decoding follows the values' own fields: `query_id` is read from "queryId", but for the few names that differ. It
is lenient, as servers differ: unknown fields are skipped, missing and null ones keep their default, and so does a
value of another type than the field's.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ksqltui.model import descriptions, entities, listings
from ksqltui.model.entities import Entity, ServerInfo, UnknownEntity
from ksqltui.model.listings import CommandStatus

T = TypeVar("T")

_ENTITIES: Mapping[str, type[Entity]] = {
    "currentStatus": entities.CurrentStatus,
    "warning_entity": entities.WarningEntity,
    "streams": entities.SourceList,
    "tables": entities.SourceList,
    "sourceDescription": entities.SourceDescription,
    "source_descriptions": entities.SourceDescriptions,
    "queries": entities.Queries,
    "queryDescription": entities.QueryDescription,
    "query_descriptions": entities.QueryDescriptions,
    "kafka_topics": entities.KafkaTopics,
    "kafka_topics_extended": entities.KafkaTopics,
    "properties": entities.Properties,
    "function_names": entities.FunctionNames,
    "describe_function": entities.DescribeFunction,
    "type_list": entities.TypeList,
    "variables": entities.Variables,
    "terminate_query": entities.TerminateQuery,
    "connector_list": entities.ConnectorList,
    "connector_plugins_list": entities.ConnectorPlugins,
    "connector_info": entities.ConnectorCreated,
    "drop_connector": entities.ConnectorDropped,
    "connector_description": entities.ConnectorDescription,
    "assert_topic": entities.AssertTopic,
    "assert_schema": entities.AssertSchema,
    "executionPlan": entities.ExecutionPlan,
    "topicDescription": entities.TopicDescription,
}

# Where a field stands on the wire if not under its own name in camel case: paths, the first that is there counts.
_WIRE_NAMES: Mapping[tuple[type[Any], str], tuple[str, ...]] = {
    (entities.SourceDescription, "source"): ("sourceDescription",),
    (entities.SourceDescriptions, "sources"): ("sourceDescriptions",),
    (entities.QueryDescription, "query"): ("queryDescription",),
    (entities.QueryDescriptions, "queries"): ("queryDescriptions",),
    (entities.SourceList, "sources"): ("streams", "tables"),
    (entities.Properties, "overwritten"): ("overwrittenProperties",),
    (entities.Properties, "defaults"): ("defaultProperties",),
    (entities.ConnectorPlugins, "plugins"): ("connectorsPlugins",),
    (entities.ConnectorCreated, "name"): ("info.name",),
    (entities.ConnectorCreated, "type"): ("info.type",),
    (entities.ConnectorCreated, "config"): ("info.config",),
    (entities.ConnectorDescription, "name"): ("status.name",),
    (entities.ConnectorDescription, "type"): ("status.type",),
    (entities.ConnectorDescription, "state"): ("status.connector.state",),
    (entities.ConnectorDescription, "worker_id"): ("status.connector.worker_id",),
    (entities.ConnectorDescription, "trace"): ("status.connector.trace",),
    (entities.ConnectorDescription, "tasks"): ("status.tasks",),
    (listings.SourceInfo, "value_format"): ("valueFormat", "format"),
    (listings.ConnectorTask, "worker_id"): ("worker_id",),
    (descriptions.Field, "kind"): ("type", "fieldType"),
    (descriptions.TaskOffset, "topic"): ("topicPartitionEntity.topic",),
    (descriptions.TaskOffset, "partition"): ("topicPartitionEntity.partition",),
    (descriptions.QueryDetails, "host_statuses"): ("ksqlHostQueryStatus",),
}


def decode_entities(answer: list[Any]) -> tuple[Entity, ...]:
    """The entities of a response of POST /ksql."""
    return tuple(_entity(raw) for raw in answer if isinstance(raw, dict))


def decode_server_info(answer: Any) -> ServerInfo | None:
    """The response of GET /info, or None where it is not that."""
    raw = answer.get("KsqlServerInfo") if isinstance(answer, dict) else None
    return _value(ServerInfo, raw) if isinstance(raw, dict) else None


def decode_command_status(answer: Any) -> CommandStatus:
    """The response of GET /status/{command}."""
    return _value(CommandStatus, answer if isinstance(answer, dict) else {})


def _entity(raw: dict[str, Any]) -> Entity:
    kind = str(raw.get("@type") or "")
    target = _ENTITIES.get(kind)
    wrapped = raw.get("warnings")
    warnings = [_at(item, "message") for item in wrapped] if isinstance(wrapped, list) else []
    if target is None:
        return replace(_value(UnknownEntity, {**raw, "warnings": warnings}), type=kind, raw=raw)
    entity: Entity = _value(target, {**raw, "warnings": warnings})
    return replace(entity, kind="TABLE") if kind == "tables" and isinstance(entity, entities.SourceList) else entity


@cache
def _slots(target: Any) -> tuple[tuple[str, tuple[str, ...], Any], ...]:
    """Each field's name, the paths where it may stand on the wire, and its type."""
    hints = get_type_hints(target)
    return tuple(
        (slot.name, _WIRE_NAMES.get((target, slot.name), (_camel(slot.name),)), hints[slot.name])
        for slot in fields(target)
    )


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _value(target: type[T], raw: Mapping[str, Any]) -> T:
    given = {}
    keyed: Any = target
    for name, paths, kind in _slots(keyed):
        for path in paths:
            value = _converted(kind, _at(raw, path))
            if value is not None:
                given[name] = value
                break
    return target(**given)


def _at(raw: Any, path: str) -> Any:
    for step in path.split("."):
        raw = raw.get(step) if isinstance(raw, dict) else None
    return raw


def _converted(kind: Any, raw: Any) -> Any:
    """`raw` as a value of the type, or None where it is none."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):  # an optional type: the only union that the values have
        return _converted(next(one for one in arguments if one is not types.NoneType), raw)
    if origin is tuple:
        if not isinstance(raw, list):
            return None
        items = (_converted(arguments[0], item) for item in raw)
        return tuple(item for item in items if item is not None)
    if origin is Mapping:
        if not isinstance(raw, dict):
            return None
        values = ((key, _converted(arguments[1], item)) for key, item in raw.items())
        return {key: item for key, item in values if item is not None}
    if is_dataclass(kind):
        return _value(kind, raw) if isinstance(kind, type) and isinstance(raw, dict) else None
    if kind is str:
        return str(raw) if isinstance(raw, str | int | float) else None
    if kind is float:
        return float(raw) if isinstance(raw, int | float) else None
    if kind in (int, bool):
        return raw if type(raw) is kind else None
    return raw if kind is object else None
