"""/query and /query-stream beyond the recordings: shapes, how a stream ends, limits, PRINT, rows that come in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from ksqltui.sandbox.serve import Sandbox

Ksql = Callable[..., Awaitable[Any]]

CREATE = (
    "CREATE STREAM payments (name VARCHAR, amount INTEGER) "
    "WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=1);"
)
PUSH = {"sql": "SELECT * FROM payments EMIT CHANGES;"}
ROWS = {"accept": "application/vnd.ksql.v1+json"}


@pytest.fixture
async def payments(ksql: Ksql) -> None:
    await ksql(CREATE)
    await ksql("INSERT INTO payments VALUES ('Carol', 5); INSERT INTO payments VALUES ('Bob', 7);")


async def lines_until(answer: httpx.Response, count: int) -> list[str]:
    lines: list[str] = []
    async for line in answer.aiter_lines():
        lines.append(line)
        if len(lines) == count:
            break
    return lines


async def listed(ksql: Ksql) -> list[str]:
    return [query["id"] for query in (await ksql("SHOW QUERIES;"))[0]["queries"]]


async def until_none_is_listed(ksql: Ksql) -> None:
    async with asyncio.timeout(5):
        while await listed(ksql):
            continue


@pytest.mark.usefixtures("payments")
@pytest.mark.parametrize(
    ("path", "field", "accept", "content_type", "start"),
    [
        ("/query-stream", "sql", "*/*", "application/vnd.ksqlapi.delimited.v1", '{"queryId"'),
        ("/query-stream", "sql", "application/json", "application/json", '[{"queryId"'),
        ("/query", "ksql", "application/json", "application/vnd.ksql.v1+json", '[{"header"'),
        ("/query", "ksql", "*/*", "application/vnd.ksqlapi.delimited.v1", '{"queryId"'),
    ],
)
async def test_accept_and_path_choose_the_shape(
    client: httpx.AsyncClient, path: str, field: str, accept: str, content_type: str, start: str
) -> None:
    answer = await client.post(path, json={field: "SELECT * FROM payments;"}, headers={"accept": accept})
    assert answer.headers["content-type"] == content_type
    assert answer.text.startswith(start)
    assert '["Carol",5]' in answer.text


@pytest.mark.usefixtures("payments")
async def test_a_shape_that_there_is_not_is_not_acceptable(client: httpx.AsyncClient) -> None:
    answer = await client.post("/query-stream", json=PUSH, headers={"accept": "text/html"})
    assert answer.status_code == 406


@pytest.mark.usefixtures("payments")
async def test_a_push_query_is_listed_while_somebody_reads_it(client: httpx.AsyncClient, ksql: Ksql) -> None:
    async with client.stream("POST", "/query-stream", json=PUSH, headers=ROWS) as answer:
        (header,) = await lines_until(answer, 1)
        query_id = json.loads(header[1:-1])["header"]["queryId"]
        assert await listed(ksql) == [query_id]
    await until_none_is_listed(ksql)


@pytest.mark.usefixtures("payments")
@pytest.mark.parametrize("how", ["close-query", "terminate"])
async def test_others_can_end_a_push_query(client: httpx.AsyncClient, ksql: Ksql, how: str) -> None:
    async with client.stream("POST", "/query-stream", json=PUSH, headers=ROWS) as answer:
        lines = answer.aiter_lines()
        query_id = json.loads((await anext(lines))[1:-1])["header"]["queryId"]
        if how == "close-query":
            closed = await client.post("/close-query", json={"queryId": query_id})
            assert (closed.status_code, closed.content) == (200, b"")
        else:
            (entity,) = await ksql(f"TERMINATE {query_id};")
            assert entity["@type"] == "terminate_query"
            assert entity["wasTerminated"] is True
        async with asyncio.timeout(5):
            assert [line async for line in lines] == ["]"]


@pytest.mark.usefixtures("payments")
async def test_the_hundred_and_first_push_query_is_refused(sandbox: Sandbox, ksql: Ksql) -> None:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=sandbox.url, limits=limits, timeout=10) as client, AsyncExitStack() as open_:
        for _ in range(100):
            answer = await open_.enter_async_context(client.stream("POST", "/query-stream", json=PUSH, headers=ROWS))
            assert answer.status_code == 200
        refused = await client.post("/query-stream", json=PUSH, headers=ROWS)
        assert (refused.status_code, refused.json()["error_code"]) == (400, 40003)
    await until_none_is_listed(ksql)


@pytest.mark.usefixtures("payments")
async def test_print_goes_on_with_what_comes(client: httpx.AsyncClient, ksql: Ksql) -> None:
    asked = {"ksql": "PRINT payments FROM BEGINNING;"}
    async with client.stream("POST", "/query", json=asked) as answer:
        lines = answer.aiter_lines()
        first = [await anext(lines) for _ in range(4)]
        assert first[1] == "Value format: JSON or KAFKA_STRING"
        assert '"NAME":"Bob"' in first[3]
        await ksql("INSERT INTO payments VALUES ('Peggy', 9);")
        async with asyncio.timeout(5):
            assert '"NAME":"Peggy"' in await anext(lines)


@pytest.mark.usefixtures("payments")
async def test_print_starts_at_the_beginning_where_the_session_does(client: httpx.AsyncClient) -> None:
    asked = {"ksql": "PRINT payments LIMIT 1;", "streamsProperties": {"auto.offset.reset": "earliest"}}
    assert '"NAME":"Carol"' in (await client.post("/query", json=asked)).text


@pytest.mark.usefixtures("payments")
async def test_rows_are_inserted_one_by_one_and_acknowledged(sandbox: Sandbox) -> None:
    async def rows() -> AsyncIterator[bytes]:
        yield b'{"target":"payments"}\n{"name":"Alice",'
        yield b'"amount":-3}\n{"NAME":"Trent"}\n{"nope":1}\n'

    async with httpx.AsyncClient(base_url=sandbox.url, http1=False, http2=True) as client:
        answer = await client.post("/inserts-stream", content=rows())
    first, second, third = [json.loads(line) for line in answer.text.splitlines()]
    assert (first, second) == ({"seq": 0, "status": "ok"}, {"seq": 1, "status": "ok"})
    assert set(third) == {"@type", "error_code", "message", "status", "seq"}
    assert (third["@type"], third["status"], third["seq"]) == ("generic_error", "error", 2)
    written = [record.value for record in sandbox.engine.log.topic("payments").partitions[0].records[2:]]
    assert written == [b'{"NAME":"Alice","AMOUNT":-3}', b'{"NAME":"Trent","AMOUNT":null}']


async def test_inserts_need_http2(client: httpx.AsyncClient) -> None:
    answer = await client.post("/inserts-stream", content=b'{"target":"payments"}')
    assert (answer.status_code, answer.json()["error_code"]) == (400, 40004)
