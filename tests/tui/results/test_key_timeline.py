"""The timeline of a row as a reader meets it: Enter opens it, it follows what comes, Esc goes back to the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.tui.widgets.results_pane import ResultsPane

Fill = Callable[[QueryRun], None]
MakeRun = Callable[..., QueryRun]


async def settle(pilot: Pilot[None]) -> None:
    """Lets the pane look at its run and the screen be painted."""
    await pilot.app.settle(pilot)  # type: ignore[attr-defined]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def screen(app: Any) -> str:
    return "\n".join(app.text())


def versions(app: Any) -> list[str]:
    """The lines under the head of the versions, down to the first blank one."""
    lines: list[str] = app.text()
    start = next(at for at, line in enumerate(lines) if " received " in line)
    below = lines[start + 1 :]
    return [line.strip("▎ ") for line in below[: below.index("")]]


@pytest.fixture
def filled(windows: QueryRun, fill: Fill) -> QueryRun:
    fill(windows)
    return windows


CAROL = ("up", "up", "up", "enter")


async def test_enter_shows_every_version_with_its_time_and_what_it_changed(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, *CAROL)

        assert "windows ●  ›  Carol 23:59:50" in screen(app)
        assert [line.split("━")[0].replace("\u00a0", "").split() for line in versions(app)] == [
            ["5", "23:59:59.700", "4.7", "s", "5", "▲1", "1478", "▲188"],
            ["4", "23:59:55.000", "1.0", "s", "4", "▲1", "1290", "▲93"],
            ["3", "23:59:54.000", "0.5", "s", "3", "▲1", "1197", "▲907"],
            ["2", "23:59:53.500", "0.5", "s", "2", "▲1", "290", "▲149"],
            ["1", "23:59:53.000", "new", "1", "141"],
        ]
        assert "5 versions in 6.7 s, all kept" in screen(app)
        assert "141 → 1\u00a0478" in screen(app)


async def test_a_new_version_appears_at_the_top_while_it_follows(make_app: Any, filled: QueryRun, clock: Any) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, *CAROL)
        clock.now += 1
        assert filled.store is not None
        filled.store.apply([Row(("2026-11-22T23:59:50.000", "Carol", 6, 1500))], clock.now)
        await settle(pilot)

        assert versions(app)[0].startswith("6 ")
        assert next(line for line in app.text()[2:] if line.startswith("▎")).split()[1] == "6"


async def test_the_version_that_is_looked_at_keeps_the_cursor(make_app: Any, filled: QueryRun, clock: Any) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, *CAROL, "down", "down")
        assert filled.store is not None
        filled.store.apply([Row(("2026-11-22T23:59:50.000", "Carol", 6, 1500))], clock.now)
        await settle(pilot)

        assert "looking back" in screen(app)
        assert next(line for line in app.text()[2:] if line.startswith("▎")).split()[1] == "3"


async def test_escape_goes_back_to_the_row_and_does_not_stop_the_query(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, *CAROL, "right", "escape")

        assert not app.asked
        assert "›" not in screen(app)
        assert "Trent" in next(line for line in app.text()[1:] if line.startswith("▎"))

        await press(pilot, "escape")
        assert [type(event) for event in app.asked] == [ResultsPane.StopRequested]


async def test_a_deleted_row_says_when(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, *CAROL, "right")

        assert versions(app)[0].split()[:3] == ["-", "23:59:59.000", "deleted"]


async def test_rows_without_an_identity_have_no_timeline(make_app: Any, make_run: MakeRun) -> None:
    run = make_run(title="payments")
    run.store = ResultsStore((ResultColumn("NAME", "STRING"), ResultColumn("AMOUNT", "INTEGER")))
    run.store.apply([Row(("Bob", 1))], run.started_at)
    app = make_app(run)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, "enter")

        assert "›" not in screen(app)


async def test_a_low_pane_keeps_the_versions_and_leaves_the_plots_out(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(60, 10)) as pilot:
        await press(pilot, *CAROL)

        assert "█" not in screen(app)
        assert "23:59:59.700" in screen(app)


async def test_the_end_of_the_run_stops_its_time(make_app: Any, filled: QueryRun, clock: Any) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, *CAROL)
        filled.end(RunState.STOPPED, now=clock.now)
        await settle(pilot)

        assert "■ at rest   5 versions" in screen(app)


def test_picture(snap_compare: Any, make_app: Any, filled: QueryRun) -> None:
    async def open_carol(pilot: Pilot[None]) -> None:
        await press(pilot, *CAROL)

    assert snap_compare(make_app(filled), terminal_size=(89, 22), run_before=open_carol)
