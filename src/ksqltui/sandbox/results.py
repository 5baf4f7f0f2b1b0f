"""Owns the values that the engine hands out; knows no JSON and no HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from ksqltui.sandbox.log import Headers
from ksqltui.sandbox.types import Schema


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a DDL or DML statement did.

    `rewritten` is the statement as ksqlDB shows it, None where it shows the text as it was sent. With `warning` set
    nothing was done (IF NOT EXISTS, IF EXISTS) and there is no command: `command_id` is empty, `sequence_number` -1.
    """

    command_id: str = ""
    message: str = ""
    query_id: str | None = None
    warning: str | None = None
    sequence_number: int = -1
    rewritten: str | None = None


@dataclass(slots=True)
class OutputRow:
    """One row of a result: `values` in the order of the schema. Not frozen because queries make them in bulk."""

    values: Sequence[object]
    tombstone: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """One record for PRINT. `window` is (start, end or None) where the key is a windowed one of `key_format`.

    `key` is the key without the window's bytes.
    """

    timestamp: int
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    window: tuple[int, int | None] | None = None


class QueryState(Enum):
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"


class QueryKind(Enum):
    PERSISTENT = "PERSISTENT"
    PUSH = "PUSH"
    PULL = "PULL"


@dataclass(frozen=True, slots=True)
class QueryPlanSummary:
    """What EXPLAIN tells: `key_schema` are the key columns under their projected names; `schema` the result's columns.

    The schema of a sink is without its key. `window_type` is TUMBLING, HOPPING or SESSION. `query_id` is the one that
    the plans name: made up for a query that does not run, empty for a statement that would make a persistent one.
    """

    statement_text: str
    schema: Schema
    key_schema: Schema
    sources: tuple[str, ...]
    sinks: tuple[str, ...]
    topology: str
    execution_plan: str
    window_type: str | None
    kind: QueryKind
    query_id: str


class RunningQuery(Protocol):
    """A query that a client reads."""

    id: str
    kind: QueryKind
    text: str
    schema: Schema
    end_reason: str | None
    is_pull_on_table: bool
    consumer_group: str
    sources: tuple[str, ...]

    def batches(self) -> AsyncIterator[Sequence[OutputRow]]:
        """The rows as they come, in batches that are never empty; ends when `end_reason` is set or after close()."""
        ...

    def close(self) -> None:
        """End the query; it is gone from SHOW QUERIES at once. May be called more than once."""
        ...


@dataclass(frozen=True, slots=True)
class PartitionProgress:
    """How far a query has read one partition."""

    partition: int
    start: int
    end: int
    committed: int


@dataclass(frozen=True, slots=True)
class QuerySnapshot:
    """A persistent query as SHOW QUERIES and DESCRIBE .. EXTENDED tell it."""

    id: str
    text: str
    sinks: tuple[str, ...]
    sink_topics: tuple[str, ...]
    sources: tuple[str, ...]
    state: QueryState
    consumer_group: str
    progress: Mapping[str, tuple[PartitionProgress, ...]] = field(default_factory=dict)
