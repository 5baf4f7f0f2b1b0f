"""What of the lesson counts as seen, told from runs in the states that they really go through."""

from __future__ import annotations

from typing import Any

import pytest

from ksqltui.model.catalog import CatalogSource, ServerSnapshot
from ksqltui.model.descriptions import RunningQuery
from ksqltui.model.entities import ServerInfo
from ksqltui.model.errors import RequestRefused
from ksqltui.model.listings import KafkaTopic
from ksqltui.session.console import Console
from ksqltui.session.lesson.progress import LessonProgress
from ksqltui.session.lesson.step import Sign
from ksqltui.session.lesson.steps import STEPS

NOTHING = ServerSnapshot()
STATEMENTS = {step.id: step.statement for step in STEPS}
NOTED = (Sign.PULL_HAD_ROWS, Sign.PULL_ENDED)


async def seen(server: Any, statement: str, *events: object) -> frozenset[Sign]:
    """What a run shows that the server lets end by itself."""
    server.events = list(events)
    console = Console(server)
    run = console.run(statement)
    await run.wait()
    progress = LessonProgress()
    progress.note([run], NOTHING)
    return progress.seen


async def seen_while_it_runs(server: Any, silence: Any, statement: str, *events: object) -> LessonProgress:
    """What a run shows that goes on."""
    silence.reached.clear()
    server.events = [*events, silence]
    console = Console(server)
    run = console.run(statement)
    await silence.reached.wait()
    progress = LessonProgress()
    progress.note([run], NOTHING)
    await console.close()
    return progress


def test_the_server_shows_what_is_there() -> None:
    progress = LessonProgress()
    snapshot = ServerSnapshot(
        server=ServerInfo("7.6.1", "c", "default_", "RUNNING"),
        topics=(KafkaTopic("payments", (3, 3, 3)),),
        streams=(CatalogSource("PAYMENTS", "STREAM", "payments", "KAFKA", "JSON", is_windowed=False),),
    )
    assert progress.note([], snapshot)
    assert progress.seen == {Sign.SERVER_ANSWERS, Sign.PAYMENTS_TOPIC, Sign.STREAM_CREATED}
    assert not progress.note([], NOTHING), "what was seen stays seen, and is no news"
    assert progress.is_done(STEPS[0])


def test_a_table_counts_once_its_query_runs() -> None:
    progress = LessonProgress()
    table = CatalogSource("PAYMENTS_AGGR", "TABLE", "PAYMENTS_AGGR", "KAFKA", "JSON", is_windowed=True)
    query = RunningQuery("", ("PAYMENTS_AGGR",), (), "CTAS_PAYMENTS_AGGR_1", {}, "PERSISTENT", "ERROR")
    progress.note([], ServerSnapshot(tables=(table,), queries=(query,)))
    assert progress.seen == {Sign.TABLE_CREATED}


async def test_a_pull_query_counts_when_it_ends_with_rows(server: Any, answer: Any) -> None:
    events = answer.header("NAME", "AMOUNT"), answer.rows(("Bob", 5)), answer.ended()
    assert await seen(server, STATEMENTS["pull"], *events) == {*NOTED}
    by_amount = await seen(server, STATEMENTS["filter"], *events)
    assert by_amount == {*NOTED, Sign.FILTERED_BY_AMOUNT}
    by_name = await seen(server, "SELECT * FROM payments WHERE name='Peggy';", *events)
    assert by_name == {*NOTED, Sign.FILTERED_BY_NAME}


async def test_an_empty_answer_is_an_end_without_rows(server: Any, answer: Any) -> None:
    assert await seen(server, STATEMENTS["pull"], answer.header("NAME"), answer.ended()) == {Sign.PULL_ENDED}


async def test_the_refusal_must_be_of_group_by(server: Any) -> None:
    refusal = RequestRefused("Pull queries don't support GROUP BY clauses.", code=40001, status=400)
    assert await seen(server, STATEMENTS["refusal"], refusal) == {Sign.GROUP_BY_REFUSED}
    other = RequestRefused("PAYMENTS does not exist.", code=40001, status=400)
    assert await seen(server, STATEMENTS["refusal"], other) == set()


async def test_a_push_query_counts_when_rows_come_and_when_it_is_stopped(
    server: Any, silence: Any, answer: Any
) -> None:
    events = answer.header("ROWPARTITION", "NAME"), answer.rows((1, "Bob"))
    progress = await seen_while_it_runs(server, silence, STATEMENTS["push"], *events)
    assert progress.seen == {Sign.PUSH_ROWS}
    progress = await seen_while_it_runs(
        server, silence, "SELECT * FROM payments WHERE ROWPARTITION=1 EMIT CHANGES;", *events
    )
    assert progress.seen == {Sign.PUSH_ROWS, Sign.ONE_PARTITION}


async def test_stopping_is_seen_on_the_next_look(server: Any, silence: Any, answer: Any) -> None:
    server.events = [answer.header("NAME"), answer.rows(("Bob",)), silence]
    console = Console(server)
    run = console.run(STATEMENTS["push"])
    await silence.reached.wait()
    progress = LessonProgress()
    assert progress.note([run], NOTHING)
    await run.stop()
    assert progress.note([run], NOTHING)
    assert Sign.PUSH_STOPPED in progress.seen


async def test_a_group_counts_as_changed_when_its_row_is(server: Any, silence: Any, answer: Any) -> None:
    statement = STATEMENTS["groups"]
    server.explains(statement, ["NAME"])
    header = answer.header("NAME", "CNT", "SUM")
    progress = await seen_while_it_runs(server, silence, statement, header, answer.rows(("Bob", 1, 5)))
    assert progress.seen == {Sign.GROUPS_SHOWN}
    rows = answer.rows(("Bob", 1, 5), ("Carol", 1, 7), ("Bob", 2, 9))
    progress = await seen_while_it_runs(server, silence, statement, header, rows)
    assert progress.seen == {Sign.GROUPS_SHOWN, Sign.GROUP_CHANGED}


WS, NEXT_WS = "2026-11-22T21:16:10.000", "2026-11-22T21:16:20.000"


@pytest.mark.parametrize(
    ("rows", "signs"),
    [
        ([(WS, "Bob", 1)], set()),
        ([(WS, "Bob", 1), (WS, "Bob", 2)], set()),
        ([(WS, "Bob", 1), (WS, "Bob", 2), (WS, "Bob", 3)], {Sign.WINDOW_CHANGED}),
        ([(WS, "Bob", 1), (NEXT_WS, "Bob", 1)], {Sign.SEVERAL_WINDOWS}),
    ],
)
async def test_windows_count_by_name_and_start(
    server: Any, silence: Any, answer: Any, rows: list[tuple[object, ...]], signs: set[Sign]
) -> None:
    statement = (
        "SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, name, COUNT(*) AS cnt FROM payments "
        "WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY name EMIT CHANGES;"
    )
    server.explains(statement, ["NAME"])
    progress = await seen_while_it_runs(
        server, silence, statement, answer.header("WS", "NAME", "CNT"), answer.rows(*rows)
    )
    assert progress.seen == signs


def test_forgetting_leaves_nothing() -> None:
    progress = LessonProgress(frozenset(Sign))
    assert all(map(progress.is_done, STEPS))
    progress.forget()
    assert progress.seen == frozenset()
    assert progress.share(STEPS[0]) == 0
