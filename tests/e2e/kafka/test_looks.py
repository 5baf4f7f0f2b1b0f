"""What ksqltui says of a real cluster, beside what Kafka's own tools say of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import pytest
from confluent_kafka import Consumer, Producer
from tests.e2e.kafka.brokers import SASL_PASSWORD, SASL_USER, KafkaBrokers

from ksqltui.kafka.cluster import BrokerCluster
from ksqltui.kafka.connection import Connection
from ksqltui.model.cluster import ConfigSource, Group, GroupState, Topic
from ksqltui.model.cluster_errors import ActionRefused, BrokersNotReached

Names = Callable[[str], str]


def produce(kafka: KafkaBrokers, topic: str, count: int) -> None:
    producer = Producer({"bootstrap.servers": kafka.bootstrap})
    for number in range(count):
        producer.produce(topic, str(number), key=str(number), timestamp=1_700_000_000_000 + number)
    assert producer.flush(30) == 0


async def topic_of(cluster: BrokerCluster, name: str) -> Topic:
    """The topic as soon as every partition has its leader and its offsets."""
    async with asyncio.timeout(30):
        while True:
            found = next((each for each in (await cluster.look_at_topics()).topics if each.name == name), None)
            if found is not None and not found.has_problem and not found.is_size_partial:
                return found


async def group_of(cluster: BrokerCluster, id: str) -> Group:
    topics = (await cluster.look_at_topics()).topics
    return next(group for group in (await cluster.look_at_groups(topics)).groups if group.id == id)


async def test_brokers_and_a_topic(kafka: KafkaBrokers, cluster: BrokerCluster, fresh_name: Names) -> None:
    name = fresh_name("payments")
    kafka.topics_tool(
        "--create", "--topic", name, "--partitions", "3", "--replication-factor", "3",
        "--config", "min.insync.replicas=2",
    )  # fmt: skip
    produce(kafka, name, 30)
    topic = await topic_of(cluster, name)
    look = await cluster.look_at_topics()
    assert [(broker.id, broker.port, broker.rack) for broker in look.brokers] == [
        (number, broker.port, f"rack-{number}") for number, broker in kafka.brokers.items()
    ]
    assert sum(broker.is_controller for broker in look.brokers) == 1
    assert topic.size == 30
    assert topic.last_timestamp == 1_700_000_000_029
    assert topic.replication_factor == 3
    described = re.findall(
        r"Partition: (\d+)\s+Leader: (\d+)\s+Replicas: ([\d,]+)\s+Isr: ([\d,]+)",
        kafka.topics_tool("--describe", "--topic", name),
    )
    assert described == [
        (str(each.number), str(each.leader), ",".join(map(str, each.replicas)), ",".join(map(str, each.in_sync)))
        for each in topic.partitions
    ]
    configs = {config.name: config for config in (await cluster.topic_configs([name]))[name]}
    assert (configs["min.insync.replicas"].value, configs["min.insync.replicas"].source) == ("2", ConfigSource.TOPIC)
    assert configs["cleanup.policy"].source is ConfigSource.DEFAULT
    assert [name for name, config in configs.items() if config.is_overridden] == ["min.insync.replicas"]


async def test_looking_at_a_topic_that_is_not_there_does_not_make_it(
    kafka: KafkaBrokers, cluster: BrokerCluster
) -> None:
    with pytest.raises(ActionRefused) as refused:
        await cluster.topic_configs(["no-such-topic"])
    assert refused.value.code == "UNKNOWN_TOPIC_OR_PART"
    assert "no-such-topic" not in kafka.topics_tool("--list").split()


async def test_a_group_and_its_lag(kafka: KafkaBrokers, cluster: BrokerCluster, fresh_name: Names) -> None:
    topic, id = fresh_name("orders"), fresh_name("readers")
    kafka.topics_tool("--create", "--topic", topic, "--partitions", "3", "--replication-factor", "3")
    produce(kafka, topic, 30)
    consumer = Consumer(
        {"bootstrap.servers": kafka.bootstrap, "group.id": id, "auto.offset.reset": "earliest",
         "enable.auto.commit": False, "client.id": "reader"}
    )  # fmt: skip
    consumer.subscribe([topic])
    first = consumer.consume(1, 30)[0]
    partition = first.partition()
    assert partition is not None
    consumer.commit(message=first, asynchronous=False)
    await topic_of(cluster, topic)
    group = await group_of(cluster, id)
    assert group.state is GroupState.STABLE
    assert group.protocol == "range"
    assert [member.client_id for member in group.members] == ["reader"]
    assert group.never_committed == 2, "never committed is not lag 0"
    ends = {each.number: each.latest for each in (await topic_of(cluster, topic)).partitions}
    assert group.lag == (ends[partition] or 0) - 1
    consumer.close()
    assert (await group_of(cluster, id)).state is GroupState.EMPTY
    told = kafka.groups_tool("--describe", "--group", id)
    assert re.search(rf"{id}\s+{topic}\s+{partition}\s+1\s+{ends[partition]}\s+{group.lag}\s", told)


async def test_a_listener_that_nobody_here_resolves(kafka: KafkaBrokers) -> None:
    broker = kafka.brokers[1]
    with pytest.raises(BrokersNotReached) as away:
        await BrokerCluster(Connection(f"127.0.0.1:{broker.internal_port}")).look_at_topics()
    assert f"127.0.0.1:{broker.internal_port} answers, but the brokers advertise kafka1.invalid:19091" in str(
        away.value
    )
    assert "--bootstrap 127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094" in away.value.advice


async def test_a_cluster_that_wants_a_user(kafka: KafkaBrokers) -> None:
    address = f"127.0.0.1:{kafka.brokers[1].sasl_port}"
    with pytest.raises(BrokersNotReached, match="wants a user by SASL"):
        await BrokerCluster(Connection(address)).look_at_topics()
    login = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": SASL_USER}
    with pytest.raises(BrokersNotReached, match="did not let ksqltui in") as refused:
        await BrokerCluster(Connection(address, {**login, "sasl.password": "wrong"})).look_at_topics()
    assert "wrong" not in str(refused.value)
    found = await BrokerCluster(Connection(address, {**login, "sasl.password": SASL_PASSWORD})).look_at_topics()
    assert len(found.brokers) == 3


async def test_a_cluster_that_wants_tls(kafka: KafkaBrokers) -> None:
    address = f"127.0.0.1:{kafka.brokers[1].tls_port}"
    with pytest.raises(BrokersNotReached, match="wants TLS"):
        await BrokerCluster(Connection(address)).look_at_topics()
    with pytest.raises(BrokersNotReached, match="certificate verify failed") as refused:
        await BrokerCluster(Connection(address, {"security.protocol": "SSL"})).look_at_topics()
    assert "ssl.ca.location" in refused.value.advice


async def test_the_client_s_complaints_stay_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BrokersNotReached, match="nothing listens there"):
        await BrokerCluster(Connection("127.0.0.1:1")).look_at_topics()
    assert capfd.readouterr() == ("", "")
