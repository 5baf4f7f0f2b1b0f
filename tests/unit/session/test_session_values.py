"""SET, DEFINE and the rest live in the session and go with every request."""

from __future__ import annotations

from typing import Any

import pytest

from ksqltui.model.entities import Variables
from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun, RunState


async def ran(console: Console, statement: str, **options: Any) -> QueryRun:
    run = console.run(statement, **options)
    await run.wait()
    return run


async def test_what_is_set_goes_with_every_request(server: Any, answer: Any) -> None:
    server.events = [answer.header("NAME"), answer.ended()]
    console = Console(server)
    await ran(console, "SET 'auto.offset.reset'='earliest';")
    await ran(console, "DEFINE topic='payments';")
    await ran(console, "SHOW STREAMS;")
    await ran(console, "SELECT * FROM ${topic};")
    assert server.sent[-1].properties == {"auto.offset.reset": "earliest"}
    assert server.streamed[-1].properties == {"auto.offset.reset": "earliest"}
    assert server.streamed[-1].variables == {"topic": "payments"}
    assert server.streamed[-1].sql == "SELECT * FROM ${topic};"
    await ran(console, "UNSET 'auto.offset.reset';")
    await ran(console, "UNDEFINE topic;")
    assert (console.properties, console.variables) == ({}, {})


async def test_a_property_that_the_server_refuses_is_not_kept(server: Any) -> None:
    server.refused_properties = {"ksql.service.id"}
    console = Console(server)
    run = await ran(console, "SET 'ksql.service.id'='x';")
    assert run.state is RunState.FAILED
    assert run.error is not None
    assert "ksql.service.id" in run.error.message
    assert console.properties == {}


@pytest.mark.parametrize(
    ("name", "meant"),
    [("auto.ofset.reset", "auto.offset.reset"), ("auto.offset.reset", ""), ("my.own.thing", "")],
)
async def test_a_misspelt_property_is_set_with_a_warning(server: Any, name: str, meant: str) -> None:
    console = Console(server)
    run = await ran(console, f"SET '{name}'='earliest';")
    assert run.state is RunState.FINISHED
    assert console.properties == {name: "earliest"}
    assert any("Did you mean" in message for message in run.messages) == bool(meant)
    assert meant in run.messages[-1]


async def test_variables_are_listed_from_the_session(server: Any) -> None:
    console = Console(server)
    console.variables.update(b="2", a="1")
    run = await ran(console, "SHOW VARIABLES;")
    (listed,) = run.entities
    assert isinstance(listed, Variables)
    assert [(each.name, each.value) for each in listed.variables] == [("a", "1"), ("b", "2")]
    assert server.sent == []


async def test_from_the_beginning_holds_for_one_run(server: Any, answer: Any) -> None:
    server.events = [answer.header("NAME"), answer.ended()]
    console = Console(server)
    console.properties["ksql.streams.auto.offset.reset"] = "latest"
    await ran(console, "SELECT * FROM payments EMIT CHANGES;", from_beginning=True)
    assert server.streamed[-1].properties == {"auto.offset.reset": "earliest"}
    await ran(console, "SELECT * FROM payments EMIT CHANGES;")
    assert server.streamed[-1].properties == {"ksql.streams.auto.offset.reset": "latest"}


WRITING = (
    "CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='json', PARTITIONS=1);",
    "CREATE TABLE t AS SELECT name, COUNT(*) FROM payments GROUP BY name;",
    "INSERT INTO payments VALUES ('a', 1);",
    "DROP STREAM payments;",
    "TERMINATE ALL;",
    "SHOW STREAMS; DROP STREAM payments;",
    "ALTER STREAM payments ADD COLUMN x INT;",
    "DEFINED NOWHERE;",
)


@pytest.mark.parametrize("statement", WRITING)
async def test_a_read_only_session_sends_nothing_that_writes(server: Any, statement: str) -> None:
    run = await ran(Console(server, read_only=True), statement)
    assert run.state is RunState.FAILED
    assert run.error is not None
    assert run.error.message.startswith("Read-only")
    assert server.sent == server.streamed == []


async def test_a_variable_cannot_smuggle_a_statement_into_a_read_only_session(server: Any) -> None:
    console = Console(server, read_only=True)
    console.variables["x"] = "STREAMS; DROP STREAM payments"
    run = await ran(console, "SHOW ${x};")
    assert run.state is RunState.FAILED
    assert server.sent == []


@pytest.mark.parametrize("statement", ["SHOW STREAMS;", "DESCRIBE payments;", "EXPLAIN SELECT * FROM payments;"])
async def test_a_read_only_session_reads(server: Any, statement: str) -> None:
    run = await ran(Console(server, read_only=True), statement)
    assert run.state is RunState.FINISHED
    assert [sent.sql for sent in server.sent] == [statement]


async def test_closing_stops_what_runs_and_ends_what_was_started(server: Any, answer: Any, silence: Any) -> None:
    server.events = [answer.header("NAME"), silence]
    ended: list[str] = []

    async def on_close() -> None:
        ended.append("sandbox")

    console = Console(server, on_close=on_close)
    run = console.run("SELECT * FROM payments EMIT CHANGES;")
    await console.close()
    assert run.state is RunState.STOPPED
    assert server.is_closed
    assert ended == ["sandbox"]


def test_the_label_is_short(server: Any) -> None:
    assert Console(server).server_label == "fake:8088"
    assert Console(server, is_sandbox=True).server_label == "sandbox"
