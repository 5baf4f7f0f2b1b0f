"""Where the focus goes while a run begins: always to what there is to look at, whoever was quicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input

from ksqltui.model.errors import KsqlError
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.tui.widgets.chart_view import ChartView
from ksqltui.tui.widgets.error_view import ErrorView
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.run_view import RunView

MakeRun = Callable[..., QueryRun]
Fill = Callable[[QueryRun], None]


@pytest.fixture
def app(make_app: Any, make_run: MakeRun) -> Any:
    """The pane with a run that has not brought anything yet, its view mounted and without the focus."""
    app = make_app()
    app.run = make_run(state=RunState.STARTING)
    return app


async def open_run(app: Any, pilot: Any) -> RunView:
    app.pane.open_run(app.run)
    await pilot.pause()
    view: RunView = app.query_one(RunView)
    assert app.focused is None
    return view


async def test_rows_that_come_between_a_focus_and_its_landing_take_it(app: Any, windows: QueryRun) -> None:
    async with app.run_test() as pilot:
        view = await open_run(app, pilot)

        app.pane.focus_content()
        app.run.store = windows.store
        view.tick(app._clock())
        await pilot.pause()

        assert isinstance(app.focused, ResultsTable)


async def test_rows_that_come_before_the_view_has_read_of_its_focus_take_it(app: Any, windows: QueryRun) -> None:
    async with app.run_test() as pilot:
        view = await open_run(app, pilot)

        app.screen.set_focus(view)
        assert not view.has_focus
        app.run.store = windows.store
        view.tick(app._clock())
        await pilot.pause()

        assert isinstance(app.focused, ResultsTable)


async def test_an_error_that_comes_before_the_view_has_read_of_its_focus_takes_it(app: Any) -> None:
    async with app.run_test() as pilot:
        view = await open_run(app, pilot)

        app.screen.set_focus(view)
        app.run.end(RunState.FAILED, now=app.run.started_at + 1, error=KsqlError("It broke."))
        view.tick(app._clock())
        await pilot.pause()

        assert isinstance(app.focused, ErrorView)


async def test_a_view_chosen_before_the_focus_has_landed_has_it_in_the_end(
    make_app: Any, windows: QueryRun, fill: Fill
) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.pane._tick()
        await pilot.pause()
        view = app.query_one(RunView)
        app.screen.set_focus(None)

        app.pane.focus_content()
        view.show_view("chart")
        await pilot.pause()

        assert isinstance(app.focused, ChartView)


async def test_rows_that_come_leave_the_focus_where_a_person_has_it(app: Any, windows: QueryRun) -> None:
    async with app.run_test() as pilot:
        view = await open_run(app, pilot)
        field = Input()
        await app.screen.mount(field)
        app.screen.set_focus(field)

        app.run.store = windows.store
        view.tick(app._clock())
        await pilot.pause()

        assert app.focused is field
