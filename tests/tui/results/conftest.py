"""Owns the small application that holds the results pane in these tests, its clock and its runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.window_state import WindowShape
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.themes import DARK, KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.results_pane import ResultsPane

NOON = 1_795_392_000.0
"""2026-11-23T00:00:00Z, where the clock of these tests stands until a test moves it."""

PATIENCE = 30.0
"""Seconds of the wall after which a pane that does not come to rest fails its test."""


class Clock:
    """Wall seconds that only a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


class PaneApp(App[None]):
    """The pane alone; messages to its owner are kept in `asked`."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, clock: Clock, runs: Sequence[QueryRun] = (), theme: str = DARK) -> None:
        super().__init__()
        for each in KSQLTUI_THEMES:
            self.register_theme(each)
        self.theme = theme
        self._clock = clock
        self._runs = runs
        self.asked: list[ResultsPane.OfRun] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derived_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield ResultsPane(clock=self._clock)

    def on_mount(self) -> None:
        for run in self._runs:
            self.pane.open_run(run)
            self.pane.focus_content()

    @property
    def pane(self) -> ResultsPane:
        return self.query_one(ResultsPane)

    def on_results_pane_fix_chosen(self, event: ResultsPane.FixChosen) -> None:
        self.asked.append(event)

    def on_results_pane_run_from_beginning(self, event: ResultsPane.RunFromBeginning) -> None:
        self.asked.append(event)

    def on_results_pane_stop_requested(self, event: ResultsPane.StopRequested) -> None:
        self.asked.append(event)

    def on_results_pane_go_to_error(self, event: ResultsPane.GoToError) -> None:
        self.asked.append(event)

    def on_results_pane_tab_closed(self, event: ResultsPane.TabClosed) -> None:
        self.asked.append(event)

    async def settle(self, pilot: Pilot[None]) -> None:
        """Waits until the pane has shown all that its runs have: its content has its place and the focus, and two
        looks paint the same screen. Widgets are mounted and focused by messages, late where the machine is busy."""
        seen, alike = None, 0
        async with asyncio.timeout(PATIENCE):
            while alike < 2:
                self.pane._tick()
                await pilot.pause()
                painted = self.screen._compositor.render_strips() if self._stands else None
                alike = alike + 1 if painted is not None and painted == seen else 0
                seen = painted

    @property
    def _stands(self) -> bool:
        """Whether what the pane shows is laid out, and a focus that waits for it in the empty view has come to it."""
        shown = self.pane._active
        if shown is None:
            return True
        content, focused = shown.content, self.focused
        has_come = focused is not None and (focused is not shown or content is shown)
        return has_come and content.is_mounted and content.size.height > 0

    def text(self) -> list[str]:
        """The screen as text, line by line."""
        strips = self.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local times on the screen are UTC in every test."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_app(clock: Clock) -> Callable[..., PaneApp]:
    """Makes the application with these runs opened in order."""

    def make(*runs: QueryRun, theme: str = DARK) -> PaneApp:
        return PaneApp(clock, runs, theme)

    return make


@pytest.fixture
def make_run() -> Callable[..., QueryRun]:
    """Makes a run that streams, unless told otherwise; its number is the next one."""
    count = 0

    def make(
        statement: str = "SELECT 1 FROM p EMIT CHANGES;",
        *,
        title: str = "payments",
        kind: StatementKind = StatementKind.PUSH_QUERY,
        state: RunState = RunState.STREAMING,
        now: float = NOON,
    ) -> QueryRun:
        nonlocal count
        count += 1
        run = QueryRun(count, statement, title=title, kind=kind, place=0, now=now)
        run.state = state
        return run

    return make


@pytest.fixture
def windows(make_run: Callable[..., QueryRun]) -> QueryRun:
    """The lesson's windowed query, one row per WS and NAME, still empty."""
    run = make_run(title="windows")
    columns = (
        ResultColumn("WS", "TIMESTAMP"),
        ResultColumn("NAME", "STRING"),
        ResultColumn("CNT", "BIGINT"),
        ResultColumn("SUM", "BIGINT"),
    )
    run.store = ResultsStore(columns, (0, 1))
    run.identity_note = "one row per WS, NAME"
    run.windows = WindowShape(start=0, end=None, size=10_000)
    return run


@pytest.fixture
def fill() -> Callable[[QueryRun], None]:
    """Puts into `windows` what the lesson's window rows look like at NOON: old, changed, deleted and new ones."""

    def window(second: int, name: str, count: int, total: int) -> Row:
        return Row((f"2026-11-22T23:59:{second}.000", name, count, total))

    def put(run: QueryRun) -> None:
        store = run.store
        assert store is not None
        store.apply([window(30, "Peggy", 2, 907), window(40, "Alice", 4, 2018), window(40, "Bob", 2, 640)], NOON - 20)
        store.apply([window(50, "Carol", 1, 141), window(50, "Trent", 2, 1823), window(50, "Bob", 1, 941)], NOON - 7)
        store.apply([window(50, "Carol", 2, 290)], NOON - 6.5)
        store.apply([window(50, "Carol", 3, 1197)], NOON - 6)
        store.apply([window(50, "Carol", 4, 1290)], NOON - 5)
        store.apply([window(50, "Bob", 2, 1043)], NOON - 2)
        store.apply([Row(("2026-11-22T23:59:50.000", "Trent", None, None), True)], NOON - 1)
        store.apply([window(50, "Carol", 5, 1478), window(50, "Chuck", 1, 655)], NOON - 0.3)

    return put
