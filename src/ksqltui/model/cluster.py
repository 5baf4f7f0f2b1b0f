"""Owns what is known of a Kafka cluster (brokers, topics, consumer groups), as values; knows no client and no screen.

Unknown is None and never 0: a partition whose leader is away has no size, a group that never committed has no lag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker: `host` and `port` are what it advertises, "" and 0 where only its number is known.

    `is_controller` is what the cluster reported; under KRaft that is any broker that passes requests on.
    """

    id: int
    host: str = ""
    port: int = 0
    rack: str = ""
    is_controller: bool = False
    is_up: bool = True

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}" if self.host else ""


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition: `replicas` and `in_sync` hold broker ids, the preferred leader first.

    `leader` None is nobody where `is_offline` says so, else unknown. `copies` is the number of replicas where their
    brokers are not known. `earliest` is the first offset that can be read and `latest` the one that comes next;
    `last_timestamp` is the time of the newest message in milliseconds since 1970. None is unknown, for the time also
    "holds no message".
    """

    number: int
    leader: int | None = None
    replicas: tuple[int, ...] = ()
    in_sync: tuple[int, ...] = ()
    is_offline: bool = False
    copies: int = 0
    earliest: int | None = None
    latest: int | None = None
    last_timestamp: int | None = None

    @property
    def size(self) -> int | None:
        """Records between the bounds: an upper bound, as compaction and transaction marks leave gaps."""
        return None if self.earliest is None or self.latest is None else max(0, self.latest - self.earliest)

    @property
    def is_under_replicated(self) -> bool:
        return len(self.in_sync) < len(self.replicas)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. `rate` is messages a second since the look before, None until there were two."""

    name: str
    partitions: tuple[Partition, ...] = ()
    is_internal: bool = False
    rate: float | None = None

    @property
    def replication_factor(self) -> int:
        """Replicas of the partition that has most; 0 where they are unknown."""
        return max((len(partition.replicas) or partition.copies for partition in self.partitions), default=0)

    @property
    def under_replicated(self) -> int:
        """How many partitions lack an in-sync replica."""
        return sum(partition.is_under_replicated for partition in self.partitions)

    @property
    def offline(self) -> int:
        """How many partitions have no leader."""
        return sum(partition.is_offline for partition in self.partitions)

    @property
    def has_problem(self) -> bool:
        return any(partition.is_offline or partition.is_under_replicated for partition in self.partitions)

    @property
    def size(self) -> int | None:
        """Records in all partitions whose size is known; None where none is."""
        return _sum(partition.size for partition in self.partitions)

    @property
    def is_size_partial(self) -> bool:
        """Whether `size` leaves partitions out."""
        return any(partition.size is None for partition in self.partitions)

    @property
    def last_timestamp(self) -> int | None:
        """Milliseconds since 1970 of the newest message; None where there is none, or it is unknown."""
        known = (partition.last_timestamp for partition in self.partitions)
        return max((each for each in known if each is not None), default=None)


class ConfigSource(Enum):
    """Who set a config, the strongest first; the words are ours for Kafka's source names."""

    TOPIC = "this topic"
    BROKER = "this broker"
    ALL_BROKERS = "all brokers"
    BROKER_FILE = "the broker's file"
    DEFAULT = "default"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Config:
    """One setting of a topic or broker; the value of a sensitive one is None, as the broker never tells it."""

    name: str
    value: str | None
    source: ConfigSource
    is_read_only: bool = False
    is_sensitive: bool = False

    @property
    def is_overridden(self) -> bool:
        """Whether somebody set it for this topic or these brokers while they ran."""
        return self.source in (ConfigSource.TOPIC, ConfigSource.BROKER, ConfigSource.ALL_BROKERS)


class GroupState(Enum):
    """What a consumer group does, in Kafka's words."""

    STABLE = "stable"
    PREPARING_REBALANCE = "preparing rebalance"
    COMPLETING_REBALANCE = "completing rebalance"
    EMPTY = "empty"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class TopicPartition:
    topic: str
    partition: int


@dataclass(frozen=True, slots=True)
class Member:
    """One consumer of a group and the partitions that it reads."""

    id: str
    client_id: str = ""
    host: str = ""
    assignment: tuple[TopicPartition, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPartition:
    """Where a group stands in one partition: `committed` None is "never committed", which is not lag 0.

    `latest` is the offset that comes next there; `member` is the id of who reads it, "" for nobody.
    """

    topic: str
    partition: int
    committed: int | None = None
    latest: int | None = None
    member: str = ""

    @property
    def lag(self) -> int | None:
        """Messages that the group has yet to read; None where it never committed or the end is unknown."""
        return None if self.committed is None or self.latest is None else max(0, self.latest - self.committed)


@dataclass(frozen=True, slots=True)
class Group:
    """One consumer group. `protocol` is how it shares partitions out: "range", "stream" of Kafka Streams.

    `partitions` are all those of the topics that it committed in or reads. `problem` says why parts of it are
    unknown or old.
    """

    id: str
    state: GroupState = GroupState.UNKNOWN
    protocol: str = ""
    coordinator: int | None = None
    members: tuple[Member, ...] = ()
    partitions: tuple[GroupPartition, ...] = ()
    problem: str = ""

    @property
    def lag(self) -> int | None:
        """Of all partitions whose lag is known; None where none is."""
        return _sum(partition.lag for partition in self.partitions)

    @property
    def never_committed(self) -> int:
        """In how many partitions the group has no offset."""
        return sum(partition.committed is None for partition in self.partitions)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(partition.topic for partition in self.partitions))

    @property
    def is_active(self) -> bool:
        """Whether members hold it, so that nobody else may set its offsets."""
        return bool(self.members) or self.state in (
            GroupState.STABLE,
            GroupState.PREPARING_REBALANCE,
            GroupState.COMPLETING_REBALANCE,
        )

    def lag_in(self, topic: str) -> int | None:
        """Its lag in one topic."""
        return _sum(partition.lag for partition in self.partitions if partition.topic == topic)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a look failed, whole or in part: what happened and why, and what to do next."""

    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class TopicsLook:
    """What the cheap part of a look found: brokers and topics. `troubles` are parts that did not answer."""

    brokers: tuple[Broker, ...] = ()
    topics: tuple[Topic, ...] = ()
    cluster_id: str = ""
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupsLook:
    """What the dear part of a look found: the groups, one request each."""

    groups: tuple[Group, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class PictureSource(Enum):
    """Who told what the picture shows."""

    NOBODY = "nobody yet"
    BROKERS = "the brokers"
    KSQLDB = "ksqlDB"


@dataclass(frozen=True, slots=True)
class ClusterPicture:
    """The newest picture of a cluster.

    `taken_at` and `groups_taken_at` are wall seconds of the last good looks at topics and at groups, 0.0 before the
    first. `problem` says why the newest look at topics failed; then all else is as old as the times say. `troubles`
    are the parts that did not answer in looks that were good otherwise.
    """

    source: PictureSource = PictureSource.NOBODY
    cluster_id: str = ""
    brokers: tuple[Broker, ...] = ()
    topics: tuple[Topic, ...] = ()
    groups: tuple[Group, ...] = ()
    configs: Mapping[str, tuple[Config, ...]] = field(default_factory=dict)
    taken_at: float = 0.0
    groups_taken_at: float = 0.0
    problem: Trouble | None = None
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.taken_at > 0.0

    @property
    def brokers_up(self) -> int:
        return sum(broker.is_up for broker in self.brokers)

    @property
    def has_problem(self) -> bool:
        """Whether anything in the picture is not well: a broker down, a partition without its replicas."""
        return self.problem is not None or self.brokers_up < len(self.brokers) or any(map(_is_ill, self.topics))

    @property
    def lag(self) -> int | None:
        """Of all groups together."""
        return _sum(group.lag for group in self.groups)

    def topic(self, name: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.name == name), None)

    def group(self, id: str) -> Group | None:
        return next((group for group in self.groups if group.id == id), None)

    def readers_of(self, topic: str) -> tuple[Group, ...]:
        """The groups that have read a topic or read it now."""
        return tuple(group for group in self.groups if topic in group.topics)

    def age(self, now: float) -> float:
        """Seconds since the last good look at topics; `now` is wall time."""
        return max(0.0, now - self.taken_at)


def _is_ill(topic: Topic) -> bool:
    return topic.has_problem


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
