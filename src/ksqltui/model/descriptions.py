"""Owns what DESCRIBE and EXPLAIN tell about a source or a query, as values; knows no wire format.

Every value has defaults: servers of other versions leave parts out, and a missing part is empty, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """A column's type: `member_schema` is an ARRAY's element or a MAP's value, `fields` are a STRUCT's.

    `parameters` holds a DECIMAL's precision and scale.
    """

    type: str = ""
    fields: tuple[Field, ...] = ()
    member_schema: FieldSchema | None = None
    parameters: Mapping[str, int] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        """The type as ksqlDB spells it: "DECIMAL(10, 2)", "MAP<STRING, DOUBLE>", "STRUCT<`X` INTEGER>"."""
        if self.type == "DECIMAL" and "precision" in self.parameters:
            return f"DECIMAL({self.parameters['precision']}, {self.parameters.get('scale', 0)})"
        if self.type == "ARRAY" and self.member_schema is not None:
            return f"ARRAY<{self.member_schema.sql}>"
        if self.type == "MAP" and self.member_schema is not None:
            return f"MAP<STRING, {self.member_schema.sql}>"
        if self.type == "STRUCT":
            inner = ", ".join(f"`{part.name}` {part.schema.sql}" for part in self.fields)
            return f"STRUCT<{inner}>"
        return self.type


@dataclass(frozen=True, slots=True)
class Field:
    """A column: `kind` is "KEY", "HEADER" or "" for a value; `header_key` names the header that it reads."""

    name: str = ""
    schema: FieldSchema = field(default_factory=FieldSchema)
    kind: str = ""
    header_key: str = ""


@dataclass(frozen=True, slots=True)
class RunningQuery:
    """A query as SHOW QUERIES lists it: `query_type` is PERSISTENT or PUSH; `status_count` counts hosts by state."""

    query_string: str = ""
    sinks: tuple[str, ...] = ()
    sink_kafka_topics: tuple[str, ...] = ()
    id: str = ""
    status_count: Mapping[str, int] = field(default_factory=dict)
    query_type: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class PartitionOffsets:
    """Where a consumer group stands in one partition; `lag` is what it has yet to read."""

    partition: int = 0
    log_start_offset: int = 0
    log_end_offset: int = 0
    consumer_offset: int = 0

    @property
    def lag(self) -> int:
        return max(0, self.log_end_offset - self.consumer_offset)


@dataclass(frozen=True, slots=True)
class TopicOffsets:
    """The offsets of one topic's partitions."""

    kafka_topic: str = ""
    offsets: tuple[PartitionOffsets, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupOffsets:
    """What one consumer group has read of each topic."""

    group_id: str = ""
    topic_summaries: tuple[TopicOffsets, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceStatistic:
    """A figure that one host measured about a source; `timestamp` is in milliseconds since 1970."""

    name: str = ""
    host: str = ""
    value: float = 0.0
    timestamp: int = 0


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """What DESCRIBE says of a stream or table: `type` is STREAM or TABLE, `window_type` "" where there is none.

    `timestamp` names the column that gives the row's time, "" for the record's own. `partitions`, `replication`,
    the offsets and the statistics are filled by DESCRIBE EXTENDED only.
    """

    name: str = ""
    window_type: str = ""
    read_queries: tuple[RunningQuery, ...] = ()
    write_queries: tuple[RunningQuery, ...] = ()
    fields: tuple[Field, ...] = ()
    type: str = ""
    timestamp: str = ""
    statistics: str = ""
    error_stats: str = ""
    extended: bool = False
    key_format: str = ""
    value_format: str = ""
    topic: str = ""
    partitions: int = 0
    replication: int = 0
    statement: str = ""
    query_offset_summaries: tuple[GroupOffsets, ...] = ()
    source_constraints: tuple[str, ...] = ()
    cluster_statistics: tuple[SourceStatistic, ...] = ()
    cluster_error_stats: tuple[SourceStatistic, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryError:
    """Why a query failed: `type` is USER, SYSTEM or UNKNOWN; `timestamp` is in milliseconds since 1970."""

    timestamp: int = 0
    error_message: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class TaskOffset:
    """How far a task of Kafka Streams has come in one partition; `lag` is what it has yet to commit."""

    topic: str = ""
    partition: int = 0
    end_offset: int = 0
    committed_offset: int = 0

    @property
    def lag(self) -> int:
        return max(0, self.end_offset - self.committed_offset)


@dataclass(frozen=True, slots=True)
class TaskMetadata:
    """One task of Kafka Streams: `task_id` is "subtopology_partition"."""

    task_id: str = ""
    topic_offsets: tuple[TaskOffset, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryDetails:
    """What EXPLAIN says of a query; `fields` are its result columns, keys first.

    `id`, the states, the tasks and the consumer group are filled for a running persistent query only.
    """

    id: str = ""
    statement_text: str = ""
    window_type: str = ""
    fields: tuple[Field, ...] = ()
    sources: tuple[str, ...] = ()
    sinks: tuple[str, ...] = ()
    topology: str = ""
    execution_plan: str = ""
    overridden_properties: Mapping[str, object] = field(default_factory=dict)
    host_statuses: Mapping[str, str] = field(default_factory=dict)
    query_type: str = ""
    query_errors: tuple[QueryError, ...] = ()
    tasks_metadata: tuple[TaskMetadata, ...] = ()
    consumer_group_id: str = ""
    state: str = ""
