"""Owns the items that ksqlDB lists (sources, topics, settings, functions, connectors), as values; knows no wire format.

Every field has a default, as in `model.entities`, whose answers hold these items.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandStatus:
    """How far a command has come.

    `status` is QUEUED, PARSING, EXECUTING, RUNNING, TERMINATED, SUCCESS or ERROR; `query_id` is "" where it started
    no query.
    """

    status: str = ""
    message: str = ""
    query_id: str = ""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A stream or table as SHOW lists it; `type` is STREAM or TABLE."""

    type: str = ""
    name: str = ""
    topic: str = ""
    key_format: str = ""
    value_format: str = ""
    is_windowed: bool = False


@dataclass(frozen=True, slots=True)
class KafkaTopic:
    """A topic; `replica_info` is the number of replicas of each partition. The counts are None unless EXTENDED."""

    name: str = ""
    replica_info: tuple[int, ...] = ()
    consumer_count: int | None = None
    consumer_group_count: int | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A setting of the server: `value` is None where it is unset; `level` is QUERY or SERVER."""

    name: str = ""
    scope: str = ""
    value: str | None = None
    editable: bool = False
    level: str = ""


@dataclass(frozen=True, slots=True)
class FunctionName:
    """A function; `type` is SCALAR, AGGREGATE or TABLE."""

    name: str = ""
    type: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class FunctionArgument:
    """A parameter of a function."""

    name: str = ""
    type: str = ""
    description: str = ""
    is_variadic: bool = False


@dataclass(frozen=True, slots=True)
class FunctionSignature:
    """One variation of a function."""

    arguments: tuple[FunctionArgument, ...] = ()
    return_type: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A session variable."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ConnectorSummary:
    """A connector as SHOW CONNECTORS lists it; `type` is source or sink."""

    name: str = ""
    type: str = ""
    class_name: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ConnectorPlugin:
    """A class that a connector can be made of."""

    class_name: str = ""
    type: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class ConnectorTask:
    """A task of a connector; `trace` is the stack trace of a failed one."""

    id: int = 0
    state: str = ""
    worker_id: str = ""
    trace: str = ""
