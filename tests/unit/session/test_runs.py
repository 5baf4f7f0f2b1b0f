"""One statement's life: where it is sent, what it gathers, how it ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ksqltui.model.entities import CurrentStatus
from ksqltui.model.errors import ConnectionLost, KsqlError, NotReached, StatementRefused
from ksqltui.model.listings import CommandStatus
from ksqltui.model.stream import EndReason, Lines
from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind

GROUPED = "SELECT name, COUNT(*) AS cnt FROM payments GROUP BY name EMIT CHANGES;"


async def ran(console: Console, statement: str, **options: Any) -> QueryRun:
    run = console.run(statement, **options)
    await run.wait()
    return run


async def test_a_pull_query_finishes_with_its_rows(server: Any, answer: Any) -> None:
    server.events = [answer.header("NAME"), answer.rows(("Peggy",), ("Carol",)), answer.ended()]
    run = await ran(Console(server), "SELECT * FROM payments;")
    assert run.kind is StatementKind.PULL_QUERY
    assert run.state is RunState.FINISHED
    assert run.store is not None
    assert run.store.received == run.rows_received == 2
    assert run.query_id == "transient_1"
    assert run.ended_at is not None
    assert run.ended_at >= run.started_at
    assert server.sent == []


async def test_rows_of_a_grouped_push_query_are_joined_by_key(server: Any, answer: Any) -> None:
    server.explains(GROUPED, ["NAME"])
    server.events = [answer.header("NAME", "CNT"), answer.rows(("a", 1), ("b", 1), ("a", 2)), answer.ended()]
    run = await ran(Console(server), GROUPED)
    assert run.store is not None
    assert run.store.identity == (0,)
    assert [line.values for line in map(run.store.table.line, range(2))] == [("a", 2), ("b", 1)]
    assert run.identity_note == "one row per NAME"


async def test_windows_of_the_projection_are_part_of_a_row(server: Any, answer: Any) -> None:
    statement = (
        "SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, name, COUNT(*) AS cnt FROM payments "
        "WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY name EMIT CHANGES;"
    )
    server.explains(statement, ["NAME"])
    server.events = [answer.header("WS", "NAME", "CNT"), answer.ended()]
    run = await ran(Console(server), statement)
    assert run.store is not None
    assert set(run.store.identity) == {0, 1}
    assert not run.hides_window


async def test_a_hidden_window_is_told_and_nothing_is_merged(server: Any, answer: Any) -> None:
    statement = "SELECT name, cnt FROM payments_aggr EMIT CHANGES;"
    server.explains(statement, ["NAME"], {"PAYMENTS_AGGR": True})
    server.events = [answer.header("NAME", "CNT"), answer.rows(("Carol", 5), ("Carol", 2)), answer.ended()]
    run = await ran(Console(server), statement)
    assert run.hides_window
    assert run.store is not None
    assert run.store.identity == ()
    assert len(run.store.table) == 2


async def test_rows_of_a_keyed_stream_are_events(server: Any, answer: Any) -> None:
    statement = "SELECT * FROM orders EMIT CHANGES;"
    server.explains(statement, ["ID"], {"PAYMENTS_AGGR": True})
    server.events = [answer.header("ID", "V"), answer.ended()]
    run = await ran(Console(server), statement)
    assert run.store is not None
    assert run.store.identity == ()


async def test_keys_of_a_tables_pull_query_come_from_its_header(server: Any, answer: Any) -> None:
    server.events = [answer.header("ID", "V", keys=["ID"]), answer.rows((1, "x")), answer.ended(EndReason.CLOSED)]
    run = await ran(Console(server), "SELECT * FROM users WHERE id = 1;")
    assert run.state is RunState.FINISHED
    assert run.store is not None
    assert run.store.identity == (0,)


async def test_a_refused_explain_hides_neither_rows_nor_the_true_error(server: Any, answer: Any) -> None:
    asked = f"EXPLAIN {GROUPED.removesuffix(';')};\nSHOW TABLES;"
    server.answers[asked] = StatementRefused("EXPLAIN is not for you", code=40301, status=403, statement="")
    server.events = [answer.header("NAME", "CNT"), answer.rows(("a", 1)), answer.ended()]
    run = await ran(Console(server), GROUPED)
    assert run.state is RunState.FINISHED
    assert run.rows_received == 1
    assert "did not say" in run.identity_note

    server.events = [StatementRefused("the true error", code=40001, status=400, statement="")]
    run = await ran(Console(server), GROUPED)
    assert run.state is RunState.FAILED
    assert run.error is not None
    assert run.error.message == "the true error"


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (EndReason.QUERY_COMPLETED, RunState.FINISHED),
        (EndReason.LIMIT_REACHED, RunState.LIMIT_REACHED),
        (EndReason.CLOSED, RunState.FINISHED),
    ],
)
async def test_the_servers_reason_is_the_state(server: Any, answer: Any, reason: EndReason, state: RunState) -> None:
    server.events = [answer.header("NAME"), answer.ended(reason)]
    assert (await ran(Console(server), "SELECT * FROM payments;")).state is state


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (StatementRefused("no", code=40001, status=400, statement=""), RunState.FAILED),
        (NotReached("no one there"), RunState.FAILED),
        (ConnectionLost("cut"), RunState.LOST),
    ],
)
async def test_failures_are_told_apart(server: Any, answer: Any, error: KsqlError, state: RunState) -> None:
    server.events = [answer.header("NAME"), answer.rows(("a",)), error]
    run = await ran(Console(server), "SELECT * FROM payments;")
    assert run.state is state
    assert run.error is error
    assert run.rows_received == 1


async def test_stop_closes_the_connection(server: Any, answer: Any, silence: Any) -> None:
    server.events = [answer.header("NAME"), answer.rows(("a",)), silence]
    run = Console(server).run("SELECT * FROM payments EMIT CHANGES;")
    await silence.reached.wait()
    before = run.state
    assert before is RunState.STREAMING
    assert server.open_streams == 1
    await run.stop()
    assert run.state is RunState.STOPPED
    assert run.error is None
    assert server.open_streams == 0
    await run.stop()


async def test_our_own_limit_ends_a_push_query_at_exactly_so_many_rows(server: Any, answer: Any) -> None:
    server.events = [answer.header("NAME"), answer.rows(("a",), ("b",)), answer.rows(("c",), ("d",))]
    run = await ran(Console(server), "SELECT * FROM payments EMIT CHANGES;", row_limit=3)
    assert run.state is RunState.LIMIT_REACHED
    assert run.rows_received == 3
    assert server.open_streams == 0


async def test_our_own_time_limit_ends_a_silent_query(server: Any, answer: Any, silence: Any) -> None:
    server.events = [answer.header("NAME"), silence]
    run = await ran(Console(server), "SELECT * FROM payments EMIT CHANGES;", seconds=0.01)
    assert run.state is RunState.LIMIT_REACHED
    assert "time limit" in run.end_note
    assert server.open_streams == 0


async def test_lines_of_print_are_kept(server: Any, answer: Any) -> None:
    server.events = [Lines(("Key format: KAFKA_STRING", "rowtime: .."), 40), answer.ended(EndReason.CLOSED)]
    run = await ran(Console(server), "PRINT 'payments' FROM BEGINNING;")
    assert run.kind is StatementKind.PRINT
    assert run.lines == ["Key format: KAFKA_STRING", "rowtime: .."]
    assert run.store is None


async def test_version_rises_with_every_change(server: Any, answer: Any, silence: Any) -> None:
    server.events = [answer.header("NAME"), silence, answer.rows(("a",)), answer.ended()]
    run = Console(server).run("SELECT * FROM payments;")
    await silence.reached.wait()
    opened = run.version
    silence.opened.set()
    await run.wait()
    assert run.version > opened


async def test_a_large_block_lets_others_run_meanwhile(server: Any, answer: Any) -> None:
    server.events = [answer.header("N"), answer.rows(*((n,) for n in range(20_000))), answer.ended()]
    run = Console(server).run("SELECT * FROM payments;")
    seen = set()
    while run.is_live:
        seen.add(run.rows_received)
        await asyncio.sleep(0)
    assert run.rows_received == 20_000
    assert len(seen) > 5


async def test_a_statement_that_we_cannot_read_goes_to_the_server(server: Any) -> None:
    refused = StatementRefused("line 1:1: Syntax Error\nUnknown statement", code=40001, status=400, statement="")
    server.answers["SELEC * FROM payments;"] = refused
    run = await ran(Console(server), "SELEC * FROM payments;")
    assert run.kind is StatementKind.REQUEST
    assert run.error is refused


async def test_an_unreadable_select_is_streamed_all_the_same(server: Any, answer: Any) -> None:
    server.events = [answer.header("A"), answer.ended()]
    run = await ran(Console(server), "SELECT * FROM a NEW SYNTAX b EMIT CHANGES;")
    assert run.kind is StatementKind.PUSH_QUERY
    assert run.state is RunState.FINISHED


async def test_a_command_that_failed_behind_a_good_status_is_a_failure(server: Any) -> None:
    status = CommandStatus("ERROR", "Topic authorization failed")
    server.answers["DROP STREAM payments;"] = (CurrentStatus(command_status=status),)
    run = await ran(Console(server), "DROP STREAM payments;")
    assert run.state is RunState.FAILED
    assert run.error is not None
    assert run.error.message == "Topic authorization failed"


async def test_an_answer_without_content_is_said_in_words(server: Any) -> None:
    run = await ran(Console(server), "INSERT INTO payments VALUES ('a', 1);")
    assert run.state is RunState.FINISHED
    assert run.messages


async def test_a_fault_of_our_own_is_a_failed_run_and_not_a_silent_one(
    server: Any, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(server, "execute", broken)
    run = await ran(Console(server), "SHOW STREAMS;")
    assert run.state is RunState.FAILED
    assert run.error is not None
    assert "bug" in run.error.message


async def test_the_place_counts_from_the_buffers_start(server: Any) -> None:
    run = await ran(Console(server), "  -- words\n  SHOW STREAMS;\n", offset=100)
    assert run.place == 100 + len("  -- words\n  ")
    assert server.sent[0].sql == "SHOW STREAMS;"
