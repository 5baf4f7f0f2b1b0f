"""Owns what ksqlDB answers to a statement, one value for every kind of answer; knows neither JSON nor HTTP.

Every field has a default: servers of other versions leave fields out, and a missing one is empty, never an error.
What the answers hold stands in `model.listings` and, for DESCRIBE and EXPLAIN, `model.descriptions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ksqltui.model.descriptions import FieldSchema, QueryDetails, RunningQuery, SourceDetails
from ksqltui.model.entity_table import EntityTable
from ksqltui.model.listings import (
    CommandStatus,
    ConnectorPlugin,
    ConnectorSummary,
    ConnectorTask,
    FunctionName,
    FunctionSignature,
    KafkaTopic,
    Property,
    SourceInfo,
    Variable,
)


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Who answers at an address; `server_status` is RUNNING, ERROR, DEGRADED, or "" on old servers."""

    version: str = ""
    kafka_cluster_id: str = ""
    ksql_service_id: str = ""
    server_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What every answer has: the statement as the server rewrote it, and its warnings."""

    statement_text: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurrentStatus(_Answer):
    """The outcome of a command (CREATE, DROP, PAUSE, TERMINATE ...). An ERROR comes here too: look at the status.

    `command_sequence_number` is -1 where the server gave none.
    """

    command_id: str = ""
    command_status: CommandStatus = field(default_factory=CommandStatus)
    command_sequence_number: int = -1


@dataclass(frozen=True, slots=True)
class WarningEntity(_Answer):
    """Nothing was done, for a good reason: CREATE IF NOT EXISTS of what exists, DROP IF EXISTS of what does not."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class SourceList(_Answer):
    """SHOW STREAMS or SHOW TABLES, as `kind` says."""

    kind: Literal["STREAM", "TABLE"] = "STREAM"
    sources: tuple[SourceInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceDescription(_Answer):
    """DESCRIBE of one stream or table."""

    source: SourceDetails = field(default_factory=SourceDetails)


@dataclass(frozen=True, slots=True)
class SourceDescriptions(_Answer):
    """SHOW STREAMS EXTENDED, SHOW TABLES EXTENDED, DESCRIBE STREAMS, DESCRIBE TABLES."""

    sources: tuple[SourceDetails, ...] = ()


@dataclass(frozen=True, slots=True)
class Queries(_Answer):
    """SHOW QUERIES; push queries that run now are in it too."""

    queries: tuple[RunningQuery, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryDescription(_Answer):
    """EXPLAIN of a statement or of a running query."""

    query: QueryDetails = field(default_factory=QueryDetails)


@dataclass(frozen=True, slots=True)
class QueryDescriptions(_Answer):
    """SHOW QUERIES EXTENDED."""

    queries: tuple[QueryDetails, ...] = ()


@dataclass(frozen=True, slots=True)
class KafkaTopics(_Answer):
    """SHOW TOPICS, plain and EXTENDED."""

    topics: tuple[KafkaTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class Properties(_Answer):
    """SHOW PROPERTIES: `overwritten` were set by this request, `defaults` have their default value."""

    properties: tuple[Property, ...] = ()
    overwritten: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionNames(_Answer):
    """SHOW FUNCTIONS."""

    functions: tuple[FunctionName, ...] = ()


@dataclass(frozen=True, slots=True)
class DescribeFunction(_Answer):
    """DESCRIBE FUNCTION; `type` is SCALAR, AGGREGATE or TABLE."""

    name: str = ""
    description: str = ""
    author: str = ""
    version: str = ""
    path: str = ""
    type: str = ""
    functions: tuple[FunctionSignature, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeList(_Answer):
    """SHOW TYPES: each custom type's schema by its name."""

    types: Mapping[str, FieldSchema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variables(_Answer):
    """SHOW VARIABLES; the server knows those of the request only."""

    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminateQuery(_Answer):
    """TERMINATE of a push query."""

    query_id: str = ""
    was_terminated: bool = False


@dataclass(frozen=True, slots=True)
class ConnectorList(_Answer):
    """SHOW CONNECTORS."""

    connectors: tuple[ConnectorSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectorPlugins(_Answer):
    """SHOW CONNECTOR PLUGINS."""

    plugins: tuple[ConnectorPlugin, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectorCreated(_Answer):
    """CREATE CONNECTOR: its name, type and settings."""

    name: str = ""
    type: str = ""
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConnectorDropped(_Answer):
    """DROP CONNECTOR."""

    connector_name: str = ""


@dataclass(frozen=True, slots=True)
class ConnectorDescription(_Answer):
    """DESCRIBE CONNECTOR."""

    name: str = ""
    connector_class: str = ""
    type: str = ""
    state: str = ""
    worker_id: str = ""
    trace: str = ""
    tasks: tuple[ConnectorTask, ...] = ()
    sources: tuple[SourceDetails, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssertTopic(_Answer):
    """ASSERT TOPIC that held; one that failed is a RequestRefused with code 41700."""

    topic_name: str = ""
    exists: bool = True


@dataclass(frozen=True, slots=True)
class AssertSchema(_Answer):
    """ASSERT SCHEMA that held; `id` is None where the statement named a subject only."""

    subject: str = ""
    id: int | None = None
    exists: bool = True


@dataclass(frozen=True, slots=True)
class ExecutionPlan(_Answer):
    """The plan of a query, from old servers."""

    execution_plan: str = ""


@dataclass(frozen=True, slots=True)
class TopicDescription(_Answer):
    """A registered topic, from old servers."""

    name: str = ""
    kafka_topic: str = ""
    format: str = ""
    schema_string: str = ""


@dataclass(frozen=True, slots=True)
class LocalAnswer(_Answer):
    """What the session itself answers to a client command, such as HELP: no server was asked."""

    tables: tuple[EntityTable, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownEntity(_Answer):
    """An answer of a kind that this console does not know: `type` is its @type, `raw` the whole object."""

    type: str = ""
    raw: Mapping[str, object] = field(default_factory=dict)


Entity = (
    CurrentStatus
    | WarningEntity
    | SourceList
    | SourceDescription
    | SourceDescriptions
    | Queries
    | QueryDescription
    | QueryDescriptions
    | KafkaTopics
    | Properties
    | FunctionNames
    | DescribeFunction
    | TypeList
    | Variables
    | TerminateQuery
    | ConnectorList
    | ConnectorPlugins
    | ConnectorCreated
    | ConnectorDropped
    | ConnectorDescription
    | AssertTopic
    | AssertSchema
    | ExecutionPlan
    | TopicDescription
    | LocalAnswer
    | UnknownEntity
)
