"""The client sends what ksqlDB expects, and gives its recorded answers out as they were meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.ksqldb.print_reader import PrintReader
from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.model.entities import CurrentStatus, Entity, ServerInfo, SourceList
from ksqltui.model.errors import Place, RequestRefused, StatementRefused
from ksqltui.model.stream import Ended, EndReason, Header, Lines, Rows, StreamEvent
from ksqltui.session.ports import KsqlServer

if TYPE_CHECKING:
    from tests.client.conftest import TinyServer


async def collect(client: KsqldbClient, sql: str, **properties: str) -> list[Any]:
    """What a person gets to see of a stream: header, rows or lines one by one, end."""
    async with client.stream(sql, properties=properties, variables={}) as events:
        return seen([event async for event in events])


def seen(events: list[StreamEvent]) -> list[Any]:
    items: list[Any] = []
    for event in events:
        items += event.rows if isinstance(event, Rows) else event.lines if isinstance(event, Lines) else [event]
    return items


async def execute(client: KsqldbClient, sql: str) -> tuple[Entity, ...]:
    return await client.execute(sql, properties={}, variables={})


def status_answer(status: str, number: int = 1) -> list[dict[str, object]]:
    command = {"status": status, "message": "", "queryId": None}
    return [
        {"@type": "currentStatus", "commandId": "stream/`A/B`/create", "commandStatus": command,
         "commandSequenceNumber": number},
    ]  # fmt: skip


async def test_recorded_streams_replay_at_hostile_boundaries(
    recordings: Mapping[str, Any], tiny_server: TinyServer, client: KsqldbClient
) -> None:
    for seed, (name, recording) in enumerate(recordings.items()):
        response, request = recording["response"], recording["request"]
        ended = response["ended"] == "by the server" and response["status"] == 200
        if request["path"] not in ("/query", "/query-stream") or "delimited" in name or not ended:
            continue
        sql = request["body"].get("sql") or request["body"].get("ksql")
        reader = PrintReader() if "PRINT" in sql else StreamReader()
        body = "".join(chunk["text"] for chunk in response["chunks"]).encode()
        expected = seen([*reader.feed(body), *reader.finish()])
        tiny_server.answers.clear()
        tiny_server.will_play(recording, seed)
        assert await collect(client, sql) == expected, name


async def test_the_client_is_what_the_session_asks_for(client: KsqldbClient) -> None:
    server: KsqlServer = client  # mypy compares the signatures
    assert server.url == client.url


async def test_select_asks_for_rows_with_tombstones(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_stream('[{"header":{"schema":"`A` STRING"}},\n', "]")
    async with client.stream("SELECT 1;", properties={"p": "1"}, variables={"v": "2"}) as events:
        assert [type(event) async for event in events] == [Header, Ended]
    (asked,) = tiny_server.asked
    assert (asked.method, asked.path) == ("POST", "/query-stream")
    assert asked.headers["accept"] == "application/vnd.ksql.v1+json"
    assert asked.body == {"sql": "SELECT 1;", "properties": {"p": "1"}, "sessionVariables": {"v": "2"}}


@pytest.mark.parametrize("sql", ["PRINT 'a';", "  -- what is in it?\n/* SELECT */ print a LIMIT 1;"])
async def test_print_asks_for_text(sql: str, tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_stream("Key format: ", "JSON\n")
    assert await collect(client, sql, p="1") == ["Key format: JSON", Ended(EndReason.CLOSED)]
    (asked,) = tiny_server.asked
    assert asked.path == "/query"
    assert asked.body == {"ksql": sql, "streamsProperties": {"p": "1"}, "sessionVariables": {}}


async def test_a_refused_query_names_code_and_statement(
    recordings: Mapping[str, Any], tiny_server: TinyServer, client: KsqldbClient
) -> None:
    tiny_server.will_play(recordings["lesson-05-pull-group-by"], seed=1)
    with pytest.raises(StatementRefused) as refused:
        await collect(client, "SELECT name, SUM(amount) AS total FROM payments GROUP BY name;")
    error = refused.value
    assert (error.code, error.status, error.place) == (40001, 400, None)
    assert error.message.startswith("Pull queries don't support GROUP BY clauses.")
    assert error.message.endswith("Add EMIT CHANGES if you intended to issue a push query.")
    assert error.statement == "SELECT name, SUM(amount) AS total FROM payments GROUP BY name;"


@pytest.mark.parametrize(
    ("name", "place"), [("error-qs-syntax", Place(1, 10)), ("error-qs-unknown-column", Place(1, 8))]
)
async def test_a_refusal_knows_its_place(
    name: str, place: Place, recordings: Mapping[str, Any], tiny_server: TinyServer, client: KsqldbClient
) -> None:
    tiny_server.will_play(recordings[name])
    with pytest.raises(RequestRefused) as refused:
        await collect(client, "SELECT 1;")
    assert refused.value.place == place


async def test_an_error_counts_the_statements_done_before_it(tiny_server: TinyServer, client: KsqldbClient) -> None:
    done = [{"@type": "streams", "streams": []}]
    error = {"@type": "statement_error", "error_code": 40001, "message": "no", "statementText": "B;", "entities": done}
    tiny_server.will_reply(400, error)
    with pytest.raises(StatementRefused) as refused:
        await execute(client, "A; B;")
    assert (refused.value.done, refused.value.statement) == (1, "B;")


async def test_info_health_and_properties(
    recordings: Mapping[str, Any], tiny_server: TinyServer, client: KsqldbClient
) -> None:
    for name in ("get-info", "get-healthcheck", "get-is-valid-property"):
        tiny_server.will_play(recordings[name])
    tiny_server.will_reply(400, {"@type": "generic_error", "error_code": 40000, "message": "no"})
    assert await client.info() == ServerInfo("7.6.1", "TxoslxvgQNmevVGL2PIokQ", "default_", "RUNNING")
    assert await client.is_healthy()
    assert await client.is_valid_property("auto.offset.reset")
    assert not await client.is_valid_property("a/b")
    assert [asked.path for asked in tiny_server.asked[2:]] == [
        "/is_valid_property/auto.offset.reset",
        "/is_valid_property/a%2Fb",
    ]


async def test_several_statements_answer_in_order(
    recordings: Mapping[str, Any], tiny_server: TinyServer, client: KsqldbClient
) -> None:
    tiny_server.will_play(recordings["several-statements"], seed=3)
    streams, tables, _queries = await execute(client, "SHOW STREAMS; SHOW TABLES; SHOW QUERIES;")
    assert isinstance(streams, SourceList)
    assert isinstance(tables, SourceList)
    assert [source.name for source in (*streams.sources, *tables.sources)] == [
        "KSQL_PROCESSING_LOG",
        "PAYMENTS",
        "PAYMENTS_AGGR",
    ]


async def test_each_request_waits_for_the_commands_before_it(tiny_server: TinyServer, client: KsqldbClient) -> None:
    for number in (7, 3):
        tiny_server.will_reply(200, status_answer("SUCCESS", number))
    tiny_server.will_reply(503, {"@type": "generic_error", "error_code": 50301, "message": "timed out"})
    tiny_server.will_reply(200, [])
    await execute(client, "CREATE;")
    await execute(client, "CREATE;")
    with pytest.raises(RequestRefused):
        await execute(client, "SHOW;")
    await execute(client, "SHOW;")
    # After a wait in vain the number is forgotten: a stack that was made anew counts from 0 again.
    assert [asked.body["commandSequenceNumber"] for asked in tiny_server.asked] == [-1, 7, 7, -1]


async def test_pipelined_requests_wait_for_nothing(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_reply(200, status_answer("QUEUED", 7))
    client.pipelined = True
    (first,) = await execute(client, "CREATE;")
    assert isinstance(first, CurrentStatus)
    assert first.command_status.status == "QUEUED"
    await execute(client, "CREATE;")
    client.pipelined = False
    tiny_server.answers.clear()
    tiny_server.will_reply(200, [])
    await execute(client, "SHOW;")
    assert [asked.body["commandSequenceNumber"] for asked in tiny_server.asked] == [-1, -1, 7]


async def test_a_command_under_way_is_followed_to_its_end(tiny_server: TinyServer, client: KsqldbClient) -> None:
    tiny_server.will_reply(200, status_answer("QUEUED"))
    tiny_server.will_reply(200, {"status": "EXECUTING", "message": "", "queryId": None})
    tiny_server.will_reply(200, {"status": "SUCCESS", "message": "Stream created", "queryId": "Q_1"})
    (entity,) = await execute(client, "CREATE STREAM x;")
    assert isinstance(entity, CurrentStatus)
    assert (entity.command_status.status, entity.command_status.query_id) == ("SUCCESS", "Q_1")
    assert tiny_server.asked[-1].path == "/status/stream/%60A%2FB%60/create"


async def test_following_a_command_has_an_end(tiny_server: TinyServer) -> None:
    client = KsqldbClient(tiny_server.url, patience=0.0)
    tiny_server.will_reply(200, status_answer("EXECUTING"))
    (entity,) = await execute(client, "CREATE STREAM x;")
    assert isinstance(entity, CurrentStatus)
    assert entity.command_status.status == "EXECUTING"
    await client.close()


async def test_a_user_in_the_address_signs_every_request_in(tiny_server: TinyServer) -> None:
    client = KsqldbClient(f"http://ann:s3cret@127.0.0.1:{tiny_server.port}")
    tiny_server.will_reply(200, [])
    tiny_server.will_stream('[{"header":{"schema":"`A` STRING"}},\n', "]")
    await execute(client, "SHOW;")
    await collect(client, "SELECT 1;")
    assert [asked.headers["authorization"] for asked in tiny_server.asked] == ["Basic YW5uOnMzY3JldA=="] * 2
    assert "s3cret" not in repr(client) + client.url
    await client.close()


async def test_dense_rows_come_in_blocks(tiny_server: TinyServer, client: KsqldbClient) -> None:
    rows = [f'{{"row":{{"columns":["r{number}"]}}}},\n' for number in range(2000)]
    tiny_server.will_stream('[{"header":{"schema":"`A` STRING"}},\n', *rows, "]")
    async with client.stream("SELECT 1;", properties={}, variables={}) as events:
        blocks = [event.rows async for event in events if isinstance(event, Rows)]
    assert [row.values for block in blocks for row in block] == [(f"r{number}",) for number in range(2000)]
    assert len(blocks) < 1000
