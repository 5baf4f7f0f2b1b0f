"""Owns the brokers' side of the session's KafkaCluster port: each look in a thread, failures explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ksqltui.kafka.asking import ask
from ksqltui.kafka.config_look import broker_configs, topic_configs
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.group_look import look_at_groups
from ksqltui.kafka.threads import in_thread
from ksqltui.kafka.topic_look import look_at_topics
from ksqltui.model.cluster import Config, GroupsLook, PictureSource, Topic, TopicsLook


class BrokerCluster:
    """A cluster asked through its brokers."""

    source = PictureSource.BROKERS

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def address(self) -> str:
        return self._connection.bootstrap

    async def look_at_topics(self) -> TopicsLook:
        return await ask(self._connection, look_at_topics)

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        return await ask(self._connection, lambda admin: look_at_groups(admin, topics))

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        return await ask(self._connection, lambda admin: topic_configs(admin, topics))

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        return await ask(self._connection, lambda admin: broker_configs(admin, broker))

    async def close(self) -> None:
        # Letting go closes connections, which may take its time: not here.
        await in_thread(self._connection.forget)
