"""What ksqltui does to a real cluster, checked with Kafka's own tools."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from confluent_kafka import Consumer, Producer
from tests.e2e.kafka.brokers import KafkaBrokers

from ksqltui.kafka.administration import BrokerAdministration
from ksqltui.kafka.connection import Connection
from ksqltui.model.cluster_actions import (
    AddPartitions,
    AlterConfigs,
    CreateTopic,
    DeleteGroup,
    DeleteRecords,
    DeleteTopic,
    ElectPreferredLeaders,
    ResetOffsets,
)
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.model.positions import EARLIEST, LATEST, Anchor, Position
from ksqltui.session.cluster_actions import ClusterActions

Names = Callable[[str], str]
TIME = 1_700_000_000_000


@pytest.fixture
def actions(kafka: KafkaBrokers) -> ClusterActions:
    return ClusterActions(BrokerAdministration(Connection(kafka.bootstrap)))


async def filled(kafka: KafkaBrokers, actions: ClusterActions, topic: str, count: int = 10) -> None:
    """A topic of one partition whose message n has the time TIME + n."""
    await actions.run(CreateTopic(topic, 1, 3))
    producer = Producer({"bootstrap.servers": kafka.bootstrap})
    for number in range(count):
        producer.produce(topic, str(number), timestamp=TIME + number)
    assert producer.flush(30) == 0


def read_by(kafka: KafkaBrokers, group: str, topic: str, count: int) -> Consumer:
    """A consumer that has read and committed so many messages and is still there."""
    consumer = Consumer(
        {"bootstrap.servers": kafka.bootstrap, "group.id": group, "auto.offset.reset": "earliest",
         "enable.auto.commit": False, "client.id": "reader"}
    )  # fmt: skip
    consumer.subscribe([topic])
    last = consumer.consume(count, 30)[-1]
    consumer.commit(message=last, asynchronous=False)
    return consumer


def until_described(kafka: KafkaBrokers, topic: str, wanted: str) -> str:
    """What kafka-topics says of a topic, as soon as it says that: brokers learn of changes one after the other."""
    told = ""
    deadline = time.monotonic() + 60
    while wanted not in told and time.monotonic() < deadline:
        told = kafka.topics_tool("--describe", "--topic", topic)
    return told


async def test_the_lesson_s_three_commands(kafka: KafkaBrokers, actions: ClusterActions, fresh_name: Names) -> None:
    name = fresh_name("payments")
    await actions.run(CreateTopic(name, 3, 3, {"retention.ms": "3600000"}))
    told = until_described(kafka, name, "retention.ms=3600000")
    assert "PartitionCount: 3" in told
    assert "ReplicationFactor: 3" in told
    await actions.run(AlterConfigs(name, {"min.insync.replicas": "2", "cleanup.policy": "compact,delete"}))
    told = kafka.configs_tool("--describe", "--entity-type", "topics", "--entity-name", name)
    assert "min.insync.replicas=2 " in told
    assert "cleanup.policy=compact,delete " in told
    await actions.run(AlterConfigs(name, reset=("retention.ms", "cleanup.policy")))
    told = kafka.configs_tool("--describe", "--entity-type", "topics", "--entity-name", name)
    assert re.findall(r"^  (\S+)=", told, re.MULTILINE) == ["min.insync.replicas"]
    await actions.run(AddPartitions(name, 5))
    until_described(kafka, name, "PartitionCount: 5")
    await actions.run(DeleteTopic(name))
    assert name not in kafka.topics_tool("--list").split()


@pytest.mark.parametrize(
    ("action", "code", "words"),
    [
        (CreateTopic("too-many-copies", 1, 9), "INVALID_REPLICATION_FACTOR", "larger than available brokers: 3"),
        (CreateTopic("bad name!", 1, 1), "TOPIC_EXCEPTION", "contains one or more characters other than"),
        (CreateTopic("no-partitions", 0, 1), "INVALID_PARTITIONS", ""),
        (CreateTopic("bad-config", 1, 1, {"no.such.config": "1"}), "INVALID_CONFIG", "Unknown topic config name"),
        (AlterConfigs("no-such-topic", {"retention.ms": "1"}), "UNKNOWN_TOPIC_OR_PART", ""),
        (AddPartitions("no-such-topic", 3), "UNKNOWN_TOPIC_OR_PART", ""),
        (DeleteTopic("no-such-topic"), "UNKNOWN_TOPIC_OR_PART", ""),
        (ResetOffsets("no-such-group", EARLIEST), "GROUP_ID_NOT_FOUND", "There is no group no-such-group"),
        (DeleteGroup("no-such-group"), "GROUP_ID_NOT_FOUND", "There is no group no-such-group"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value[:24],
)
async def test_what_kafka_refuses_is_told_whole(
    kafka: KafkaBrokers, actions: ClusterActions, action: object, code: str, words: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        await actions.run(action)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert words in refused.value.message


async def test_an_invalid_value_names_itself(actions: ClusterActions, fresh_name: Names) -> None:
    name = fresh_name("orders")
    await actions.run(CreateTopic(name, 1, 1))
    with pytest.raises(ActionRefused, match=r"Invalid value soon for configuration retention\.ms"):
        await actions.run(AlterConfigs(name, {"retention.ms": "soon"}))
    with pytest.raises(ActionRefused) as refused:
        await actions.run(CreateTopic(name, 1, 1))
    assert refused.value.code == "TOPIC_ALREADY_EXISTS"
    with pytest.raises(ActionRefused) as refused:
        await actions.run(AddPartitions(name, 1))
    assert refused.value.code == "INVALID_PARTITIONS"


async def test_records_are_deleted(kafka: KafkaBrokers, actions: ClusterActions, fresh_name: Names) -> None:
    name = fresh_name("orders")
    await filled(kafka, actions, name)
    assert "0: 4" in await actions.run(DeleteRecords(name, {0: 4}))
    offsets = ["kafka.tools.GetOffsetShell", "--bootstrap-server", kafka.bootstrap, "--topic", name]
    assert kafka.tool(*offsets, "--time", "-2").strip() == f"{name}:0:4"
    assert "0: 10" in await actions.run(DeleteRecords(name, {0: -1}))
    assert kafka.tool(*offsets, "--time", "-2").strip() == f"{name}:0:10"


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (EARLIEST, 0),
        (LATEST, 10),
        (Position(Anchor.OFFSET, 7), 7),
        (Position(Anchor.OFFSET, 99), 10),
        (Position(Anchor.TIME, TIME + 3), 3),
        (Position(Anchor.TIME, TIME + 99_999), 10),
    ],
    ids=str,
)
async def test_a_group_is_set(
    kafka: KafkaBrokers, actions: ClusterActions, fresh_name: Names, to: Position, expected: int
) -> None:
    topic, group = fresh_name("orders"), fresh_name("readers")
    await filled(kafka, actions, topic)
    read_by(kafka, group, topic, 5).close()
    wanted = ResetOffsets(group, to)
    (move,) = await actions.preview(wanted)
    assert (move.before, move.after) == (5, expected)
    await actions.run(wanted)
    told = kafka.groups_tool("--describe", "--group", group)
    assert re.search(rf"{group}\s+{topic}\s+0\s+{expected}\s+10\s+{10 - expected}\s", told)


async def test_an_active_group_is_left_alone(kafka: KafkaBrokers, actions: ClusterActions, fresh_name: Names) -> None:
    topic, group = fresh_name("orders"), fresh_name("readers")
    await filled(kafka, actions, topic)
    consumer = read_by(kafka, group, topic, 5)
    with pytest.raises(ActionRefused, match=rf"{group} is active \(stable\): reader at 127\.0\.0\.1") as refused:
        await actions.run(ResetOffsets(group, EARLIEST))
    assert "Stop its consumers" in refused.value.advice
    with pytest.raises(ActionRefused, match="is active"):
        await actions.run(DeleteGroup(group))
    consumer.close()
    await actions.run(DeleteGroup(group))
    assert group not in kafka.groups_tool("--list").split()


async def test_leaders_are_elected(kafka: KafkaBrokers, actions: ClusterActions) -> None:
    told = await actions.run(ElectPreferredLeaders())
    assert "leader" in told
    assert await actions.run(ElectPreferredLeaders()) == "Every partition has its preferred leader already."
