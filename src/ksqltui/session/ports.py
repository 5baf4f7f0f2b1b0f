"""Owns what the session needs of the outside, as Protocols; knows no library that could provide it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ksqltui.model.cluster import Config, Group, GroupsLook, PictureSource, Topic, TopicPartition, TopicsLook
    from ksqltui.model.entities import Entity, ServerInfo
    from ksqltui.model.messages import Message, Reading
    from ksqltui.model.positions import Position
    from ksqltui.model.sending import Delivery, Outgoing, SendSettings
    from ksqltui.model.stream import StreamEvent


class KsqlServer(Protocol):
    """One ksqlDB server. Every method raises model.errors.KsqlError and nothing else of its own."""

    pipelined: bool
    """Whether a statement is sent without waiting for the commands before it to be carried out; off at first."""

    @property
    def url(self) -> str:
        """The address, without user or password."""
        ...

    async def info(self) -> ServerInfo:
        """GET /info. Raises NotKsqlServer where something else answers."""
        ...

    async def is_healthy(self) -> bool:
        """GET /healthcheck."""
        ...

    async def is_valid_property(self, name: str) -> bool:
        """GET /is_valid_property/{name}; False when the server refuses it."""
        ...

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        """POST /ksql; INSERT VALUES and the like answer no entity."""
        ...

    def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AbstractAsyncContextManager[AsyncIterator[StreamEvent]]:
        """SELECT or PRINT on a connection of its own; leaving the context closes it, which cancels the query."""
        ...

    async def close(self) -> None: ...


class KafkaCluster(Protocol):
    """One Kafka cluster to look at. Every method raises model.cluster_errors.ClusterError and nothing else of its own.

    Implemented over the brokers, and over ksqlDB's REST interface where the brokers cannot be reached.
    """

    @property
    def source(self) -> PictureSource:
        """Who tells."""
        ...

    @property
    def address(self) -> str:
        """Where it is asked: bootstrap servers as host:port,host:port, or ksqlDB's URL."""
        ...

    async def look_at_topics(self) -> TopicsLook:
        """The cheap part: brokers, topics and offsets, about five requests. Never makes a topic."""
        ...

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        """The dear part: two requests and one more for each group; lag is counted against the ends in `topics`."""
        ...

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        """All configs of each topic; refused for a topic that is not there."""
        ...

    async def broker_configs(self, broker: int) -> tuple[Config, ...]: ...

    async def close(self) -> None: ...


class KafkaAdministration(Protocol):
    """What changes a cluster. Every method raises model.cluster_errors.ClusterError and nothing else of its own."""

    @property
    def bootstrap(self) -> str:
        """The brokers' addresses, as Kafka's own tools take them."""
        ...

    async def create_topic(
        self, topic: str, partitions: int, replication_factor: int, configs: Mapping[str, str]
    ) -> None: ...

    async def add_partitions(self, topic: str, total: int) -> None: ...

    async def alter_configs(self, topic: str, wanted: Mapping[str, str], reset: Sequence[str]) -> None: ...

    async def delete_topic(self, topic: str) -> None: ...

    async def delete_records(self, topic: str, before: Mapping[int, int]) -> Mapping[int, int]:
        """Deletes what lies before an offset, -1 for the end, in each partition; gives the first offsets left."""
        ...

    async def group(self, id: str) -> Group:
        """One group and what it committed, without the ends of its partitions."""
        ...

    async def offsets_at(self, topics: Sequence[str], position: Position) -> Mapping[TopicPartition, int]:
        """The offset of a position in every partition of the topics, kept between the bounds."""
        ...

    async def set_group_offsets(self, group: str, offsets: Mapping[TopicPartition, int]) -> None:
        """Refused while the group has members."""
        ...

    async def delete_group(self, group: str) -> None: ...

    async def elect_preferred_leaders(self) -> tuple[TopicPartition, ...]:
        """Gives the partitions whose leader changed."""
        ...


class KafkaMessages(Protocol):
    """Reads topics. Raises model.cluster_errors.ClusterError and nothing else of its own."""

    def read(self, wanted: Reading) -> AbstractAsyncContextManager[AsyncIterator[tuple[Message, ...]]]:
        """Batches of messages; it ends at the end that the topic had when it began, unless it follows.

        An empty batch says that nothing came for a while. Never commits, never makes a topic. Leaving the context
        ends the reading.
        """
        ...


class KafkaProducer(Protocol):
    """One open producer."""

    def send(self, message: Outgoing) -> Awaitable[Delivery]:
        """Hands a message over and gives its report, to wait for; a failure is in it and never raised.

        Raises ClusterError where the client does not take the message at all.
        """
        ...


class KafkaSender(Protocol):
    """Writes topics."""

    def producing(self, topic: str, how: SendSettings) -> AbstractAsyncContextManager[KafkaProducer]:
        """A producer for a topic that is there; leaving the context waits for what is under way.

        Raises ClusterError for a topic that is not there and for refused settings; it never makes a topic.
        """
        ...
