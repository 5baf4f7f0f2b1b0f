"""Push queries as a client sees them: when rows come, which, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

GROUPED = "SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum FROM payments GROUP BY name EMIT CHANGES;"
EVERY_CHANGE = {"cache_max_bytes_buffering": "0"}


async def test_rows_come_at_once_and_only_from_now_on(payments: Any) -> None:
    await payments.produce("payments", {"name": "Bob", "amount": 1})
    client = await payments.read("SELECT * FROM payments EMIT CHANGES;")
    assert client.take() == []

    await payments.produce("payments", {"name": "Carol", "amount": 2})

    assert client.take() == [("Carol", 2)]


async def test_earliest_reads_what_was_there_before(payments: Any) -> None:
    for amount in range(2500):
        payments.engine.log.append("payments", None, b'{"name": "Bob", "amount": %d}' % amount, amount, (), 0)

    client = await payments.read("SELECT amount FROM payments EMIT CHANGES;", auto_offset_reset="earliest")

    assert client.rows == [(amount,) for amount in range(2500)]


async def test_partition_and_offset_are_the_records_own(payments: Any) -> None:
    client = await payments.read("SELECT ROWPARTITION, ROWOFFSET, * FROM payments WHERE ROWPARTITION=1 EMIT CHANGES;")

    for partition in (0, 1, 2, 1):
        await payments.produce("payments", {"name": "Bob", "amount": partition}, partition=partition)

    assert client.rows == [(1, 0, "Bob", 1), (1, 1, "Bob", 1)]


async def test_limit_ends_the_query_and_frees_it(payments: Any) -> None:
    client = await payments.read("SELECT * FROM payments EMIT CHANGES LIMIT 2;")
    for amount in range(3):
        await payments.produce("payments", {"name": "Bob", "amount": amount})

    assert len(client.rows) == 2
    assert client.query.end_reason == "Limit Reached"
    assert payments.engine.push_queries == ()


async def test_an_aggregate_shows_each_name_once_per_commit(payments: Any) -> None:
    """Records between two commits become one row, which is why the lesson's Peggy starts at CNT 2."""
    client = await payments.read(GROUPED)
    for name, amount in (("Peggy", 1), ("Carol", 10), ("Peggy", 2)):
        await payments.produce("payments", {"name": name, "amount": amount})
    assert client.take() == []

    await payments.pass_time(2100)

    assert sorted(client.take()) == [("Carol", 1, 10), ("Peggy", 2, 3)]
    await payments.pass_time(2100)
    assert client.take() == []


async def test_tasks_commit_a_little_apart(payments: Any) -> None:
    client = await payments.read(GROUPED)
    for name in ("Carol", "Bob", "Alice"):
        await payments.produce("payments", {"name": name, "amount": 1})

    bursts = []
    await payments.pass_time(1990)
    for _ in range(40):
        await payments.pass_time(5)
        bursts.append(len(client.take()))

    assert [burst for burst in bursts if burst] == [1, 1, 1]


async def test_without_the_cache_every_change_is_a_row(payments: Any) -> None:
    client = await payments.read(GROUPED, **EVERY_CHANGE)
    for amount in (1, 2):
        await payments.produce("payments", {"name": "Peggy", "amount": amount})

    assert client.rows == [("Peggy", 1, 1), ("Peggy", 2, 3)]


async def test_having_that_stops_holding_deletes_the_row(payments: Any) -> None:
    client = await payments.read(
        "SELECT name, COUNT(*) AS cnt FROM payments GROUP BY name HAVING COUNT(*) < 3 EMIT CHANGES;", **EVERY_CHANGE
    )
    for _ in range(5):
        await payments.produce("payments", {"name": "Trent", "amount": 1})

    assert client.rows == [("Trent", 1), ("Trent", 2), ("deleted", "Trent", None)]


async def test_a_record_that_is_no_json_is_skipped_and_told_of_in_the_processing_log(payments: Any) -> None:
    client = await payments.read("SELECT * FROM payments EMIT CHANGES;")
    payments.engine.produce("payments", None, b"not json")
    await payments.produce("payments", {"name": "Bob", "amount": 1})

    told = await payments.rows("SELECT message->type, message->deserializationError->`topic` FROM ksql_processing_log;")

    assert client.rows == [("Bob", 1)]
    assert told == [(0, "payments")]


async def test_a_closed_query_is_gone(payments: Any) -> None:
    client = await payments.read("SELECT * FROM payments EMIT CHANGES;")
    assert [query.id for query in payments.engine.push_queries] == [client.query.id]

    client.query.close()

    assert payments.engine.push_queries == ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["Alice", "Bob", "Carol"]), st.integers(1, 1000), st.integers(0, 1500)), max_size=30
)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
async def test_the_last_row_of_each_name_is_its_total(make_lab: Callable[[], Any], steps: list[Any]) -> None:
    lab = make_lab()
    lab.run(
        "CREATE STREAM payments (name VARCHAR, amount INTEGER) "
        "WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);"
    )
    client = await lab.read(GROUPED)
    totals: dict[str, tuple[int, int]] = {}
    for name, amount, pause in steps:
        await lab.produce("payments", {"name": name, "amount": amount})
        count, total = totals.get(name, (0, 0))
        totals[name] = (count + 1, total + amount)
        await lab.pass_time(pause)
    await lab.pass_time(2200)

    assert {row[0]: row[1:] for row in client.rows} == totals
    await lab.close()
