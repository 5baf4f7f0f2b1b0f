"""What a console is told of a Kafka cluster: while it is well, while parts of it are away, while all of it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ksqltui.model.catalog import CatalogSource, ServerSnapshot
from ksqltui.model.cluster import (
    Broker,
    Config,
    ConfigSource,
    Group,
    GroupPartition,
    GroupsLook,
    Partition,
    PictureSource,
    Topic,
    TopicsLook,
    Trouble,
)
from ksqltui.model.cluster_errors import BrokersNotReached
from ksqltui.model.descriptions import QueryDetails, TaskMetadata, TaskOffset
from ksqltui.model.entities import QueryDescriptions
from ksqltui.session.cluster_watcher import QUERIES, ClusterWatcher

GROUP = "_confluent-ksql-default_query_CTAS_T_3"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakeCluster:
    """Implements KafkaCluster: answers what it holds, and counts."""

    address = "fake:9092"

    def __init__(self, source: PictureSource = PictureSource.BROKERS) -> None:
        self.source = source
        self.brokers = tuple(Broker(id, f"kafka{id}", 9090 + id, f"rack-{id}", id == 1) for id in (1, 2, 3))
        self.topics: tuple[Topic, ...] = (topic("payments", 10, 20, 30),)
        self.groups = GroupsLook((Group("readers", partitions=(GroupPartition("payments", 0, 4, 10),)),))
        self.topic_troubles: tuple[Trouble, ...] = ()
        self.problem: BrokersNotReached | None = None
        self.asked: list[str] = []
        self.has_begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.under_way = 0
        self.most_under_way = 0

    async def look_at_topics(self) -> TopicsLook:
        self.asked.append("topics")
        self.under_way += 1
        self.has_begun.set()
        self.most_under_way = max(self.most_under_way, self.under_way)
        await self.gate.wait()
        self.under_way -= 1
        if self.problem is not None:
            raise self.problem
        return TopicsLook(self.brokers, self.topics, "cluster", self.topic_troubles)

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        self.asked.append("groups")
        return self.groups

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        return {name: (Config("min.insync.replicas", "2", ConfigSource.TOPIC),) for name in topics}

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        return ()

    async def close(self) -> None:
        self.asked.append("close")


def topic(name: str, *ends: int, in_sync: tuple[int, ...] = (1, 2, 3)) -> Topic:
    partitions = (Partition(number, 1, (1, 2, 3), in_sync, earliest=0, latest=end) for number, end in enumerate(ends))
    return Topic(name, tuple(partitions))


@pytest.fixture
def cluster() -> FakeCluster:
    return FakeCluster()


async def test_a_rate_is_what_came_between_two_looks(cluster: FakeCluster) -> None:
    clock = Clock()
    watcher = ClusterWatcher(cluster, clock=clock)
    first = await watcher.refresh()
    assert first.topics[0].rate is None
    cluster.topics = (topic("payments", 12, 22, 36),)
    clock.now += 2
    second = await watcher.refresh()
    assert second.topics[0].rate == 5.0
    assert watcher.rates("payments") == (5.0,)


async def test_a_broker_that_died_is_down_and_blanks_nothing(cluster: FakeCluster) -> None:
    watcher = ClusterWatcher(cluster, clock=Clock())
    await watcher.refresh()
    cluster.brokers = cluster.brokers[:2]
    cluster.topics = (Topic("payments", (Partition(0, None, (3, 1, 2), (1,), is_offline=True),)),)
    cluster.topic_troubles = (Trouble("Some partitions' leader gave no offsets: it may be down."),)
    cluster.groups = GroupsLook((), (Trouble("A coordinator did not answer."),))
    picture = await watcher.refresh()
    assert [(broker.id, broker.is_up, broker.address, broker.rack) for broker in picture.brokers] == [
        (1, True, "kafka1:9091", "rack-1"),
        (2, True, "kafka2:9092", "rack-2"),
        (3, False, "kafka3:9093", "rack-3"),
    ]
    assert picture.has_problem
    assert picture.topics[0].size == 10, "what the dead leader held stays as it was last seen"
    assert picture.topics[0].offline == 1
    (group,) = picture.groups
    assert group.lag == 6
    assert group.problem == "A coordinator did not answer."


async def test_a_broker_that_was_never_seen_is_known_by_its_replicas(cluster: FakeCluster) -> None:
    cluster.brokers = cluster.brokers[:2]
    picture = await ClusterWatcher(cluster, clock=Clock()).refresh()
    assert [(broker.id, broker.is_up) for broker in picture.brokers] == [(1, True), (2, True), (3, False)]


async def test_the_last_good_picture_stays_with_its_age_while_all_are_away(cluster: FakeCluster) -> None:
    clock = Clock()
    watcher = ClusterWatcher(cluster, clock=clock)
    good = await watcher.refresh()
    cluster.problem = BrokersNotReached("Nothing listens.", advice="Start it.")
    clock.now += 38
    away = await watcher.refresh()
    assert away.problem == Trouble("Nothing listens.", "Start it.")
    assert away.topics == good.topics
    assert away.age(clock.now) == 38
    assert away.brokers_up == 0
    pauses = []
    for _ in range(5):
        await watcher.refresh()
        pauses.append(watcher.pause)
    assert pauses == sorted(pauses)
    assert pauses[-1] == 10.0
    cluster.problem = None
    back = await watcher.refresh()
    assert back.problem is None
    assert watcher.pause == 2.0


async def test_ksqldb_tells_while_the_brokers_are_away_and_they_take_over_again(cluster: FakeCluster) -> None:
    fallback = FakeCluster(PictureSource.KSQLDB)
    fallback.brokers = ()
    fallback.topics = (topic("payments", 5),)
    cluster.problem = BrokersNotReached("kafka1 cannot be resolved.")
    watcher = ClusterWatcher(cluster, fallback=fallback, clock=Clock())
    picture = await watcher.refresh()
    assert picture.source is PictureSource.KSQLDB
    assert picture.problem is None
    assert watcher.brokers_problem == Trouble("kafka1 cannot be resolved.")
    cluster.problem = None
    picture = await watcher.refresh()
    assert picture.source is PictureSource.BROKERS
    assert picture.topics[0].rate is None, "two tellers' offsets make no rate"
    assert watcher.brokers_problem is None


async def test_looks_never_overlap(cluster: FakeCluster) -> None:
    cluster.gate.clear()
    watcher = ClusterWatcher(cluster, period=0.001)
    watcher.start()
    looks = [asyncio.create_task(watcher.refresh()) for _ in range(3)]
    await cluster.has_begun.wait()
    cluster.gate.set()
    await asyncio.gather(*looks)
    await watcher.stop()
    assert cluster.most_under_way == 1
    assert cluster.asked[-1] == "close"


async def test_version_rises_only_when_something_is_different(cluster: FakeCluster) -> None:
    clock = Clock()
    watcher = ClusterWatcher(cluster, clock=clock)
    await watcher.refresh()
    clock.now += 2
    await watcher.refresh()  # the rate became known
    seen = watcher.version
    clock.now += 2
    await watcher.refresh()
    assert watcher.version == seen
    cluster.topics = (topic("payments", 11, 20, 30),)
    await watcher.refresh()
    assert watcher.version == seen + 1


async def test_groups_are_left_alone_in_a_cheap_look(cluster: FakeCluster) -> None:
    watcher = ClusterWatcher(cluster, clock=Clock())
    await watcher.refresh()
    await watcher.refresh(with_groups=False)
    assert cluster.asked == ["topics", "groups", "topics"]


async def test_configs_are_asked_for_and_kept(cluster: FakeCluster) -> None:
    watcher = ClusterWatcher(cluster, clock=Clock())
    await watcher.refresh()
    await watcher.configs(["payments"])
    assert watcher.picture.configs["payments"][0].value == "2"
    await watcher.refresh()
    assert "payments" in watcher.picture.configs
    cluster.topics = ()
    await watcher.refresh()
    assert watcher.picture.configs == {}


async def test_ksqldb_s_side_is_joined(cluster: FakeCluster, server: Any) -> None:
    changelog = f"{GROUP}-Aggregate-changelog"
    cluster.topics = (topic("payments", 10), topic("T", 3), topic(changelog, 3))
    cluster.groups = GroupsLook((Group(GROUP, partitions=(GroupPartition("payments", 0, 7, 10),)),))
    sources = (
        CatalogSource("PAYMENTS", "STREAM", "payments", "KAFKA", "JSON", False),
        CatalogSource("T", "TABLE", "T", "KAFKA", "JSON", False),
    )
    query = QueryDetails(
        id="CTAS_T_3",
        sources=("PAYMENTS",),
        sinks=("T",),
        state="RUNNING",
        consumer_group_id=GROUP,
        tasks_metadata=(TaskMetadata("0_0", (TaskOffset("payments", 0, 10, 9),)),),
    )
    server.answers[QUERIES] = (QueryDescriptions(queries=(query,)),)
    snapshot = ServerSnapshot(streams=sources[:1], tables=sources[1:])
    watcher = ClusterWatcher(cluster, server=server, snapshot=lambda: snapshot, clock=Clock())
    await watcher.refresh()
    used = watcher.usage
    assert used.of("payments").sources == ("PAYMENTS",)
    assert used.of("payments").read_by == ("CTAS_T_3",)
    assert used.of("T").written_by == ("CTAS_T_3",)
    assert used.of(changelog).owner == "CTAS_T_3"
    assert used.queries["CTAS_T_3"].lag == 3, "the group's lag is newer than the tasks'"
    found = used.query_of_group(GROUP)
    assert found is not None
    assert found.id == "CTAS_T_3"
