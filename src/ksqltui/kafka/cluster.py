"""Owns the brokers' side of the session's KafkaCluster port: each look in a thread, failures explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from confluent_kafka.admin import AdminClient

from ksqltui.kafka.config_look import broker_configs, topic_configs
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.group_look import look_at_groups
from ksqltui.kafka.probe import Speaks, what_speaks
from ksqltui.kafka.threads import in_thread
from ksqltui.kafka.topic_look import look_at_topics
from ksqltui.kafka.unreachable import explained, places
from ksqltui.model.cluster import Config, GroupsLook, PictureSource, Topic, TopicsLook
from ksqltui.model.cluster_errors import BrokersNotReached

_T = TypeVar("_T")


class BrokerCluster:
    """A cluster asked through its brokers."""

    source = PictureSource.BROKERS

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._has_answered = False

    @property
    def address(self) -> str:
        return self._connection.bootstrap

    async def look_at_topics(self) -> TopicsLook:
        return await self._asked(look_at_topics)

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        return await self._asked(lambda admin: look_at_groups(admin, topics))

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        return await self._asked(lambda admin: topic_configs(admin, topics))

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        return await self._asked(lambda admin: broker_configs(admin, broker))

    async def close(self) -> None:
        # Letting go closes connections, which may take its time: not here.
        await in_thread(self._connection.forget)

    async def _asked(self, ask: Callable[[AdminClient], _T]) -> _T:
        def work() -> _T:
            try:
                if not self._has_answered and not self._anything_listens():
                    raise BrokersNotReached("nothing listens there")
                answer = ask(self._connection.admin())
            except BrokersNotReached as error:
                self._has_answered = False
                raise explained(error, self._connection) from None
            self._has_answered = True
            self._connection.faults.clear()
            return answer

        return await in_thread(work)

    def _anything_listens(self) -> bool:
        """The client waits its whole time for a port that is closed; a look at the port is quicker."""
        return any(what_speaks(*place) is not Speaks.NOTHING for place in places(self._connection.bootstrap))
