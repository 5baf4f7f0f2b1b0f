"""Owns a Kafka cluster for the screens' tests: three brokers that answer what they hold, and note what is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from ksqltui.model.cluster import (
    Broker,
    Config,
    ConfigSource,
    Group,
    GroupPartition,
    GroupsLook,
    GroupState,
    Member,
    Partition,
    PictureSource,
    Topic,
    TopicPartition,
    TopicsLook,
)
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.model.messages import Message, Reading
from ksqltui.model.positions import Position
from ksqltui.model.sending import Acks, Delivery, Outgoing, SendSettings

NOW = 1_000.0
"""Wall time of the fake console's clock."""

BROKERS = tuple(Broker(id, "127.0.0.1", 9091 + id, f"rack-{id}", id == 1) for id in (1, 2, 3))
GROUP = Group(
    "billing",
    GroupState.STABLE,
    "range",
    1,
    (Member("m-1", "billing-app", "/10.0.0.7", (TopicPartition("payments", 0), TopicPartition("payments", 1))),),
    (
        GroupPartition("payments", 0, 1600, 1604, "m-1"),
        GroupPartition("payments", 1, 1588, 1588, "m-1"),
        GroupPartition("payments", 2, None, 1620),
    ),
)
CONFIGS = (
    Config("min.insync.replicas", "2", ConfigSource.TOPIC),
    Config("retention.ms", "604800000", ConfigSource.BROKER_FILE),
    Config("cleanup.policy", "delete", ConfigSource.DEFAULT),
    Config("segment.bytes", "1073741824", ConfigSource.DEFAULT),
)


def topic(name: str, *latest: int, is_internal: bool = False) -> Topic:
    """A topic with three replicas of each partition, the leaders in turn."""
    partitions = []
    for number, end in enumerate(latest):
        replicas = tuple((number + step) % 3 + 1 for step in range(3))
        partitions.append(Partition(number, replicas[0], replicas, replicas, earliest=0, latest=end))
    return Topic(name, tuple(partitions), is_internal)


@dataclass
class FakeCluster:
    """Implements KafkaCluster. `down` are brokers that do not answer; with a `problem` none does."""

    address: str = "127.0.0.1:9092"
    source: PictureSource = PictureSource.BROKERS
    topics: tuple[Topic, ...] = (
        topic("payments", 1604, 1588, 1620),
        topic("test", 0, 0, 0),
        topic("__consumer_offsets", 12, is_internal=True),
    )
    groups: tuple[Group, ...] = (GROUP, Group("idle", GroupState.EMPTY, "range"))
    down: set[int] = field(default_factory=set)
    problem: ClusterError | None = None

    async def look_at_topics(self) -> TopicsLook:
        if self.problem is not None:
            raise self.problem
        up = tuple(broker for broker in BROKERS if broker.id not in self.down)
        return TopicsLook(up, tuple(map(self._as_it_is, self.topics)), "cluster")

    def _as_it_is(self, topic: Topic) -> Topic:
        def partition(each: Partition) -> Partition:
            in_sync = tuple(id for id in each.replicas if id not in self.down)
            return replace(each, in_sync=in_sync, leader=in_sync[0] if in_sync else None, is_offline=not in_sync)

        return replace(topic, partitions=tuple(map(partition, topic.partitions)))

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        return GroupsLook(self.groups)

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        return dict.fromkeys(topics, CONFIGS)

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        return (Config("log.retention.hours", "168", ConfigSource.BROKER_FILE),)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class FakeAdministration:
    """Implements KafkaAdministration: notes what is asked and does it to nobody; refuses with `problem`."""

    bootstrap: str = "127.0.0.1:9092"
    groups: tuple[Group, ...] = (Group("idle", GroupState.EMPTY, "range", partitions=(GroupPartition("test", 0, 5),)),)
    problem: ClusterError | None = None
    done: list[tuple[object, ...]] = field(default_factory=list)

    def _note(self, *what: object) -> None:
        if self.problem is not None:
            raise self.problem
        self.done.append(what)

    async def create_topic(
        self, topic: str, partitions: int, replication_factor: int, configs: Mapping[str, str]
    ) -> None:
        self._note("create", topic, partitions, replication_factor, dict(configs))

    async def add_partitions(self, topic: str, total: int) -> None:
        self._note("partitions", topic, total)

    async def alter_configs(self, topic: str, wanted: Mapping[str, str], reset: Sequence[str]) -> None:
        self._note("configs", topic, dict(wanted), tuple(reset))

    async def delete_topic(self, topic: str) -> None:
        self._note("delete", topic)

    async def delete_records(self, topic: str, before: Mapping[int, int]) -> Mapping[int, int]:
        self._note("records", topic, dict(before))
        return dict.fromkeys(before, 0)

    async def group(self, id: str) -> Group:
        return next(group for group in (*self.groups, GROUP) if group.id == id)

    async def offsets_at(self, topics: Sequence[str], position: Position) -> Mapping[TopicPartition, int]:
        return {TopicPartition(topic, 0): position.value for topic in topics}

    async def set_group_offsets(self, group: str, offsets: Mapping[TopicPartition, int]) -> None:
        self._note("offsets", group, {(each.topic, each.partition): at for each, at in offsets.items()})

    async def delete_group(self, group: str) -> None:
        self._note("delete group", group)

    async def elect_preferred_leaders(self) -> tuple[TopicPartition, ...]:
        self._note("elect")
        return ()


@dataclass
class FakeMessages:
    """Implements KafkaMessages: gives what it holds of the wished partitions, then ends or, following, waits."""

    held: tuple[Message, ...] = ()
    asked: list[Reading] = field(default_factory=list)
    problem: ClusterError | None = None

    @asynccontextmanager
    async def read(self, wanted: Reading) -> AsyncIterator[AsyncIterator[tuple[Message, ...]]]:
        self.asked.append(wanted)
        if self.problem is not None:
            raise self.problem
        yield self._batches(wanted)

    async def _batches(self, wanted: Reading) -> AsyncIterator[tuple[Message, ...]]:
        yield tuple(each for each in self.held if not wanted.partitions or each.partition in wanted.partitions)
        if wanted.follow:
            await asyncio.Event().wait()


@dataclass
class FakeSender:
    """Implements KafkaSender: notes each message with its acks; those in `refused` end as the broker says."""

    refused: dict[Acks, Delivery] = field(default_factory=dict)
    sent: list[tuple[Acks, Outgoing]] = field(default_factory=list)

    @asynccontextmanager
    async def producing(self, topic: str, how: SendSettings) -> AsyncIterator[FakeProducer]:
        yield FakeProducer(self, how.acks)


@dataclass
class FakeProducer:
    """Implements KafkaProducer."""

    sender: FakeSender
    acks: Acks

    def send(self, message: Outgoing) -> Awaitable[Delivery]:
        self.sender.sent.append((self.acks, message))
        report: asyncio.Future[Delivery] = asyncio.get_running_loop().create_future()
        report.set_result(self.sender.refused.get(self.acks, Delivery(message.topic, 0, 41, 0.002)))
        return report
