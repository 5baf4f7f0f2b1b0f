"""Owns what the screens are told of a cluster at one moment, as one value; knows the watcher, draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.cluster import ClusterPicture, PictureSource, Topic, Trouble
from ksqltui.model.cluster_usage import TopicUsage, Usage
from ksqltui.session.console import Console


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """The newest picture and what belongs to it; `now` is wall seconds, `address` where the brokers are asked.

    `rates` are messages a second of each topic in the last looks. `gone_since` has the wall time of the look that
    first missed a broker. `brokers_problem` says why the brokers did not answer, whoever tells the picture.
    """

    picture: ClusterPicture
    now: float
    address: str = ""
    usage: Usage = field(default_factory=Usage)
    snapshot: ServerSnapshot = field(default_factory=ServerSnapshot)
    rates: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    gone_since: Mapping[int, float] = field(default_factory=dict)
    brokers_problem: Trouble | None = None
    next_look_at: float | None = None

    @property
    def is_told_by_ksqldb(self) -> bool:
        return self.picture.source is PictureSource.KSQLDB

    @property
    def trouble(self) -> Trouble | None:
        """Why the brokers are not reached; None while they are, and where there are none to reach."""
        return self.picture.problem or self.brokers_problem

    def used(self, topic: str) -> TopicUsage:
        return self.usage.of(topic)

    def is_internal(self, topic: Topic) -> bool:
        """Whether Kafka, ksqlDB or a query made a topic for itself."""
        return topic.is_internal or topic.name.startswith("_") or bool(self.used(topic.name).owner)


def cluster_facts(console: Console, now: float) -> ClusterFacts | None:
    """What the console's watcher knows now; None where nobody looks at a cluster."""
    watcher = console.cluster
    if watcher is None:
        return None
    return ClusterFacts(
        picture=watcher.picture,
        now=now,
        address=watcher.address,
        usage=watcher.usage,
        snapshot=console.watcher.snapshot,
        rates=watcher.all_rates,
        gone_since=watcher.gone_since,
        brokers_problem=watcher.brokers_problem,
        next_look_at=watcher.next_look_at,
    )
