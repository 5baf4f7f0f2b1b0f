"""Owns what changes a cluster, over the brokers: topics, configs, records, group offsets, leaders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import confluent_kafka
from confluent_kafka import ConsumerGroupTopicPartitions, ElectionType, KafkaException
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourceType,
)

from ksqltui.kafka.answers import refusal, result_of
from ksqltui.kafka.asking import ask
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.group_look import look_at_group
from ksqltui.kafka.offsets import offsets_at
from ksqltui.model.cluster import Group, TopicPartition
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.model.positions import Position
from ksqltui.speech.speech import Told

SECONDS = 15.0
"""How long the cluster may take for a change: a topic of many partitions takes some seconds."""
_T = TypeVar("_T")


class BrokerAdministration:
    """Implements the session's KafkaAdministration. Every method raises ClusterError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def bootstrap(self) -> str:
        return self._connection.bootstrap

    async def create_topic(
        self, topic: str, partitions: int, replication_factor: int, configs: Mapping[str, str]
    ) -> None:
        wanted = NewTopic(topic, partitions, replication_factor, config=dict(configs))
        await self._each(lambda admin: admin.create_topics([wanted], request_timeout=SECONDS))

    async def add_partitions(self, topic: str, total: int) -> None:
        wanted = NewPartitions(topic, total)
        await self._each(lambda admin: admin.create_partitions([wanted], request_timeout=SECONDS))

    async def alter_configs(self, topic: str, wanted: Mapping[str, str], reset: Sequence[str]) -> None:
        changes = [
            *(ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in wanted.items()),
            *(ConfigEntry(name, None, incremental_operation=AlterConfigOpType.DELETE) for name in reset),
        ]
        resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=changes)
        await self._each(lambda admin: admin.incremental_alter_configs([resource], request_timeout=SECONDS))

    async def delete_topic(self, topic: str) -> None:
        await self._each(lambda admin: admin.delete_topics([topic], request_timeout=SECONDS))

    async def delete_records(self, topic: str, before: Mapping[int, int]) -> Mapping[int, int]:
        wanted = [confluent_kafka.TopicPartition(topic, number, at) for number, at in before.items()]
        done = await self._each(lambda admin: admin.delete_records(wanted, request_timeout=SECONDS))
        return {place.partition: deleted.low_watermark for place, deleted in done.items()}

    async def group(self, id: str) -> Group:
        return await ask(self._connection, lambda admin: look_at_group(admin, id, SECONDS))

    async def offsets_at(self, topics: Sequence[str], position: Position) -> Mapping[TopicPartition, int]:
        return await ask(self._connection, lambda admin: offsets_at(admin, topics, position))

    async def set_group_offsets(self, group: str, offsets: Mapping[TopicPartition, int]) -> None:
        await ask(self._connection, lambda admin: _set_group_offsets(admin, group, offsets))

    async def delete_group(self, group: str) -> None:
        await self._each(lambda admin: admin.delete_consumer_groups([group], request_timeout=SECONDS))

    async def elect_preferred_leaders(self) -> tuple[TopicPartition, ...]:
        return await ask(self._connection, _elect_preferred_leaders)

    async def _each(self, request: Callable[[AdminClient], Mapping[Any, Future[_T]]]) -> dict[Any, _T]:
        """Every answer of a request that has one a thing; the first refusal is raised."""

        def work(admin: AdminClient) -> dict[Any, _T]:
            return {key: result_of(future, SECONDS + 1) for key, future in _sent(lambda: request(admin)).items()}

        return await ask(self._connection, work)


def _sent(request: Callable[[], _T]) -> _T:
    """The library itself refuses some arguments before anything is sent."""
    try:
        return request()
    except KafkaException as error:
        raise refusal(error.args[0]) from None
    except (TypeError, ValueError) as error:
        raise ActionRefused(str(error), code="INVALID_REQUEST") from None


def _set_group_offsets(admin: AdminClient, group: str, offsets: Mapping[TopicPartition, int]) -> None:
    places = [confluent_kafka.TopicPartition(each.topic, each.partition, at) for each, at in sorted(offsets.items())]
    wanted = ConsumerGroupTopicPartitions(group, places)
    asked = _sent(lambda: admin.alter_consumer_group_offsets([wanted], request_timeout=SECONDS))
    done = result_of(asked[group], SECONDS + 1)
    # An active group is no exception of the call: the error stands in each partition.
    for place in done.topic_partitions or ():
        if place.error is not None:
            raise refusal(place.error, Told("Group {group} was not set", group=group))


def _elect_preferred_leaders(admin: AdminClient) -> tuple[TopicPartition, ...]:
    """The partitions that changed their leader."""
    # With a timeout the library's call fails on its own arguments; without one it has the client's.
    done = result_of(_sent(lambda: admin.elect_leaders(ElectionType.PREFERRED, None)), SECONDS + 50)
    failed = {place: error for place, error in done.items() if error is not None}
    for error in failed.values():
        fault = error.args[0] if isinstance(error, KafkaException) else error
        if fault.name() != "ELECTION_NOT_NEEDED":
            raise refusal(fault)
    return tuple(TopicPartition(place.topic, place.partition) for place in sorted(done.keys() - failed.keys(), key=str))
