"""Owns messages on their way to Kafka: what is sent, how surely, and what became of it; does no IO."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from ksqltui.speech.speech import Told


class Acks(Enum):
    """Who must have a message before it counts as delivered."""

    NO = "no"
    ONE = "one"
    ALL = "all"


DEFAULT_RETRIES = 5
"""With the client's pauses this is some seconds; without a bound a missing replica would only ever be a timeout."""


@dataclass(frozen=True, slots=True)
class SendSettings:
    """How surely messages are sent. Idempotence wants acks of all."""

    acks: Acks = Acks.ALL
    idempotence: bool = False
    retries: int = DEFAULT_RETRIES


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send; with no partition the key's murmur2 hash chooses, as Java clients do."""

    topic: str
    value: bytes | None
    key: bytes | None = None
    partition: int | None = None
    headers: tuple[tuple[str, bytes | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """The report of one message: `error` is Kafka's name and `problem` the reason in words, "" where it was delivered.

    `offset` is None where no broker was asked for it (acks of no). `seconds` is how long the report took.
    """

    topic: str
    partition: int | None = None
    offset: int | None = None
    seconds: float = 0.0
    error: str = ""
    problem: str = ""

    @property
    def is_delivered(self) -> bool:
        return not self.error


@dataclass(slots=True)
class DeliverySummary:
    """What became of many messages: counts by partition and by reason, and the slowest report."""

    delivered: int = 0
    failed: int = 0
    by_partition: Counter[int] = field(default_factory=Counter)
    by_problem: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def add(self, delivery: Delivery) -> None:
        self.slowest = max(self.slowest, delivery.seconds)
        if delivery.is_delivered:
            self.delivered += 1
            if delivery.partition is not None:
                self.by_partition[delivery.partition] += 1
        else:
            self.failed += 1
            self.by_problem[delivery.problem] += 1

    def words(self) -> str:
        """One line: "12 delivered (partition 0: 5, 1: 7), 0 failed, slowest report 14 ms"."""
        spread = ", ".join(f"{number}: {count}" for number, count in sorted(self.by_partition.items()))
        where = f" (partition {spread})" if spread else ""
        return f"{self.delivered} delivered{where}, {self.failed} failed, slowest report {self.slowest * 1000:.0f} ms"


PROBLEMS: Mapping[str, str] = {
    "NOT_ENOUGH_REPLICAS": Told(
        "fewer replicas are in sync than the topic's min.insync.replicas asks for, so with acks of "
        "all the leader did not take it; start the missing broker, or send with acks of one"
    ),
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND": Told(
        "the leader has it, but fewer replicas are in sync than the topic's "
        "min.insync.replicas asks for; it may be lost with the leader"
    ),
    "_MSG_TIMED_OUT": Told("no broker took it in time: the partition's leader may be down"),
    "_UNKNOWN_TOPIC": Told("there is no such topic; create it first: ksqltui topics create"),
    "UNKNOWN_TOPIC_OR_PART": Told("there is no such topic or partition; create it first: ksqltui topics create"),
    "_UNKNOWN_PARTITION": Told("the topic has no such partition"),
    "MSG_SIZE_TOO_LARGE": Told("it is larger than the topic's max.message.bytes allows"),
    "TOPIC_AUTHORIZATION_FAILED": Told("the user of this connection may not write to the topic"),
}
"""Kafka's names of failures in the words of what a person can do."""
