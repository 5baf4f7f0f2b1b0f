"""Pausing a running result, and going back through what it received."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.model.stream import Row
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.scrub_bar import ScrubBar

Fill = Callable[[QueryRun], None]
LATER = Row(("2026-11-23T00:00:00.000", "Dave", 1, 77))


async def settle(pilot: Pilot[None]) -> None:
    """Until nothing on the screen changes by itself any more."""
    app, still, before = pilot.app, 0, object()
    await app.settle(pilot)  # type: ignore[attr-defined]
    for _ in range(3_000):
        if still >= 5:
            return
        pane = app.query_one(ResultsPane)
        pane._tick()
        if not isinstance(app.focused, ResultsTable):
            pane.focus_content()
        await pilot.pause()
        now = (app.text(), app.query_one(ResultsTable).virtual_size)  # type: ignore[attr-defined]
        still, before = (still + 1 if now == before else 0), now


def status(app: Any) -> str:
    return str(app.text()[app.size.height - 1])


async def test_a_pause_holds_the_rows_and_counts_what_waits(
    make_app: Any, windows: QueryRun, fill: Fill, clock: Any
) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("p")
        held = app.text()[2:14]
        assert windows.store is not None
        windows.store.apply([LATER] * 2, clock.now)
        clock.now += 30
        await settle(pilot)
        assert app.text()[2:14] == held
        assert "paused" in status(app)
        assert "+2 waiting" in status(app)
        assert "none lost" in status(app)

        await pilot.press("p")
        await settle(pilot)
        assert "Dave" in "".join(app.text())
        assert "paused" not in status(app)


async def test_going_back_shows_the_rows_as_they_were(make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert any("Chuck" in line for line in app.text())
        await pilot.press("comma")
        await settle(pilot)
        assert not any("Chuck" in line for line in app.text())
        assert any("Carol" in line and "478" in line for line in app.text())
        await pilot.press("comma")
        await settle(pilot)
        assert any("Carol" in line and "290" in line and "478" not in line for line in app.text())
        await pilot.press("full_stop", "full_stop")
        await settle(pilot)
        assert any("Chuck" in line for line in app.text())


async def test_the_changelog_ends_at_the_moment(make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("t", "less_than_sign", "comma")
        await settle(pilot)
        lines = [line for line in app.text() if line.lstrip("▎ ")[:1] in ("+", "~", "-")]
        assert len(lines) == 11


async def test_a_click_on_the_bar_goes_to_its_time(make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        await pilot.click(ScrubBar, offset=(12, 0))
        await settle(pilot)
        assert not any("Carol" in line for line in app.text())
        assert any("Peggy" in line for line in app.text())


async def test_an_ended_run_can_be_looked_back_through(make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    windows.end(RunState.STOPPED, now=windows.started_at)
    app = make_app(windows)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert "stopped by you" in status(app)
        await pilot.press("comma")
        await settle(pilot)
        assert "looking back" in status(app)
        await pilot.press("p")
        await settle(pilot)
        assert "stopped by you" in status(app)


async def paused(pilot: Pilot[None]) -> None:
    await settle(pilot)
    await pilot.press("p")
    run = pilot.app.query_one("ResultsPane").active_run  # type: ignore[attr-defined]
    run.store.apply([LATER] * 128, run.started_at)
    await settle(pilot)


async def scrubbed(pilot: Pilot[None]) -> None:
    await paused(pilot)
    await pilot.press("t", *["comma"] * 4)
    await settle(pilot)


@pytest.mark.parametrize("size", [(120, 24), (80, 16)])
@pytest.mark.parametrize("state", [paused, scrubbed])
def test_how_it_looks(snap_compare: Any, make_app: Any, windows: QueryRun, fill: Fill, size: Any, state: Any) -> None:
    fill(windows)
    assert snap_compare(make_app(windows), terminal_size=size, run_before=state)


def test_how_it_looks_without_colour(
    snap_compare: Any, make_app: Any, windows: QueryRun, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    fill(windows)
    assert snap_compare(make_app(windows), terminal_size=(80, 16), run_before=scrubbed)
