"""Pictures of every view, state, window word, cursor and sheet of the results: wide, narrow, in colour and grey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from ksqltui.model.errors import ConnectionLost, KsqlError, Place, RequestRefused, StatementRefused
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui import app as console
from ksqltui.tui.widgets.results_table import ResultsTable

MakeRun = Callable[..., QueryRun]
Do = Callable[[Pilot[None]], Any]
SIZES = {"120x36": (120, 36), "80x24": (80, 24)}
CAROL = ("up", "up", "up")
REFUSAL = "Pull queries don't support GROUP BY clauses.\nAdd EMIT CHANGES if you intended to issue a push query."


@dataclass(frozen=True, slots=True)
class Scene:
    """What is done to a run with the lesson's windows in it before it is shown, and which keys are pressed then.

    `filled` is False for a run that nothing came to. `typed` goes into the field that `keys` opened, `then` are keys
    again. `later` rows come so many seconds after the start, `waited` is what the clock shows; both in seconds.
    `received` rows come once the keys were pressed.
    """

    keys: tuple[str, ...] = ()
    typed: str = ""
    then: tuple[str, ...] = ()
    state: RunState = RunState.STREAMING
    error: KsqlError | None = None
    filled: bool = True
    waited: float = 0.0
    later: tuple[tuple[float, tuple[object, ...]], ...] = ()
    cursor: str = ""
    is_final: bool = False
    received: int = 0
    note: str = ""


SCENES = {
    "table": Scene(CAROL),
    "changelog": Scene(("t",)),
    "chart": Scene(("t", "t", "down")),
    "timeline": Scene((*CAROL, "enter")),
    "filtered": Scene(("slash",), "CNT>1", ("enter",)),
    "marked": Scene(("slash", "tab"), "Carol", ("enter", "n")),
    "sorted": Scene(("right",) * 3 + ("s", "s")),
    "selected": Scene(("shift+up", "shift+up")),
    "columns-sheet": Scene(("c", "down", "space", "right")),
    "identity-sheet": Scene(("i", "down")),
    "export-sheet": Scene(("e",)),
    "starting": Scene(state=RunState.STARTING, filled=False),
    "waiting": Scene(filled=False, waited=5.0),
    "final-silent": Scene(filled=False, waited=5.0, is_final=True),
    "final": Scene(is_final=True),
    "finished": Scene(state=RunState.FINISHED),
    "limit-reached": Scene(state=RunState.LIMIT_REACHED, note="time limit of 8 s"),
    "stopped": Scene(state=RunState.STOPPED),
    "lost": Scene(state=RunState.LOST, error=ConnectionLost("The connection to localhost:8088 broke.")),
    "failed": Scene(
        state=RunState.FAILED,
        filled=False,
        error=StatementRefused(REFUSAL, code=40001, status=400, statement="", place=Place(1, 17)),
    ),
    "failed-midway": Scene(
        state=RunState.FAILED, error=RequestRefused("The query was terminated.", code=50000, status=500)
    ),
    "windows": Scene(
        waited=4.0,
        later=(
            (1.0, ("2026-11-23T00:00:00.000", "Dave", 1, 77)),
            (3.4, ("2026-11-22T23:59:50.000", "Bob", 3, 1050)),
        ),
    ),
    "cell-cursor": Scene((*CAROL, "right", "right", "right"), cursor="cell"),
    "column-cursor": Scene(("right", "right"), cursor="column"),
    "no-cursor": Scene(cursor="none"),
    "paused": Scene(("p",), received=128),
    "scrubbed": Scene(("p", "t", "comma", "comma", "comma", "comma"), received=128),
}


def prepare(run: QueryRun, scene: Scene, clock: Any, fill: Callable[[QueryRun], None]) -> None:
    """Makes the run what the scene says."""
    if scene.is_final:
        run.statement = "SELECT ws, name, cnt FROM windows EMIT FINAL;"
        assert run.windows is not None
        run.windows = replace(run.windows, is_final=True)
    if scene.filled:
        fill(run)
    else:
        run.store = None if scene.state is not RunState.STREAMING else run.store
    start = clock.now
    for seconds, values in scene.later:
        assert run.store is not None
        run.store.apply([Row(values)], start + seconds)
    clock.now = start + scene.waited
    run.state = scene.state
    if not scene.state.is_live:
        run.end(scene.state, now=start + 0.4, error=scene.error, note=scene.note)


def performance(scene: Scene, run: QueryRun) -> Do:
    """The reader's part."""

    async def play(pilot: Pilot[None]) -> None:
        app: Any = pilot.app
        await app.settle(pilot)
        if scene.cursor:
            pilot.app.query_one(ResultsTable).cursor_type = scene.cursor  # type: ignore[assignment]
        for key in scene.keys:
            await pilot.press(key)
            await app.settle(pilot)
        if scene.typed:
            await pilot.press(*scene.typed)
            await app.settle(pilot)
        for key in scene.then:
            await pilot.press(key)
            await app.settle(pilot)
        if scene.received:
            assert run.store is not None
            run.store.apply([Row(("2026-11-23T00:00:00.000", "Dave", 1, 77))] * scene.received, run.started_at)
            await app.settle(pilot)

    return play


@pytest.fixture
def styled(make_app: Any) -> Callable[..., App[None]]:
    """The pane's application with the console's own style sheet, for the sheets that open over it."""

    def make(*runs: QueryRun) -> App[None]:
        app: App[None] = make_app(*runs)
        app.css_path = [Path(console.__file__).with_name("app.tcss")]
        return app

    return make


@pytest.fixture(params=[False, True], ids=["colour", "no-colour"])
def ink(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("ink")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
def test_scene(snap_compare: Any, styled: Any, windows: QueryRun, fill: Any, clock: Any, name: str, size: str) -> None:
    prepare(windows, SCENES[name], clock, fill)
    assert snap_compare(styled(windows), terminal_size=SIZES[size], run_before=performance(SCENES[name], windows))


@pytest.mark.usefixtures("ink")
@pytest.mark.parametrize("size", SIZES)
def test_pull_query(snap_compare: Any, styled: Any, make_run: MakeRun, size: str) -> None:
    """Its rows have no tags: they are an answer and not changes."""
    run = make_run("SELECT * FROM totals;", title="totals", kind=StatementKind.PULL_QUERY)
    run.store = ResultsStore((ResultColumn("NAME", "STRING"), ResultColumn("TOTAL", "DECIMAL(9, 2)")))
    run.store.apply([Row((name, total)) for name, total in (("Alice", 2018), ("Bob", None), ("", -17))], run.started_at)
    run.end(RunState.FINISHED, now=run.started_at + 0.021)
    assert snap_compare(styled(run), terminal_size=SIZES[size], run_before=performance(Scene(), run))
