"""Owns one look at a server: which requests it takes and how a snapshot is made of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from ksqltui.model.catalog import CatalogSource, ServerSnapshot, SourceColumn
from ksqltui.model.descriptions import RunningQuery, SourceDetails
from ksqltui.model.entities import Entity, KafkaTopics, Properties, Queries, SourceDescriptions, SourceList
from ksqltui.model.errors import STARTING, KsqlError, RequestRefused
from ksqltui.model.listings import KafkaTopic, SourceInfo
from ksqltui.session.ports import KsqlServer

LISTS = "SHOW TOPICS; SHOW STREAMS; SHOW TABLES; SHOW QUERIES;"
COLUMNS = "DESCRIBE STREAMS; DESCRIBE TABLES;"
PROPERTIES = "SHOW PROPERTIES;"
_PREFIX = "ksql.streams."


class Look:
    """Asks a server what there is. Columns are asked for when the sources changed, properties once."""

    def __init__(self, server: KsqlServer) -> None:
        self._server = server
        self._described: dict[str, SourceDetails] = {}
        self._listed: frozenset[SourceInfo] | None = None
        self._properties: Mapping[str, str] | None = None

    def forget_columns(self) -> None:
        """Makes the next look ask for columns: ALTER and CREATE OR REPLACE change them under the same name."""
        self._listed = None

    async def take(
        self, last: ServerSnapshot, clock: Callable[[], float], *, with_columns: bool = False
    ) -> ServerSnapshot:
        """A snapshot of now. Raises KsqlError where the server does not answer."""
        if with_columns:
            self.forget_columns()
        server = await self._server.info()
        healthy = await self._server.is_healthy()
        found = _Found.of(await self._ask(LISTS))
        if self._properties is None:
            self._properties = _properties(await self._ask(PROPERTIES))
        listed = frozenset(found.sources)
        if listed != self._listed:
            self._described = _described(await self._ask(COLUMNS))
            self._listed = listed
        sources = [self._source(info) for info in found.sources]
        return ServerSnapshot(
            server=server,
            healthy=healthy,
            brokers=_brokers(self._properties),
            topics=found.topics,
            streams=tuple(source for source in sources if not source.is_table),
            tables=tuple(source for source in sources if source.is_table),
            queries=found.queries,
            properties=self._properties,
            taken_at=clock(),
        )

    def failed(self, last: ServerSnapshot, error: KsqlError) -> ServerSnapshot:
        """The last snapshot with the reason why there is no newer one. A server that comes back is asked anew."""
        self._listed = None
        self._properties = None
        is_starting = isinstance(error, RequestRefused) and error.code == STARTING
        return replace(last, problem=error.message, is_starting=is_starting)

    async def _ask(self, sql: str) -> tuple[Entity, ...]:
        return await self._server.execute(sql, properties={}, variables={})

    def _source(self, info: SourceInfo) -> CatalogSource:
        details = self._described.get(info.name, SourceDetails())
        return CatalogSource(
            name=info.name,
            kind=info.type,
            topic=info.topic,
            key_format=info.key_format,
            value_format=info.value_format,
            is_windowed=info.is_windowed,
            window_type=details.window_type,
            columns=tuple(SourceColumn(column.name, column.schema.sql, column.kind) for column in details.fields),
        )


@dataclass(slots=True)
class _Found:
    topics: tuple[KafkaTopic, ...] = ()
    queries: tuple[RunningQuery, ...] = ()
    sources: list[SourceInfo] = field(default_factory=list)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> _Found:
        found = cls()
        for entity in entities:
            match entity:
                case KafkaTopics(topics=topics):
                    found.topics = topics
                case Queries(queries=queries):
                    found.queries = queries
                case SourceList(sources=sources):
                    found.sources.extend(sources)
                case _:
                    pass
        return found


def _described(entities: Iterable[Entity]) -> dict[str, SourceDetails]:
    return {
        details.name: details
        for entity in entities
        if isinstance(entity, SourceDescriptions)
        for details in entity.sources
    }


def _properties(entities: Iterable[Entity]) -> dict[str, str]:
    return {
        setting.name.removeprefix(_PREFIX): setting.value or ""
        for entity in entities
        if isinstance(entity, Properties)
        for setting in entity.properties
    }


def _brokers(properties: Mapping[str, str]) -> tuple[str, ...]:
    written = properties.get("bootstrap.servers", "").split(",")
    # A listener may be written with its protocol: PLAINTEXT://host:port.
    return tuple(broker.strip().rpartition("://")[2] for broker in written if broker.strip())
