"""Pictures of the results pane: the screens of the look, in the themes and without colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.model.errors import Place, StatementRefused
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.themes import DARK, DARK_256, LIGHT

Fill = Callable[[QueryRun], None]


async def cursor_up(pilot: Pilot[None]) -> None:
    await _settle(pilot)
    await pilot.press("up", "up", "up")
    await _settle(pilot)


async def changelog(pilot: Pilot[None]) -> None:
    await _settle(pilot)
    await pilot.press("t")
    await _settle(pilot)


async def nothing(pilot: Pilot[None]) -> None:
    await _settle(pilot)


async def _settle(pilot: Pilot[None]) -> None:
    """Lets the pane look at its run and the screen be painted."""
    await pilot.app.settle(pilot)  # type: ignore[attr-defined]


@pytest.fixture
def three(make_run: Callable[..., QueryRun], windows: QueryRun, fill: Fill) -> tuple[QueryRun, ...]:
    """A stopped run, a finished one and the windows, as on the main screen of the look."""
    stopped = make_run(title="totals", state=RunState.STOPPED)
    finished = make_run(title="SHOW STREAMS", kind=StatementKind.REQUEST, state=RunState.FINISHED)
    fill(windows)
    return stopped, finished, windows


@pytest.mark.parametrize("theme", [DARK, LIGHT, DARK_256])
def test_windows_in_a_theme(snap_compare: Any, make_app: Any, three: tuple[QueryRun, ...], theme: str) -> None:
    assert snap_compare(make_app(*three, theme=theme), terminal_size=(88, 18), run_before=cursor_up)


def test_windows_without_colour(
    snap_compare: Any, make_app: Any, three: tuple[QueryRun, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(*three), terminal_size=(88, 18), run_before=cursor_up)


def test_the_changelog(snap_compare: Any, make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    assert snap_compare(make_app(windows), terminal_size=(88, 20), run_before=changelog)


def test_a_refusal_with_its_fix(snap_compare: Any, make_app: Any, make_run: Callable[..., QueryRun]) -> None:
    text = (
        "Pull queries don't support GROUP BY clauses. See https://cnfl.io/queries for more info.\n"
        "Add EMIT CHANGES if you intended to issue a push query."
    )
    run = make_run("SELECT name, SUM(amount) AS total\n  FROM payments GROUP BY name;", kind=StatementKind.PULL_QUERY)
    error = StatementRefused(text, code=40001, status=400, statement=run.statement, place=Place(2, 17))
    run.end(RunState.FAILED, now=run.started_at + 0.038, error=error)

    assert snap_compare(make_app(run), terminal_size=(89, 22), run_before=nothing)
