"""How much a full refresh of the cluster costs beside the bare client calls that it is made of.

    python -m bench.cluster_refresh [--topics 1000] [--groups 50] [--rounds 15]

Starts three real brokers as the tests do (Java and Maven are needed), fills them, and measures in turn: the calls
alone, every answer awaited and none looked at; and the watcher's refresh, from the calls to the picture. Prints both
medians, their ratio, and the longest that the event loop was held up while the watcher looked.
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
from pathlib import Path

import confluent_kafka
from confluent_kafka import ConsumerGroupTopicPartitions
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec
from tests.e2e.kafka.brokers import KafkaBrokers, kafka_jars, missing_tool

from ksqltui.kafka.connection import Connection
from ksqltui.kafka.isolated import IsolatedCluster
from ksqltui.session.cluster_watcher import ClusterWatcher

SECONDS = 60.0
PARTITIONS = 3
AT_ONCE = 8
CREATED_TOGETHER = 100
TICK = 0.001


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
    with tempfile.TemporaryDirectory() as folder:
        brokers = KafkaBrokers(Path(folder), kafka_jars())
        try:
            brokers.start()
            connection = Connection(brokers.bootstrap)
            fill(connection.admin(), brokers.bootstrap, told.topics, told.groups)
            asyncio.run(measure(connection, told.rounds))
        finally:
            brokers.stop()
    return 0


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
    held_up = 0.0
    for _ in range(rounds):
        bare.append(await timed_thread(lambda: bare_calls(connection.admin())))
        async with HeldUp() as gap:
            with timed(whole):
                picture = await watcher.refresh()
        held_up = max(held_up, gap.longest)
    await watcher.stop()
    assert picture.problem is None
    assert not picture.troubles
    ratio = statistics.median(whole) / statistics.median(bare)
    sys.stdout.write(
        f"bare calls      {statistics.median(bare) * 1000:7.0f} ms (fastest {min(bare) * 1000:.0f})\n"
        f"whole refresh   {statistics.median(whole) * 1000:7.0f} ms (fastest {min(whole) * 1000:.0f})\n"
        f"ratio           {ratio:7.2f}\n"
        f"loop held up    {held_up * 1000:7.0f} ms at most\n"
    )


async def timed_thread(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    await asyncio.to_thread(work)
    return time.perf_counter() - began


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


class HeldUp:
    """The longest time between two turns of the event loop, beyond the tick that was asked for."""

    longest = 0.0

    async def __aenter__(self) -> HeldUp:
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ticking.cancel()
        await asyncio.wait([self._ticking])

    async def _tick(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(TICK)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - TICK)
            last = now


if __name__ == "__main__":
    sys.exit(main())
