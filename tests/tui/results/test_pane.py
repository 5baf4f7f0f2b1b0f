"""The results pane as a user meets it: states in words, errors whole, hints in time, keys that do what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.model.entities import CurrentStatus, KafkaTopics
from ksqltui.model.errors import ConnectionLost, KsqlError, NotReached, Place, RequestRefused, StatementRefused
from ksqltui.model.listings import CommandStatus, KafkaTopic
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.results_tabs import ResultsTabs
from ksqltui.tui.widgets.run_again import run_again

MakeRun = Callable[..., QueryRun]

GROUP_BY_ERROR = (
    "Pull queries don't support GROUP BY clauses. See https://cnfl.io/queries for more info.\n"
    "Add EMIT CHANGES if you intended to issue a push query."
)


async def settle(pilot: Pilot[None]) -> None:
    """Lets the pane look at its run and the screen be painted."""
    await pilot.app.settle(pilot)  # type: ignore[attr-defined]


def screen(app: Any) -> str:
    return "\n".join(app.text())


@pytest.fixture
def refused(make_run: MakeRun) -> QueryRun:
    """The lesson's pull query with GROUP BY, as the server refuses it."""
    run = make_run(
        "SELECT name, SUM(amount) AS total\n  FROM payments GROUP BY name;",
        title="totals",
        kind=StatementKind.PULL_QUERY,
    )
    error = StatementRefused(GROUP_BY_ERROR, code=40001, status=400, statement=run.statement, place=Place(2, 17))
    run.end(RunState.FAILED, now=run.started_at + 0.038, error=error)
    return run


def with_rows(run: QueryRun, count: int = 1) -> QueryRun:
    run.store = ResultsStore((ResultColumn("NAME", "STRING"), ResultColumn("AMOUNT", "INTEGER")))
    run.store.apply([Row((f"n{n}", n)) for n in range(count)], run.started_at)
    return run


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RunState.STREAMING, "● streaming   3 rows"),
        (RunState.FINISHED, "✓ finished   3 rows"),
        (RunState.LIMIT_REACHED, "■ limit reached   3 rows"),
        (RunState.STOPPED, "■ stopped by you   3 rows"),
        (RunState.FAILED, "✗ failed   3 rows"),
        (RunState.LOST, "○ connection lost   3 rows"),
    ],
)
async def test_every_end_has_its_own_words(make_app: Any, make_run: MakeRun, state: RunState, words: str) -> None:
    run = with_rows(make_run(), 3)
    error = {RunState.FAILED: KsqlError("It broke."), RunState.LOST: ConnectionLost("It was cut.")}.get(state)
    if not state.is_live:
        run.end(state, now=run.started_at + 1, error=error)
    app = make_app(run)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)

        assert words in screen(app)
        assert "n2" in screen(app)
        if error is not None:
            assert error.message in screen(app)


async def test_a_lost_query_is_run_once_more_with_one_key(make_app: Any, make_run: MakeRun) -> None:
    run = with_rows(make_run(), 3)
    run.end(RunState.LOST, now=run.started_at + 1, error=ConnectionLost("It was cut.", advice="Run it again."))
    app = make_app(run)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert " F8  Run it again" in screen(app)
        assert "Run it again and run" not in screen(app)
        assert "earliest row: F9" in screen(app)
        await pilot.press("f8")
        await settle(pilot)
        asked = app.asked[-1]
        assert (asked.run, asked.fix.statement) == (run, run.statement)


@pytest.mark.parametrize(
    ("kind", "state", "error", "is_offered"),
    [
        (StatementKind.PUSH_QUERY, RunState.LOST, ConnectionLost("cut"), True),
        (StatementKind.PULL_QUERY, RunState.LOST, ConnectionLost("cut"), True),
        (StatementKind.REQUEST, RunState.LOST, ConnectionLost("cut"), False),
        (StatementKind.REQUEST, RunState.FAILED, RequestRefused("starting", code=50302, status=503), True),
        (StatementKind.REQUEST, RunState.FAILED, NotReached("no answer", was_sent=True), False),
        (StatementKind.REQUEST, RunState.FAILED, NotReached("refused"), True),
        (StatementKind.PUSH_QUERY, RunState.FAILED, NotReached("bad certificate", may_pass=False), False),
        (StatementKind.PUSH_QUERY, RunState.FAILED, RequestRefused("no", code=40001, status=400), False),
    ],
)
def test_what_may_have_been_carried_out_is_not_offered_again(
    kind: StatementKind, state: RunState, error: KsqlError, is_offered: bool
) -> None:
    run = QueryRun(1, "SELECT 1;", title="t", kind=kind, place=0, now=1.0)
    run.end(state, now=2.0, error=error)
    assert (run_again(run) is not None) is is_offered


async def test_a_query_without_rows_waits_and_one_that_is_sent_starts(make_app: Any, make_run: MakeRun) -> None:
    starting = make_run(state=RunState.STARTING)
    app = make_app(starting)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert "◐ starting" in screen(app)
        starting.store = ResultsStore((ResultColumn("NAME", "STRING"),))
        starting.state = RunState.STREAMING
        await settle(pilot)
        assert "● waiting for rows" in screen(app)
        assert "NAME" in screen(app)


async def test_a_refusal_is_shown_whole_with_its_fix_and_why(make_app: Any, refused: QueryRun) -> None:
    app = make_app(refused)
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        text = screen(app)

        for line in GROUP_BY_ERROR.splitlines():
            assert line in text
        assert "code 40001, 38 ms" in text
        assert "nothing ran, nothing changed" in text
        assert "line 2, column 17" in text
        assert "+    FROM payments GROUP BY name EMIT CHANGES;" in text
        assert "Why" in text

        await pilot.press("f8")
        (asked,) = app.asked
        assert isinstance(asked, ResultsPane.FixChosen)
        assert asked.fix.statement.endswith("EMIT CHANGES;")


async def test_of_two_ways_out_either_is_taken_by_key_or_mouse(make_app: Any, make_run: MakeRun) -> None:
    run = make_run("SELECT ROWOFFSET, * FROM payments;", title="payments", kind=StatementKind.PULL_QUERY)
    words = (
        "Pull queries don't support the following columns in SELECT clauses: `ROWOFFSET`\n"
        "Add EMIT CHANGES if you intended to issue a push query."
    )
    error = StatementRefused(words, code=40001, status=400, statement=run.statement)
    run.end(RunState.FAILED, now=run.started_at, error=error)
    app = make_app(run)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        rows = screen(app).splitlines()
        await pilot.press("f8", "shift+f8")
        await pilot.click(offset=(12, next(row for row, text in enumerate(rows) if "Drop these columns" in text)))
        await pilot.click(offset=(12, next(row for row, text in enumerate(rows) if "Add EMIT CHANGES and" in text)))
        await settle(pilot)
        pushed, dropped = "SELECT ROWOFFSET, * FROM payments EMIT CHANGES;", "SELECT * FROM payments;"
        assert [asked.fix.statement for asked in app.asked] == [pushed, dropped, dropped, pushed]


async def test_an_error_leads_to_its_line(make_app: Any, refused: QueryRun) -> None:
    app = make_app(refused)
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")

        assert [type(asked) for asked in app.asked] == [ResultsPane.GoToError]


async def test_a_long_error_wraps_and_nothing_of_it_is_lost(make_app: Any, make_run: MakeRun) -> None:
    run = make_run()
    words = [f"word{n}" for n in range(60)]
    run.end(RunState.FAILED, now=run.started_at, error=NotReached(" ".join(words), advice="Start the server."))
    app = make_app(run)
    async with app.run_test(size=(60, 30)) as pilot:
        await settle(pilot)

        assert all(f"{word} " in screen(app) + " " or f"{word}\n" in screen(app) for word in words)
        assert "Start the server." in screen(app)
        assert "The server was not reached" in screen(app)


async def test_after_three_silent_seconds_a_push_query_says_why(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = with_rows(make_run(), 0)
    app = make_app(run)
    async with app.run_test(size=(100, 20)) as pilot:
        clock.now += 2.9
        await settle(pilot)
        assert "starts at latest" not in screen(app)
        clock.now += 0.2
        await settle(pilot)
        assert "starts at latest" in screen(app)

        await pilot.press("b")
        assert [type(asked) for asked in app.asked] == [ResultsPane.RunFromBeginning]

        assert run.store is not None
        run.store.apply([Row(("Carol", 1))], clock.now)
        await settle(pilot)
        assert "starts at latest" not in screen(app)


async def test_a_silent_final_query_is_explained_by_its_windows(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = with_rows(make_run("SELECT 1 FROM p GROUP BY x\n EMIT  FINAL;"), 0)
    app = make_app(run)
    async with app.run_test(size=(100, 20)) as pilot:
        clock.now += 4
        await settle(pilot)

        assert "window has closed" in screen(app)


async def test_a_final_query_that_falls_silent_is_explained_again(
    make_app: Any, clock: Any, windows: QueryRun, fill: Callable[[QueryRun], None]
) -> None:
    fill(windows)
    windows.statement = "SELECT 1 FROM p WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY name EMIT FINAL;"
    app = make_app(windows)
    async with app.run_test(size=(100, 20)) as pilot:
        clock.now += 14
        await settle(pilot)
        assert "No window has closed" not in screen(app)

        clock.now += 28
        await settle(pilot)
        assert "No window has closed for 42 s" in screen(app)
        assert "F9" not in screen(app)

        assert windows.store is not None
        windows.store.apply([Row(("2026-11-23T00:00:00.000", "Dave", 1, 77))], clock.now)
        await settle(pilot)
        assert "No window has closed" not in screen(app)


async def test_the_status_line_tells_bytes_and_the_changelogs_keys(
    make_app: Any, windows: QueryRun, fill: Callable[[QueryRun], None]
) -> None:
    fill(windows)
    windows.bytes_received = 3_400_000
    app = make_app(windows)
    async with app.run_test(size=(120, 20)) as pilot:
        await settle(pilot)
        assert "   3.2 MB" in screen(app)
        await pilot.press("t")
        await settle(pilot)
        assert "13 changes of 6 keys" in screen(app)


async def test_a_hidden_window_is_told_and_can_be_added(make_app: Any, make_run: MakeRun) -> None:
    run = with_rows(make_run("SELECT name, cnt, sum FROM payments_aggr EMIT CHANGES;"))
    run.hides_window = True
    app = make_app(run)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert "! The rows have a window that the query does not show" in screen(app)
        await pilot.press("f8")

        (asked,) = app.asked
        assert "WINDOWSTART" in asked.fix.statement


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_a_live_run_is_stopped_by_its_key_and_the_program_goes_on(
    make_app: Any, make_run: MakeRun, key: str
) -> None:
    run = with_rows(make_run())
    app = make_app(run)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press(key)
        assert [type(asked) for asked in app.asked] == [ResultsPane.StopRequested]

        run.end(RunState.STOPPED, now=run.started_at)
        await settle(pilot)
        await pilot.press(key)
        assert len(app.asked) == 1
        assert app.is_running


async def test_a_run_that_has_nothing_yet_can_be_stopped(make_app: Any, make_run: MakeRun) -> None:
    app = make_app(make_run(state=RunState.STARTING))
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("escape")

        assert [type(asked) for asked in app.asked] == [ResultsPane.StopRequested]


async def test_tabs_are_chosen_by_key_and_by_mouse_and_closed(make_app: Any, make_run: MakeRun) -> None:
    one, two = with_rows(make_run(title="one"), 1), with_rows(make_run(title="two"), 5)
    app = make_app(one, two)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert app.pane.active_run is two
        await pilot.press("right_square_bracket")
        await settle(pilot)
        assert app.pane.active_run is one
        assert "n4" not in screen(app)

        await pilot.click(ResultsTabs, offset=(screen(app).splitlines()[0].index("2 two"), 0))
        await settle(pilot)
        assert app.pane.active_run is two

        await pilot.press("w")
        await settle(pilot)
        assert app.pane.active_run is one
        assert [asked.run for asked in app.asked] == [two]
        await pilot.press("w")
        await settle(pilot)
        assert app.pane.active_run is None
        assert "Nothing has run yet" in screen(app)


async def test_a_view_word_is_clicked(make_app: Any, make_run: MakeRun) -> None:
    app = make_app(with_rows(make_run()))
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert app.pane.key_label("view") == "Changelog"
        await pilot.click(ResultsTabs, offset=(app.text()[0].index("changelog"), 0))
        await settle(pilot)

        assert "received" in app.text()[1]
        assert app.pane.key_label("view") == "Chart"


async def test_opening_a_run_again_shows_its_tab(make_app: Any, make_run: MakeRun) -> None:
    one, two = with_rows(make_run(title="one")), with_rows(make_run(title="two"))
    app = make_app(one, two)
    async with app.run_test(size=(100, 20)) as pilot:
        app.pane.open_run(one)
        await settle(pilot)

        assert app.pane.active_run is one
        assert app.text()[0].count("1 one") == 1


async def test_many_tabs_leave_the_active_one_on_the_screen(make_app: Any, make_run: MakeRun) -> None:
    runs = [with_rows(make_run(title=f"query{n}")) for n in range(20)]
    app = make_app(*runs)
    async with app.run_test(size=(80, 20)) as pilot:
        for run in (runs[-1], runs[0], runs[10]):
            app.pane.open_run(run)
            await settle(pilot)
            assert f"{run.number} {run.title}" in app.text()[0]
            assert "changelog" in app.text()[0]


async def test_printed_lines_are_followed_and_made_safe(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = make_run("PRINT payments;", kind=StatementKind.PRINT)
    app = make_app(run)
    async with app.run_test(size=(80, 12)) as pilot:
        await settle(pilot)
        assert "waiting for lines" in screen(app)
        run.add_lines([f"rowtime: 2026, key: <null>, value: {n}, partition: 0" for n in range(50)], 10)
        run.add_lines(["rowtime: 2026, key: <null>, value: \x1b[2J[red]end, partition: 1"], 10)
        clock.now += 1
        await settle(pilot)

        assert "value: \\x1b[2J[red]end" in screen(app)
        assert "51 lines" in screen(app)


async def test_a_command_answers_in_the_servers_words(make_app: Any, make_run: MakeRun) -> None:
    run = make_run("CREATE STREAM s ...;", kind=StatementKind.REQUEST)
    run.entities = (CurrentStatus(command_status=CommandStatus("SUCCESS", "Stream created")),)
    run.end(RunState.FINISHED, now=run.started_at + 1)
    app = make_app(run)
    async with app.run_test(size=(80, 12)) as pilot:
        await settle(pilot)

        assert app.text()[1] == "  Stream created"
        assert "✓ finished   1.0 s" in screen(app)


async def test_a_list_is_a_table_with_a_cursor(make_app: Any, make_run: MakeRun) -> None:
    run = make_run("SHOW TOPICS;", kind=StatementKind.REQUEST)
    run.entities = (KafkaTopics(topics=tuple(KafkaTopic(f"topic{n}", (3, 3, 3)) for n in range(30))),)
    run.end(RunState.FINISHED, now=run.started_at)
    app = make_app(run)
    async with app.run_test(size=(80, 12)) as pilot:
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)

        assert app.text()[1].split() == ["topic", "partitions", "replicas"]
        assert "topic29" in screen(app)


async def test_the_keys_of_what_cannot_be_done_are_not_offered(make_app: Any, make_run: MakeRun) -> None:
    run = with_rows(make_run(kind=StatementKind.PULL_QUERY))
    run.end(RunState.FINISHED, now=run.started_at)
    app = make_app(run)
    async with app.run_test(size=(80, 12)) as pilot:
        await settle(pilot)
        offered = {active.binding.id for active in app.screen.active_bindings.values() if active.enabled}

        assert "results.close-tab" in offered
        assert not offered & {"results.stop", "results.fix", "results.view", "results.from-beginning"}


async def test_every_key_has_an_id_and_words() -> None:
    for binding in ResultsPane.BINDINGS:
        assert getattr(binding, "id", None)
        assert getattr(binding, "description", None)
