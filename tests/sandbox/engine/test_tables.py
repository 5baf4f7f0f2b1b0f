"""Tables: made of queries, looked into, followed, and taken away again."""

from __future__ import annotations

from typing import Any

import pytest

from ksqltui.sandbox.errors import SandboxError

AGGREGATE = (
    "CREATE TABLE payments_aggr WITH(VALUE_FORMAT='json', KEY_FORMAT='kafka') AS SELECT name, COUNT(*) AS cnt, "
    "SUM(amount) AS sum FROM payments WINDOW TUMBLING(SIZE 10 SECONDS) GROUP BY name EMIT FINAL;"
)
USERS = (
    "CREATE TABLE users (id VARCHAR PRIMARY KEY, city VARCHAR) "
    "WITH (KAFKA_TOPIC='users', VALUE_FORMAT='json', PARTITIONS=3); CREATE TABLE users_q AS SELECT * FROM users;"
)
EVERY_CHANGE = {"cache_max_bytes_buffering": "0"}
START = 1_728_573_110_000


async def test_a_pull_query_sees_the_open_window_that_emit_final_has_not_printed(payments: Any) -> None:
    payments.run(AGGREGATE)
    await payments.produce("payments", {"name": "Carol", "amount": 5}, timestamp=START)

    rows = await payments.rows("SELECT * FROM payments_aggr WHERE name='Carol';")

    assert rows == [("Carol", START, START + 10_000, 1, 5)]


async def test_window_bounds_narrow_a_pull_query(payments: Any) -> None:
    payments.run(AGGREGATE.replace("EMIT FINAL", "EMIT CHANGES"))
    for moment in (0, 10_000, 20_000):
        await payments.produce("payments", {"name": "Carol", "amount": 1}, timestamp=START + moment)

    rows = await payments.rows(
        f"SELECT WINDOWSTART, cnt FROM payments_aggr WHERE name='Carol' AND WINDOWSTART > {START} LIMIT 1;"
    )

    assert rows == [(START + 10_000, 1)]


async def test_a_table_shows_its_changes_and_what_was_deleted(lab: Any) -> None:
    lab.run(USERS, **EVERY_CHANGE)
    client = await lab.read("SELECT * FROM users_q EMIT CHANGES;", **EVERY_CHANGE)
    for key, value in (
        (b"u1", {"city": "Oslo"}),
        (b"u2", {"city": "Omsk"}),
        (b"u1", {"city": "Bergen"}),
        (b"u2", None),
    ):
        await lab.produce("users", value, key=key)

    assert client.rows == [("u1", "Oslo"), ("u2", "Omsk"), ("u1", "Bergen"), ("deleted", "u2", None)]
    assert await lab.rows("SELECT * FROM users_q;") == [("u1", "Bergen")]


async def test_a_key_in_the_wrong_partition_is_found_by_a_scan_only(lab: Any) -> None:
    """Recording users-pull-key: a producer with another partitioner than Kafka's own."""
    lab.run(USERS, **EVERY_CHANGE)
    for partition in range(3):
        await lab.produce("users", {"city": f"in {partition}"}, key=b"u1", partition=partition)

    assert len(await lab.rows("SELECT * FROM users_q WHERE city LIKE 'in%';")) == 3
    assert len(await lab.rows("SELECT * FROM users_q WHERE id='u1';")) == 1


async def test_a_count_over_a_table_follows_rows_that_move(lab: Any) -> None:
    lab.run(USERS + "CREATE TABLE by_city AS SELECT city, COUNT(*) AS n FROM users GROUP BY city;", **EVERY_CHANGE)
    for key, city in ((b"u1", "Oslo"), (b"u2", "Oslo"), (b"u1", "Omsk")):
        await lab.produce("users", {"city": city}, key=key)

    assert sorted(await lab.rows("SELECT * FROM by_city;")) == [("Omsk", 1), ("Oslo", 1)]


async def test_a_table_over_a_topic_cannot_be_looked_into_unless_it_is_a_source_table(lab: Any) -> None:
    lab.run(
        "CREATE TABLE plain (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='json', PARTITIONS=1);"
        "CREATE SOURCE TABLE kept (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='json');"
    )
    await lab.produce("t", {"v": 1}, key=b"a")

    assert await lab.rows("SELECT * FROM kept;") == [("a", 1)]
    with pytest.raises(SandboxError, match="The `PLAIN` table isn't queryable"):
        await lab.rows("SELECT * FROM plain;")


async def test_a_source_that_is_read_cannot_be_dropped(payments: Any, recordings: Any) -> None:
    payments.run(AGGREGATE)

    with pytest.raises(SandboxError) as refusal:
        payments.run("DROP STREAM payments;")

    answer = "".join(chunk["text"] for chunk in recordings["error-drop-used"]["response"]["chunks"])
    assert refusal.value.message.replace("\n", "\\n") in answer


async def test_dropping_a_queries_table_ends_the_query_and_frees_its_source(payments: Any) -> None:
    payments.run(AGGREGATE)

    payments.run("DROP TABLE payments_aggr DELETE TOPIC; DROP STREAM payments;")

    assert payments.engine.queries == ()
    assert not payments.engine.log.has_topic("PAYMENTS_AGGR")


async def test_a_paused_query_goes_on_where_it_stopped(payments: Any) -> None:
    (made,) = payments.run("CREATE STREAM copy AS SELECT * FROM payments;")
    payments.engine.pause(made.query_id)
    await payments.produce("payments", {"name": "Bob", "amount": 1})
    assert payments.engine.log.topic("COPY").record_count == 0

    payments.engine.resume(made.query_id)
    await payments.settle()

    assert payments.engine.log.topic("COPY").record_count == 1


async def test_commands_and_queries_are_numbered_as_on_the_recorded_server(payments: Any) -> None:
    (made,) = payments.run(AGGREGATE)

    assert (made.query_id, made.sequence_number) == ("CTAS_PAYMENTS_AGGR_3", 4)
    assert payments.engine.terminate(made.query_id).sequence_number == 6
    (dropped,) = payments.run("DROP TABLE payments_aggr;")
    assert dropped.sequence_number == 8
    (again,) = payments.run("CREATE STREAM copy AS SELECT * FROM payments;")
    assert again.query_id == "CSAS_COPY_9"


async def test_inserted_rows_are_read_back(lab: Any) -> None:
    lab.run(
        "CREATE STREAM typed (k VARCHAR KEY, i INT, d DOUBLE, dec DECIMAL(4, 2), seen TIMESTAMP, tags ARRAY<VARCHAR>) "
        "WITH (KAFKA_TOPIC='typed', VALUE_FORMAT='json', PARTITIONS=1);"
        "INSERT INTO typed (ROWTIME, k, i, d, seen) VALUES (1234, 'a', 1, 2, '1970-01-01T00:00:01');"
        "INSERT INTO typed (k) VALUES ('b');"
    )

    rows = await lab.rows("SELECT ROWTIME, k, i, d, seen, tags FROM typed LIMIT 1;")

    assert rows == [(1234, "a", 1, 2.0, 1000, None)]
    with pytest.raises(
        SandboxError, match="Failed to prepare statement: Expected number columns and values to match: 2, 1"
    ):
        lab.run("INSERT INTO typed (k, i) VALUES ('c');")
