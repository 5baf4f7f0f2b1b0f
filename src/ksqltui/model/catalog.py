"""Owns what one look at a server found: its state, topics, sources and queries; knows no requests and no screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ksqltui.model.descriptions import RunningQuery
from ksqltui.model.entities import ServerInfo
from ksqltui.model.listings import KafkaTopic


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of a stream or table: `type` is the text a person would write, `kind` is "KEY", "HEADER" or ""."""

    name: str
    type: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CatalogSource:
    """A stream or a table. `kind` is "STREAM" or "TABLE"; `columns` is empty until they have been asked for."""

    name: str
    kind: str
    topic: str
    key_format: str
    value_format: str
    is_windowed: bool
    window_type: str = ""
    columns: tuple[SourceColumn, ...] = ()

    @property
    def is_table(self) -> bool:
        return self.kind == "TABLE"


@dataclass(frozen=True, slots=True)
class ServerSnapshot:
    """What the last good look found, and why a later one failed.

    `taken_at` is the wall time of the last good look in seconds, 0.0 before the first; `problem` is the message of
    the newest look if it failed, and then everything else is as old as `taken_at` says. `healthy` None is unknown.
    `properties` holds every server property by its name without the prefix `ksql.streams.`; `brokers` are the
    server's bootstrap servers as host:port. `is_starting` is what the server itself said to the newest look.
    """

    server: ServerInfo | None = None
    healthy: bool | None = None
    brokers: tuple[str, ...] = ()
    topics: tuple[KafkaTopic, ...] = ()
    streams: tuple[CatalogSource, ...] = ()
    tables: tuple[CatalogSource, ...] = ()
    queries: tuple[RunningQuery, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    taken_at: float = 0.0
    problem: str | None = None
    is_starting: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the newest look was good."""
        return self.server is not None and self.problem is None

    def sources(self) -> Iterator[CatalogSource]:
        """Streams, then tables."""
        yield from self.streams
        yield from self.tables

    def source(self, name: str) -> CatalogSource | None:
        """The stream or table of this name, as ksqlDB spells it."""
        return next((source for source in self.sources() if source.name == name), None)

    def age(self, now: float) -> float:
        """Seconds since the last good look; `now` is wall time."""
        return max(0.0, now - self.taken_at)
