"""The chart as a reader meets it: T comes to it, a plot for each key, columns and keys to choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.query_run import QueryRun
from ksqltui.tui.widgets.results_pane import ResultsPane

Fill = Callable[[QueryRun], None]
MakeRun = Callable[..., QueryRun]


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in ("", *keys):
        if key:
            await pilot.press(key)
        await pilot.app.settle(pilot)  # type: ignore[attr-defined]


def screen(app: Any) -> str:
    return "\n".join(app.text())


@pytest.fixture
def filled(windows: QueryRun, fill: Fill) -> QueryRun:
    fill(windows)
    return windows


def labels(app: Any) -> list[str]:
    names = ("Peggy", "Alice", "Bob", "Carol", "Trent", "Chuck")
    words = [line.strip("▎ ").split(" ")[0] for line in app.text()]
    return [word for word in words if word in names]


async def test_every_key_has_a_plot_with_its_newest_value(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, "t", "t")

        assert labels(app) == ["Peggy", "Alice", "Bob", "Carol", "Trent", "Chuck"]
        carol = next(line for line in app.text() if "Carol" in line)
        assert carol.replace("\u00a0", "").endswith("1478")
        assert "█" in carol


async def test_t_comes_back_to_the_table_and_the_query_runs_on(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, "t", "t", "t")

        assert "~×5" in screen(app)
        await press(pilot, "t", "t", "escape")
        assert [type(event) for event in app.asked] == [ResultsPane.StopRequested]


async def test_the_column_can_be_chosen(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, "t", "t", "left")

        assert next(line for line in app.text() if "Carol" in line).split()[-1] == "5"


async def test_one_key_can_have_the_chart_alone(make_app: Any, filled: QueryRun) -> None:
    app = make_app(filled)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot, "t", "t", "down", "down", "down", "enter")
        assert labels(app) == ["Carol"]

        await press(pilot, "enter")
        assert len(labels(app)) == 6


async def test_a_result_without_numbers_has_no_chart(make_app: Any, make_run: MakeRun) -> None:
    run = make_run(title="names")
    run.store = ResultsStore((ResultColumn("NAME", "STRING"),))
    run.store.apply([Row(("Bob",))], run.started_at)
    app = make_app(run)
    async with app.run_test(size=(89, 24)) as pilot:
        await press(pilot)

        assert "chart" not in screen(app)


def test_picture(snap_compare: Any, make_app: Any, filled: QueryRun) -> None:
    async def chart(pilot: Pilot[None]) -> None:
        await press(pilot, "t", "t", "down")

    assert snap_compare(make_app(filled), terminal_size=(89, 22), run_before=chart)
