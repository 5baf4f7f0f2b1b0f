"""Messages of a real topic are read and written, the poisonous ones too."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
from confluent_kafka import Producer
from tests.e2e.kafka.brokers import KafkaBrokers

from ksqltui.kafka.administration import BrokerAdministration
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.message_reader import BrokerMessages
from ksqltui.kafka.sender import BrokerSender
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.model.messages import Message, MessageFilter, Reading
from ksqltui.model.positions import EARLIEST, LATEST, Anchor, Position
from ksqltui.model.sending import Acks, Delivery, DeliverySummary, Outgoing, SendSettings
from ksqltui.session.message_browser import MessageBrowser
from ksqltui.session.payments import PaymentsPlan, produce_payments

Names = Callable[[str], str]
TIME = 1_700_000_000_000
POISON = (b"\xff\xfe\x00", b"x" * 900_000, b"\x1b]0;owned\x07\x1b[2J", None)


@pytest.fixture
def connection(kafka: KafkaBrokers) -> Connection:
    return Connection(kafka.bootstrap)


async def filled(connection: Connection, topic: str, count: int = 10) -> None:
    """Message n of each of two partitions has the time TIME + n."""
    await BrokerAdministration(connection).create_topic(topic, 2, 3, {})
    producer = Producer({"bootstrap.servers": connection.bootstrap})
    for number in range(count):
        for partition in (0, 1):
            producer.produce(topic, f'{{"n": {number}}}', key="k", partition=partition, timestamp=TIME + number)
    assert producer.flush(30) == 0


async def read(connection: Connection, wanted: Reading, passing: MessageFilter | None = None) -> list[Message]:
    browser = MessageBrowser(BrokerMessages(connection), wanted, passing)
    async with asyncio.timeout(60):
        await browser.run()
    return sorted(browser.messages, key=lambda message: (message.partition, message.offset))


@pytest.mark.parametrize(
    ("start", "newest", "first"),
    [
        (EARLIEST, None, 0),
        (Position(Anchor.OFFSET, 7), None, 7),
        (Position(Anchor.TIME, TIME + 4), None, 4),
        (LATEST, None, 10),
        (EARLIEST, 3, 7),
    ],
)
async def test_reading_begins_where_it_is_told(
    connection: Connection, fresh_name: Names, start: Position, newest: int | None, first: int
) -> None:
    name = fresh_name("orders")
    await filled(connection, name)
    found = await read(connection, Reading(name, start, newest))
    assert [(message.partition, message.offset) for message in found] == [
        (partition, offset) for partition in (0, 1) for offset in range(first, 10)
    ]
    assert all(message.timestamp == TIME + message.offset for message in found)


async def test_partitions_and_filters(connection: Connection, fresh_name: Names) -> None:
    name = fresh_name("orders")
    await filled(connection, name)
    found = await read(connection, Reading(name, partitions=(1,)), MessageFilter(fields={"$.n": "3"}))
    assert [(message.partition, message.value) for message in found] == [(1, b'{"n": 3}')]
    with pytest.raises(ActionRefused, match="has no partition 7"):
        await read(connection, Reading(name, partitions=(7,)))


async def test_a_tail_waits_for_what_comes(connection: Connection, fresh_name: Names) -> None:
    name = fresh_name("orders")
    await filled(connection, name)
    reading = BrokerMessages(connection).read(Reading(name, LATEST, follow=True))
    async with asyncio.timeout(60), reading as batches, BrokerSender(connection).producing(name, SendSettings()) as out:
        sent = asyncio.ensure_future(out.send(Outgoing(name, b"now", partition=0)))
        found = await _first_of(batches)
        assert (await sent).offset == 10
    assert [message.value for message in found] == [b"now"]


async def test_poisonous_messages_come_whole(connection: Connection, fresh_name: Names) -> None:
    name = fresh_name("poison")
    await BrokerAdministration(connection).create_topic(name, 1, 1, {})
    async with BrokerSender(connection).producing(name, SendSettings()) as out:
        for value in POISON:
            delivery = await out.send(Outgoing(name, value, key=value if value and len(value) < 100 else b""))
            assert delivery.is_delivered
    assert [message.value for message in await read(connection, Reading(name))] == list(POISON)


async def test_reading_and_writing_never_make_a_topic(kafka: KafkaBrokers, connection: Connection) -> None:
    with pytest.raises(ActionRefused, match="There is no topic not-there"):
        await read(connection, Reading("not-there"))
    with pytest.raises(ActionRefused, match="There is no topic not-there"):
        async with BrokerSender(connection).producing("not-there", SendSettings()):
            pass
    assert "not-there" not in kafka.topics_tool("--list").split()


@pytest.mark.parametrize(
    "how", [SendSettings(Acks.NO), SendSettings(Acks.ONE, retries=0), SendSettings(idempotence=True)], ids=str
)
async def test_the_lesson_s_payments(connection: Connection, fresh_name: Names, how: SendSettings) -> None:
    name = fresh_name("payments")
    await BrokerAdministration(connection).create_topic(name, 3, 3, {})
    summary = DeliverySummary()
    reports: list[Delivery] = []
    plan = PaymentsPlan(name, limit=20, interval=0, how=how)
    await produce_payments(BrokerSender(connection), plan, summary, lambda payment, report: reports.append(report))
    assert (summary.delivered, summary.failed, len(reports)) == (20, 0, 20)
    assert all((report.offset is None) == (how.acks is Acks.NO) for report in reports)
    # What was not waited for is there a little later: the reading follows until it has come.
    browser = MessageBrowser(BrokerMessages(connection), Reading(name, follow=True), limit=20)
    async with asyncio.timeout(60):
        await browser.run()
    payments = [json.loads(message.value or b"") for message in browser.messages]
    assert all(payment.keys() == {"name", "amount"} for payment in payments)


async def test_a_key_lies_where_java_puts_it(kafka: KafkaBrokers, connection: Connection, fresh_name: Names) -> None:
    name = fresh_name("users")
    await BrokerAdministration(connection).create_topic(name, 7, 1, {})
    keys = [f"user-{number}" for number in range(12)]
    kafka.tool(
        "kafka.tools.ConsoleProducer", "--bootstrap-server", kafka.bootstrap, "--topic", name,
        "--property", "parse.key=true", "--property", "key.separator=:",
        standard_input="".join(f"{key}:java\n" for key in keys),
    )  # fmt: skip
    async with BrokerSender(connection).producing(name, SendSettings()) as out:
        for key in keys:
            await out.send(Outgoing(name, b"ours", key.encode()))
    found = await read(connection, Reading(name))
    places = {value: {m.key: m.partition for m in found if m.value == value} for value in (b"java", b"ours")}
    assert len(places[b"java"]) == 12
    assert places[b"java"] == places[b"ours"]


async def _first_of(batches: AsyncIterator[tuple[Message, ...]]) -> tuple[Message, ...]:
    async for batch in batches:
        if batch:
            return batch
    return ()
