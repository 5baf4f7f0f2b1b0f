"""Owns the metastore: sources and custom types by name; knows no topic contents and no query that runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ksqltui.sandbox.formats import SerdeOptions
from ksqltui.sandbox.types import Column, Namespace, Schema, SqlType
from ksqltui.sql.syntax import SourceKind


class WindowKind(Enum):
    """How the key of a windowed source is read."""

    TUMBLING = "TUMBLING"
    HOPPING = "HOPPING"
    SESSION = "SESSION"


@dataclass(frozen=True, slots=True)
class Windowing:
    """The window in a source's key; `size_ms` is None for SESSION, whose keys hold start and end."""

    type: WindowKind
    size_ms: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """A stream or table. `statement_text` is the rewritten CREATE; `created_by` the id of the query that fills it."""

    name: str
    kind: SourceKind
    schema: Schema
    topic: str
    key_format: str
    value_format: str
    serde_options: SerdeOptions
    statement_text: str
    windowing: Windowing | None = None
    created_by: str | None = None
    is_source_table: bool = False
    timestamp_column: str | None = None
    timestamp_format: str | None = None

    @property
    def is_table(self) -> bool:
        return self.kind is SourceKind.TABLE

    @property
    def header_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.schema.columns if column.namespace is Namespace.HEADERS)


@dataclass(slots=True)
class Catalog:
    """Names are as ksqlDB stores them: upper-case unless quoted."""

    sources: dict[str, Source] = field(default_factory=dict)
    types: dict[str, SqlType] = field(default_factory=dict)

    def source(self, name: str) -> Source | None:
        return self.sources.get(name)

    def add(self, source: Source) -> None:
        """Add, or put in the place of the one with the same name."""
        self.sources[source.name] = source

    def drop(self, name: str) -> None:
        del self.sources[name]

    def with_topic(self, topic: str) -> tuple[Source, ...]:
        """Every source that lies over this topic."""
        return tuple(source for source in self.sources.values() if source.topic == topic)
