"""Joins as a client sees them: what meets what, when, and what is shown of rows without a partner."""

from __future__ import annotations

from typing import Any

import pytest

from ksqltui.sandbox.errors import SandboxError

SOURCES = (
    "CREATE STREAM payments (name VARCHAR, amount INTEGER) "
    "WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);"
    "CREATE TABLE users (id VARCHAR PRIMARY KEY, city VARCHAR) "
    "WITH (KAFKA_TOPIC='users', VALUE_FORMAT='json', PARTITIONS=3);"
)
ENRICHED = "SELECT p.name, p.amount, u.city FROM payments p LEFT JOIN users u ON p.name = u.id EMIT CHANGES;"


async def test_a_payment_meets_the_user_as_known_at_that_moment(lab: Any) -> None:
    lab.run(SOURCES)
    client = await lab.read(ENRICHED)
    await lab.produce("payments", {"name": "Carol", "amount": 1})
    await lab.produce("users", {"city": "Oslo"}, key=b"Carol")
    await lab.produce("payments", {"name": "Carol", "amount": 2})
    await lab.produce("users", None, key=b"Carol")
    await lab.produce("payments", {"name": "Carol", "amount": 3})

    assert client.rows == [("Carol", 1, None), ("Carol", 2, "Oslo"), ("Carol", 3, None)]


async def test_a_stream_read_from_the_beginning_meets_a_table_that_is_there(lab: Any) -> None:
    lab.run(SOURCES)
    await lab.produce("payments", {"name": "Carol", "amount": 1})
    await lab.produce("users", {"city": "Oslo"}, key=b"Carol")

    client = await lab.read(ENRICHED.replace("LEFT JOIN", "JOIN"), auto_offset_reset="earliest")

    assert client.rows == [("Carol", 1, "Oslo")]


async def test_a_user_written_to_another_partition_is_missed(lab: Any) -> None:
    """The trap of producers that do not hash keys as Kafka does."""
    lab.run(SOURCES)
    client = await lab.read(ENRICHED)
    right = lab.engine.log.append("users", b"Carol", b'{"city": "Oslo"}', 0).partition
    lab.engine.log.append("users", b"Carol", None, 0)
    await lab.produce("users", {"city": "Omsk"}, key=b"Carol", partition=(right + 1) % 3)

    await lab.produce("payments", {"name": "Carol", "amount": 1})

    assert client.rows == [("Carol", 1, None)]


async def test_streams_join_within_a_span_and_outer_rows_wait_for_its_end(lab: Any) -> None:
    lab.run(
        "CREATE STREAM orders (id INT KEY, what VARCHAR) "
        "WITH (KAFKA_TOPIC='orders', VALUE_FORMAT='json', PARTITIONS=1);"
        "CREATE STREAM shipped (id INT KEY, how VARCHAR) "
        "WITH (KAFKA_TOPIC='shipped', VALUE_FORMAT='json', PARTITIONS=1);"
    )
    client = await lab.read(
        "SELECT o.id, what, how FROM orders o LEFT JOIN shipped s WITHIN 10 SECONDS GRACE PERIOD 0 SECONDS "
        "ON o.id = s.id EMIT CHANGES;"
    )
    key = [number.to_bytes(4, "big") for number in range(3)]
    await lab.produce("orders", {"what": "tea"}, key=key[0], timestamp=0)
    await lab.produce("orders", {"what": "milk"}, key=key[1], timestamp=1000)
    await lab.produce("shipped", {"how": "by sea"}, key=key[0], timestamp=9000)
    assert client.take() == [(0, "tea", "by sea")]

    await lab.produce("shipped", {"how": "too late"}, key=key[1], timestamp=30_000)

    assert client.take() == [(1, "milk", None)]


async def test_an_aggregate_over_a_join_is_a_table(lab: Any) -> None:
    lab.run(
        SOURCES + "CREATE TABLE by_city AS SELECT u.city AS city, SUM(p.amount) AS total "
        "FROM payments p JOIN users u ON p.name = u.id GROUP BY u.city;"
    )
    await lab.produce("users", {"city": "Oslo"}, key=b"Carol")
    for amount in (1, 2):
        await lab.produce("payments", {"name": "Carol", "amount": amount})

    assert await lab.rows("SELECT * FROM by_city;") == [("Oslo", 3)]


async def test_tables_with_different_partition_counts_are_refused(lab: Any) -> None:
    lab.run(
        SOURCES + "CREATE TABLE towns (id VARCHAR PRIMARY KEY, people INT) "
        "WITH (KAFKA_TOPIC='towns', VALUE_FORMAT='json', PARTITIONS=1);"
    )

    with pytest.raises(SandboxError, match="the number of partitions don't match"):
        await lab.read("SELECT * FROM users u JOIN towns t ON u.id = t.id EMIT CHANGES;")
