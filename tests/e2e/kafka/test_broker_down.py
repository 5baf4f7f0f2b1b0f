"""A broker is killed while ksqltui watches, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest_asyncio
from tests.e2e.kafka.brokers import KafkaBrokers
from tests.e2e.kafka.test_looks import produce

from ksqltui.kafka.connection import Connection
from ksqltui.kafka.isolated import IsolatedCluster
from ksqltui.kafka.sender import BrokerSender
from ksqltui.model.cluster import ClusterPicture
from ksqltui.model.sending import Acks, DeliverySummary, SendSettings
from ksqltui.session.cluster_watcher import ClusterWatcher
from ksqltui.session.payments import PaymentsPlan, produce_payments

SECONDS = 90.0


@pytest_asyncio.fixture
async def watched(kafka: KafkaBrokers) -> AsyncIterator[IsolatedCluster]:
    """The brokers, asked as the console asks them."""
    asked = IsolatedCluster(Connection(kafka.bootstrap))
    yield asked
    await asked.close()


async def look_until(watcher: ClusterWatcher, is_so: Callable[[ClusterPicture], bool]) -> ClusterPicture:
    async with asyncio.timeout(SECONDS):
        while not is_so(await watcher.refresh()):
            pass
    return watcher.picture


async def test_one_dead_broker_blanks_nothing(
    kafka: KafkaBrokers, watched: IsolatedCluster, fresh_name: Callable[[str], str]
) -> None:
    threefold, single = fresh_name("threefold"), fresh_name("single")
    kafka.topics_tool("--create", "--topic", threefold, "--partitions", "3", "--replication-factor", "3")
    kafka.topics_tool("--create", "--topic", single, "--replica-assignment", "2")
    produce(kafka, threefold, 30)
    produce(kafka, single, 5)
    watcher = ClusterWatcher(watched)

    def is_whole(picture: ClusterPicture) -> bool:
        topic = picture.topic(threefold)
        return topic is not None and topic.size == 30 and picture.brokers_up == 3 and not picture.has_problem

    before = await look_until(watcher, is_whole)
    kafka.kill(2)
    try:
        picture = await watcher.refresh()
        assert {topic.name for topic in picture.topics} >= {threefold, single}, "not even while leaders are elected"
        picture = await look_until(watcher, lambda picture: picture.brokers_up == 2)
        down = picture.brokers[1]
        assert (down.is_up, down.address, down.rack) == (False, f"127.0.0.1:{kafka.brokers[2].port}", "rack-2")
        both = {topic.name: topic for topic in picture.topics}
        assert both[threefold].under_replicated == 3
        assert both[threefold].size == 30
        assert both[single].offline == 1
        assert both[single].size == 5, "what the dead leader holds is told as it was last seen"
        assert {group.id for group in picture.groups} == {group.id for group in before.groups}
    finally:
        kafka.restart(2)
    await look_until(watcher, is_whole)


async def test_min_insync_replicas_with_a_broker_down(
    kafka: KafkaBrokers, watched: IsolatedCluster, fresh_name: Callable[[str], str]
) -> None:
    """What the lesson teaches: acks of all is refused, acks of one goes through."""
    name = fresh_name("twofold")
    kafka.topics_tool("--create", "--topic", name, "--replica-assignment", "1:2", "--config", "min.insync.replicas=2")
    watcher = ClusterWatcher(watched)
    await look_until(watcher, lambda picture: picture.topic(name) is not None and not picture.has_problem)
    sender = BrokerSender(Connection(kafka.bootstrap))
    kafka.kill(2)
    try:
        await look_until(
            watcher, lambda picture: any(each.name == name and each.has_problem for each in picture.topics)
        )
        outcomes: dict[Acks, DeliverySummary] = {}
        for acks in Acks:
            outcomes[acks] = DeliverySummary()
            plan = PaymentsPlan(name, limit=2, interval=0, how=SendSettings(acks, retries=1))
            await produce_payments(sender, plan, outcomes[acks], lambda payment, report: None)
        assert [(acks, summary.delivered) for acks, summary in outcomes.items()] == [
            (Acks.NO, 2),
            (Acks.ONE, 2),
            (Acks.ALL, 0),
        ]
        (problem,) = outcomes[Acks.ALL].by_problem
        assert "min.insync.replicas" in problem
        assert "acks of one" in problem
    finally:
        kafka.restart(2)
