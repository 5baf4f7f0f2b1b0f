"""Owns the application that the benchmarks press keys in: a counter, and the results pane on a query of the feeder."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun
from ksqltui.tui.pace import QuietCollector
from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.results_pane import ResultsPane


class KeyApp(App[None]):
    """Shows `K<n>;`, the number of keys pressed; with rows below it where there is a `source` to select from."""

    def __init__(self, source: str, port: int, *, keyed: bool, tuned: bool = True, report: Path | None = None) -> None:
        """`keyed` makes the first column the rows' identity; at the query's end the `report` is written."""
        super().__init__()
        for each in KSQLTUI_THEMES:
            self.register_theme(each)
        self.theme = KSQLTUI_THEMES[0].name
        self._source = source
        self._keyed = keyed
        self._report = report
        self._console = Console(KsqldbClient(f"http://127.0.0.1:{port}"))
        self._collector = QuietCollector() if tuned else None
        self._pressed = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derived_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield Static("K0;", id="pressed")
        if self._source:
            yield ResultsPane()

    async def on_mount(self) -> None:
        if self._collector is not None:
            self._collector.start(self)
        if not self._source:
            return
        run = self._console.run(f"SELECT * FROM {self._source} EMIT CHANGES;")
        while run.store is None:  # noqa: ASYNC110 (a run tells nobody when its header comes)
            await asyncio.sleep(0.01)
        if self._keyed:
            run.store = run.store.with_identity((0,))
        pane = self.query_one(ResultsPane)
        pane.open_run(run)
        pane.focus_content()
        if self._report is not None:
            self.run_worker(self._tell_end(run, self._report))

    async def _tell_end(self, run: QueryRun, report: Path) -> None:
        await run.wait()
        store = run.store
        assert store is not None
        counts = {
            "received": store.received,
            "kept": len(store.changelog),
            "dropped": store.changelog.dropped,
            "bytes": store.bytes,
            "state": run.state.value,
        }
        await asyncio.to_thread(report.write_text, json.dumps(counts), "ascii")

    def on_key(self, event: events.Key) -> None:
        if event.key == "x":
            if self._collector is not None:
                self._collector.key_came()
            self._pressed += 1
            self.query_one("#pressed", Static).update(f"K{self._pressed};", layout=False)
