"""Owns topics and their records as bytes, as a broker does; knows no schema and no query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ksqltui.sandbox.errors import SandboxError
from ksqltui.sandbox.partitioner import KeylessPartitioner, partition_of

Headers = tuple[tuple[str, bytes | None], ...]


@dataclass(slots=True)
class Record:
    """One record; `timestamp` is ms since the epoch. Not frozen because the log makes them by the hundred thousand."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    partition: int


@dataclass(slots=True)
class Partition:
    """The records of one partition; `start` is the offset of the first one that is kept."""

    index: int
    records: list[Record] = field(default_factory=list)
    start: int = 0

    @property
    def end(self) -> int:
        """The offset that the next record gets."""
        return self.start + len(self.records)

    def read(self, offset: int, limit: int) -> list[Record]:
        """At most `limit` records from `offset` on; records that are gone are passed over."""
        at = max(offset - self.start, 0)
        return self.records[at : at + limit]

    def forget(self, count: int) -> None:
        """Drop the oldest `count` records, as retention does."""
        dropped = min(count, len(self.records))
        del self.records[:dropped]
        self.start += dropped


@dataclass(slots=True)
class Topic:
    name: str
    partitions: list[Partition]
    replicas: int
    configs: dict[str, str]

    @property
    def record_count(self) -> int:
        return sum(len(partition.records) for partition in self.partitions)


class Log:
    """Every topic of the sandbox. `listeners` are called with the topic's name after each append."""

    def __init__(self, *, seed: int | None = None) -> None:
        self._topics: dict[str, Topic] = {}
        self._keyless = KeylessPartitioner(seed)
        self.listeners: list[Callable[[str], None]] = []

    def create_topic(
        self, name: str, partitions: int, replicas: int, configs: Mapping[str, str] | None = None
    ) -> Topic:
        """Raises SandboxError where the topic exists."""
        if name in self._topics:
            raise SandboxError(f"Topic '{name}' already exists.")
        topic = Topic(name, [Partition(index) for index in range(partitions)], replicas, dict(configs or {}))
        self._topics[name] = topic
        return topic

    def delete_topic(self, name: str) -> None:
        """Raises SandboxError where there is no such topic."""
        self.topic(name)
        del self._topics[name]

    def has_topic(self, name: str) -> bool:
        return name in self._topics

    def topic(self, name: str) -> Topic:
        """Raises SandboxError where there is no such topic."""
        try:
            return self._topics[name]
        except KeyError:
            raise SandboxError(f"Topic '{name}' does not exist.") from None

    def topics(self) -> tuple[Topic, ...]:
        """In order of their names."""
        return tuple(self._topics[name] for name in sorted(self._topics))

    def append(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        timestamp: int,
        headers: Headers = (),
        partition: int | None = None,
    ) -> Record:
        """Write one record where its key belongs, or where `partition` says."""
        target = self.topic(topic)
        count = len(target.partitions)
        if partition is None:
            partition = self._keyless.choose(count) if key is None else partition_of(key, count)
        place = target.partitions[partition]
        record = Record(place.end, timestamp, key, value, headers, partition)
        place.records.append(record)
        for listener in self.listeners:
            listener(topic)
        return record
