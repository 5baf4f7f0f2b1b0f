"""Owns a picture of the cluster from what ksqlDB's REST interface knows, for when the brokers cannot be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from ksqltui.model.cluster import (
    Config,
    Group,
    GroupPartition,
    GroupsLook,
    GroupState,
    Partition,
    PictureSource,
    Topic,
    TopicPartition,
    TopicsLook,
)
from ksqltui.model.cluster_errors import ActionRefused, BrokersNotReached
from ksqltui.model.descriptions import GroupOffsets, PartitionOffsets
from ksqltui.model.entities import Entity, KafkaTopics, Queries, SourceDescriptions
from ksqltui.model.errors import KsqlError
from ksqltui.model.listings import KafkaTopic
from ksqltui.session.ports import KsqlServer
from ksqltui.speech.speech import Told

TOPICS = "SHOW ALL TOPICS;"
OFFSETS = "SHOW STREAMS EXTENDED; SHOW TABLES EXTENDED;"
_T = TypeVar("_T")


class KsqldbCluster:
    """Topics with their partitions and replicas; offsets and groups of what ksqlDB's queries read; no brokers.

    What REST does not tell is unknown: leaders, in-sync replicas, topics that no query reads, groups of others.
    """

    source = PictureSource.KSQLDB

    def __init__(self, server: KsqlServer) -> None:
        self._server = server

    @property
    def address(self) -> str:
        return self._server.url

    async def look_at_topics(self) -> TopicsLook:
        listed = [topic for answer in await self._ask(TOPICS, KafkaTopics) for topic in answer.topics]
        ends = _ends(_groups(await self._ask(OFFSETS, SourceDescriptions)))
        return TopicsLook(topics=tuple(_topic(topic, ends) for topic in sorted(listed, key=lambda each: each.name)))

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        """The groups of ksqlDB's own queries; their members and protocol are not told."""
        described = await self._ask(OFFSETS, SourceDescriptions)
        running = {query.id for answer in await self._ask("SHOW QUERIES;", Queries) for query in answer.queries}
        groups = (_group(id, offsets, running) for id, offsets in sorted(_groups(described).items()))
        return GroupsLook(tuple(groups))

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        raise _needs_brokers()

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        raise _needs_brokers()

    async def close(self) -> None:
        """Nothing of its own is open."""

    async def _ask(self, sql: str, kind: type[_T]) -> list[_T]:
        try:
            answers: Iterable[Entity] = await self._server.execute(sql, properties={}, variables={})
        except KsqlError as error:
            raise BrokersNotReached(error.message, advice=error.advice) from error
        return [answer for answer in answers if isinstance(answer, kind)]


def _needs_brokers() -> ActionRefused:
    return ActionRefused(
        Told("Configs can be asked of the brokers only, and they are not reached: this picture is ksqlDB's."),
        code="BROKERS_NEEDED",
        advice=Told("Give their address with --bootstrap."),
    )


def _groups(described: Iterable[SourceDescriptions]) -> dict[str, GroupOffsets]:
    """Each group once: a query that writes several sources is told with each."""
    return {
        summary.group_id: summary
        for answer in described
        for source in answer.sources
        for summary in source.query_offset_summaries
    }


def _ends(groups: Mapping[str, GroupOffsets]) -> dict[TopicPartition, PartitionOffsets]:
    return {
        TopicPartition(topic.kafka_topic, each.partition): each
        for group in groups.values()
        for topic in group.topic_summaries
        for each in topic.offsets
    }


def _topic(told: KafkaTopic, ends: Mapping[TopicPartition, PartitionOffsets]) -> Topic:
    partitions: list[Partition] = []
    for number, copies in enumerate(told.replica_info):
        known = ends.get(TopicPartition(told.name, number))
        partitions.append(
            Partition(
                number,
                copies=copies,
                earliest=known.log_start_offset if known is not None else None,
                latest=known.log_end_offset if known is not None else None,
            )
        )
    return Topic(told.name, tuple(partitions), is_internal=told.name.startswith("__"))


def _group(id: str, offsets: GroupOffsets, running: Iterable[str]) -> Group:
    partitions = tuple(
        GroupPartition(topic.kafka_topic, each.partition, each.consumer_offset, each.log_end_offset)
        for topic in offsets.topic_summaries
        for each in topic.offsets
    )
    # A query's group is named after it: _confluent-ksql-default_query_CTAS_T_3.
    is_running = any(id.endswith(f"query_{query}") for query in running)
    return Group(id, GroupState.STABLE if is_running else GroupState.UNKNOWN, "stream", partitions=partitions)
