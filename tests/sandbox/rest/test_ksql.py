"""POST /ksql beyond the recordings: sessions in a request, failures midway, requests that are none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from ksqltui.sandbox.serve import Sandbox

Ksql = Callable[..., Awaitable[Any]]

CREATE = (
    "CREATE STREAM payments (name VARCHAR, amount INTEGER) "
    "WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);"
)


async def test_set_and_define_live_for_their_request_only(ksql: Ksql) -> None:
    text = "SET 'auto.offset.reset'='earliest'; DEFINE t='x'; SHOW PROPERTIES; SHOW VARIABLES;"
    properties, variables = await ksql(text)
    assert properties["overwrittenProperties"] == ["ksql.streams.auto.offset.reset"]
    assert variables["variables"] == [{"name": "t", "value": "x"}]
    assert (await ksql("SHOW VARIABLES;"))[0]["variables"] == []


async def test_variables_are_put_into_statements(ksql: Ksql) -> None:
    (created,) = await ksql(CREATE.replace("payments (", "${name} ("), sessionVariables={"name": "orders"})
    assert created["commandId"] == "stream/`ORDERS`/create"
    (described,) = await ksql("DEFINE s = 'orders'; DESCRIBE ${s};")
    assert described["sourceDescription"]["name"] == "ORDERS"


async def test_what_was_done_before_a_failure_is_told(ksql: Ksql) -> None:
    error = await ksql(f"{CREATE} DESCRIBE nope;")
    assert error["message"] == "Could not find STREAM/TABLE 'NOPE' in the Metastore"
    assert [entity["commandId"] for entity in error["entities"]] == ["stream/`PAYMENTS`/create"]


async def test_a_syntax_error_anywhere_runs_nothing(ksql: Ksql) -> None:
    error = await ksql(f"{CREATE}\nSHOW STREAMZ;")
    assert error["message"].startswith("line 2:6:")
    assert [source["name"] for source in (await ksql("SHOW STREAMS;"))[0]["streams"]] == ["KSQL_PROCESSING_LOG"]


async def test_insert_values_answers_nothing(ksql: Ksql, sandbox: Sandbox) -> None:
    await ksql(CREATE)
    assert await ksql("INSERT INTO payments VALUES ('Carol', 5);") == []
    assert sandbox.engine.log.topic("payments").record_count == 1


async def test_a_command_can_be_asked_for_by_its_id(ksql: Ksql, client: httpx.AsyncClient) -> None:
    await ksql(CREATE)
    answer = await client.get("/status/stream/%60PAYMENTS%60/create")
    assert answer.json() == {"status": "SUCCESS", "message": "Stream created", "queryId": None}
    missing = await client.get("/status/stream/NOPE/create")
    assert (missing.status_code, missing.json()["error_code"]) == (404, 40400)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("SHOW CONNECTORS;", "the sandbox does not do connectors"),
        ("ALTER SYSTEM 'a'='b';", "the sandbox does not do ALTER SYSTEM"),
    ],
)
async def test_what_the_sandbox_cannot_do_is_refused_in_words(ksql: Ksql, statement: str, words: str) -> None:
    error = await ksql(statement)
    assert words in error["message"]
    assert "use a real ksqlDB" in error["message"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Invalid JSON"),
        (b"{", "Invalid JSON"),
        (b"[1]", "expected an object, found an array"),
        (b"{}", "the field 'ksql' is missing"),
        (b'{"ksql": 5}', "the field 'ksql' is missing or no string"),
        (b'{"ksql": "SHOW STREAMS;", "streamsProperties": []}', "'streamsProperties' is no object"),
        (b'{"ksql": "SHOW STREAMS;", "streamsProperties": {"commit.interval.ms": "x"}}', "Not a number of type LONG"),
    ],
)
async def test_a_body_that_is_no_request_is_refused_in_words(
    client: httpx.AsyncClient, body: bytes, words: str
) -> None:
    answer = await client.post("/ksql", content=body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 40000)
    assert words in answer.json()["message"]


async def test_a_body_without_end_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/ksql", content=b"x" * (5 * 1024 * 1024))
    assert answer.status_code == 413


async def test_a_deep_statement_is_answered_not_crashed(ksql: Ksql) -> None:
    await ksql(CREATE)
    deep = "(" * 5000 + "1" + ")" * 5000
    error = await ksql(f"CREATE STREAM d AS SELECT {deep} AS x FROM payments;")
    assert error["error_code"] // 100 == 400


async def test_assert_topic_waits_for_what_comes(ksql: Ksql) -> None:
    error = await ksql("ASSERT NOT EXISTS TOPIC 'default_ksql_processing_log' TIMEOUT 100 MILLISECONDS;")
    assert error["error_code"] == 41700


async def test_show_properties_holds_the_lessons_brokers(ksql: Ksql) -> None:
    ((entity),) = await ksql("SHOW PROPERTIES;", streamsProperties={"commit.interval.ms": "50"})
    values = {item["name"]: item["value"] for item in entity["properties"]}
    assert values["ksql.streams.bootstrap.servers"] == "kafka1:19092,kafka2:19093,kafka3:19094"
    assert values["ksql.streams.commit.interval.ms"] == "50"
