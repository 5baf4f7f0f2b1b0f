"""How much a full refresh of the cluster costs beside the bare client calls that it is made of.

    python -m bench.cluster_refresh [--topics 1000] [--groups 50] [--rounds 15]

Starts three real brokers as the tests do (Java and Maven are needed), fills them, and measures in turn: the calls
alone, every answer awaited and none looked at; and the watcher's refresh, from the calls to the picture. Prints both
medians, their ratio, and the longest that the event loop was held up: while the watcher looked, and then in a console
of 200x50 with its cluster view open on all topics. Beside the time on the clock, which other programs stretch, stands
the processor's time that the loop's thread itself took in one go.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import confluent_kafka
from confluent_kafka import ConsumerGroupTopicPartitions
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec
from tests.e2e.kafka.brokers import KafkaBrokers, kafka_jars, missing_tool
from tests.tui.app.conftest import FakeServer

from ksqltui.kafka.administration import BrokerAdministration
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.isolated import IsolatedCluster, prepare_processes
from ksqltui.kafka.message_reader import BrokerMessages
from ksqltui.kafka.sender import BrokerSender
from ksqltui.session.cluster_watcher import ClusterWatcher
from ksqltui.session.console import Console
from ksqltui.session.kafka import Kafka
from ksqltui.session.opening import Buffer, Opening
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.cluster_screen import ClusterScreen
from ksqltui.tui.screens.main import MainScreen

SECONDS = 60.0
PARTITIONS = 3
AT_ONCE = 8
CREATED_TOGETHER = 100
TICK = 0.001
SETTLES = 3.0
SHOWN = 1.0
"""Seconds after a look in which the view, which looks twice a second, has shown it."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--groups", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=15)
    told = parser.parse_args()
    missing = missing_tool()
    if missing is not None:
        sys.stderr.write(f"{missing}\n")
        return 1
    prepare_processes()
    with filled_brokers(told.topics, told.groups) as bootstrap:
        connection = Connection(bootstrap)
        asyncio.run(measure(connection, told.rounds))
        asyncio.run(measure_view(connection, told.rounds))
    return 0


@contextmanager
def filled_brokers(topics: int, groups: int) -> Iterator[str]:
    """The address of three real brokers with so many topics and groups."""
    with tempfile.TemporaryDirectory() as folder:
        brokers = KafkaBrokers(Path(folder), kafka_jars())
        try:
            brokers.start()
            fill(Connection(brokers.bootstrap).admin(), brokers.bootstrap, topics, groups)
            yield brokers.bootstrap
        finally:
            brokers.stop()


def fill(admin: AdminClient, bootstrap: str, topics: int, groups: int) -> None:
    names = [f"topic-{number:04d}" for number in range(topics)]
    for start in range(0, topics, CREATED_TOGETHER):
        wanted = [NewTopic(name, PARTITIONS, 1) for name in names[start : start + CREATED_TOGETHER]]
        for future in admin.create_topics(wanted, request_timeout=SECONDS).values():
            future.result()
    places = [confluent_kafka.TopicPartition(name, number, 0) for name in names[:10] for number in range(PARTITIONS)]
    for number in range(groups):
        commit(bootstrap, f"group-{number:02d}", places)
    sys.stdout.write(f"{topics} topics, {topics * PARTITIONS} partitions, {groups} groups\n")


def commit(bootstrap: str, group: str, places: list[confluent_kafka.TopicPartition]) -> None:
    """A consumer's commit makes the group, and on a fresh cluster the topic of offsets, for which it is tried again."""
    consumer = confluent_kafka.Consumer({"bootstrap.servers": bootstrap, "group.id": group})
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            consumer.commit(offsets=places, asynchronous=False)
            break
        except confluent_kafka.KafkaException:
            if time.monotonic() > deadline:
                raise
    consumer.close()


def bare_calls(admin: AdminClient) -> None:
    """The same requests as a refresh, as many under way together, their answers awaited and dropped."""
    metadata = admin.list_topics(timeout=SECONDS)
    cluster = admin.describe_cluster(request_timeout=SECONDS)
    places = [
        confluent_kafka.TopicPartition(name, number)
        for name, topic in metadata.topics.items()
        for number in topic.partitions
    ]
    specs = (OffsetSpec.earliest(), OffsetSpec.latest(), OffsetSpec.max_timestamp())
    offsets = [admin.list_offsets(dict.fromkeys(places, spec), request_timeout=SECONDS) for spec in specs]
    cluster.result()
    for asked in offsets:
        for future in asked.values():
            future.result()
    ids = [group.group_id for group in admin.list_consumer_groups(request_timeout=SECONDS).result().valid]
    for future in admin.describe_consumer_groups(ids, request_timeout=SECONDS).values():
        future.result()
    for start in range(0, len(ids), AT_ONCE):
        asked_groups = [
            admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(id)], request_timeout=SECONDS)[id]
            for id in ids[start : start + AT_ONCE]
        ]
        for group in asked_groups:
            group.result()


async def measure(connection: Connection, rounds: int) -> None:
    watcher = ClusterWatcher(IsolatedCluster(connection))
    await watcher.refresh()
    bare: list[float] = []
    whole: list[float] = []
    held_up = Longest()
    for _ in range(rounds):
        bare.append(await timed_thread(lambda: bare_calls(connection.admin())))
        async with HeldUp() as gap:
            with timed(whole):
                picture = await watcher.refresh()
        held_up = held_up.or_longer(gap.longest)
    await watcher.stop()
    assert picture.problem is None
    assert not picture.troubles
    ratio = statistics.median(whole) / statistics.median(bare)
    sys.stdout.write(
        f"bare calls      {statistics.median(bare) * 1000:7.0f} ms (fastest {min(bare) * 1000:.0f})\n"
        f"whole refresh   {statistics.median(whole) * 1000:7.0f} ms (fastest {min(whole) * 1000:.0f})\n"
        f"ratio           {ratio:7.2f}\n"
        f"loop held up    {held_up}\n"
    )


async def measure_view(connection: Connection, rounds: int) -> None:
    """How long the screens hold the loop while the watcher looks and the cluster view shows all topics."""

    async def connect(text: str) -> Console:
        console = Console(FakeServer())
        sides = BrokerAdministration(connection), BrokerMessages(connection), BrokerSender(connection)
        console.watch_cluster(Kafka(IsolatedCluster(connection), *sides))
        return console

    async def no_sandbox() -> Console:
        raise NotImplementedError

    app = KsqltuiApp(Opening("http://localhost:8088", connect, no_sandbox, buffers=(Buffer("bench", ""),)))
    async with app.run_test(size=(200, 50)) as pilot:
        while not isinstance(app.screen, MainScreen):
            await pilot.pause(0.05)
        console = app.screen.session
        assert console.cluster is not None
        await console.cluster.refresh()
        app.screen.action_cluster()
        while not isinstance(app.screen, ClusterScreen):
            await pilot.pause(0.05)
        await asyncio.sleep(SETTLES)
        held_up, still = Longest(), Longest()
        for _ in range(rounds):
            async with HeldUp() as gap:
                await console.cluster.refresh()
                await asyncio.sleep(SHOWN)
            held_up = held_up.or_longer(gap.longest)
            async with HeldUp() as gap:
                await asyncio.sleep(SHOWN)
            still = still.or_longer(gap.longest)
        await console.cluster.stop()
    sys.stdout.write(f"with the view   {held_up}\nnothing to do   {still}\n")


async def timed_thread(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    await asyncio.to_thread(work)
    return time.perf_counter() - began


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest gap: seconds on the clock, and seconds that the thread itself took of a processor."""

    clock: float = 0.0
    processor: float = 0.0

    def or_longer(self, other: Longest) -> Longest:
        return Longest(max(self.clock, other.clock), max(self.processor, other.processor))

    def __str__(self) -> str:
        return f"{self.clock * 1000:7.0f} ms at most, {self.processor * 1000:.0f} ms of its own work"


class HeldUp:
    """The longest time between two turns of the event loop, beyond the tick that was asked for."""

    longest = Longest()

    async def __aenter__(self) -> HeldUp:
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ticking.cancel()
        await asyncio.wait([self._ticking])

    async def _tick(self) -> None:
        last, worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(TICK)
            now, work = time.perf_counter(), time.thread_time()
            self.longest = self.longest.or_longer(Longest(now - last - TICK, work - worked))
            last, worked = now, work


if __name__ == "__main__":
    sys.exit(main())
