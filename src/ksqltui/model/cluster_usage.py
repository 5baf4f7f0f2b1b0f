"""Owns how ksqlDB's side is joined to the cluster's: what stands on a topic, who writes and reads it, how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.cluster import ClusterPicture
from ksqltui.model.descriptions import QueryDetails


@dataclass(frozen=True, slots=True)
class QueryUsage:
    """A running query by its topics. `lag` is its consumer group's, None where it is unknown."""

    id: str
    state: str = ""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    group: str = ""
    lag: int | None = None


@dataclass(frozen=True, slots=True)
class TopicUsage:
    """What ksqlDB does with a topic: the streams and tables that stand on it, and the ids of queries.

    `owner` is the query whose changelog or repartition topic it is, "" for a topic of somebody's own.
    """

    sources: tuple[str, ...] = ()
    written_by: tuple[str, ...] = ()
    read_by: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """ksqlDB's side of a cluster, by topic and by query."""

    topics: Mapping[str, TopicUsage] = field(default_factory=dict)
    queries: Mapping[str, QueryUsage] = field(default_factory=dict)

    def of(self, topic: str) -> TopicUsage:
        return self.topics.get(topic, TopicUsage())

    def query_of_group(self, group: str) -> QueryUsage | None:
        """The query that a consumer group belongs to."""
        return next((query for query in self.queries.values() if query.group and query.group == group), None)


def usage(snapshot: ServerSnapshot, queries: Iterable[QueryDetails], picture: ClusterPicture) -> Usage:
    """Joins what ksqlDB told (SHOW QUERIES EXTENDED gives the tasks and consumer groups) with the cluster's groups."""
    topic_of = {source.name: source.topic for source in snapshot.sources()}
    found = {details.id: _query(details, topic_of, picture) for details in queries if details.id}
    names = {source.topic for source in snapshot.sources()}
    names |= {topic for query in found.values() for topic in (*query.reads, *query.writes)}
    groups = tuple(f"{query.group}-" for query in found.values() if query.group)
    names |= {topic.name for topic in picture.topics if topic.name.startswith(groups)}
    topics = {name: _topic(name, snapshot, found) for name in sorted(names) if name}
    return Usage({name: used for name, used in topics.items() if used != TopicUsage()}, found)


def _query(details: QueryDetails, topic_of: Mapping[str, str], picture: ClusterPicture) -> QueryUsage:
    offsets = [each for task in details.tasks_metadata for each in task.topic_offsets]
    reads = dict.fromkeys(topic_of[name] for name in details.sources if name in topic_of)
    reads |= dict.fromkeys(each.topic for each in offsets)
    group = picture.group(details.consumer_group_id) if details.consumer_group_id else None
    lag = group.lag if group is not None else None
    if lag is None and offsets:
        lag = sum(each.lag for each in offsets)
    writes = dict.fromkeys(topic_of.get(name, name) for name in details.sinks)
    return QueryUsage(details.id, details.state, tuple(reads), tuple(writes), details.consumer_group_id, lag)


def _topic(name: str, snapshot: ServerSnapshot, queries: Mapping[str, QueryUsage]) -> TopicUsage:
    return TopicUsage(
        tuple(source.name for source in snapshot.sources() if source.topic == name),
        tuple(query.id for query in queries.values() if name in query.writes),
        tuple(query.id for query in queries.values() if name in query.reads),
        # Kafka Streams names its own topics after its group: GROUP-OPERATOR-changelog.
        next((query.id for query in queries.values() if query.group and name.startswith(f"{query.group}-")), ""),
    )
