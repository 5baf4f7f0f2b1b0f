"""Owns the application that `key_latency.py` presses keys in: a counter, and the results pane on a feed of rows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.stream import StreamEvent
from ksqltui.session.console import Console
from ksqltui.tui.pace import QuietCollector
from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.results_pane import ResultsPane


class Feed:
    """A server whose every SELECT is the rows that come from the port."""

    url = "http://127.0.0.1"

    def __init__(self, port: int) -> None:
        self._port = port

    async def info(self) -> ServerInfo:
        return ServerInfo("7.6.1", "cluster", "default_", "RUNNING")

    async def is_healthy(self) -> bool:
        return True

    async def is_valid_property(self, name: str) -> bool:
        return True

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        return ()

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            yield _read(reader)
        finally:
            writer.close()

    async def close(self) -> None:
        pass


async def _read(reader: asyncio.StreamReader) -> AsyncIterator[StreamEvent]:
    rows = StreamReader()
    while data := await reader.read(1 << 16):
        for event in rows.feed(data):
            yield event


class KeyApp(App[None]):
    """Shows `K<n>;`, the number of keys pressed; with rows below it but in the case `blank`."""

    def __init__(self, case: str, port: int, *, tuned: bool) -> None:
        super().__init__()
        for each in KSQLTUI_THEMES:
            self.register_theme(each)
        self.theme = KSQLTUI_THEMES[0].name
        self._case = case
        self._console = Console(Feed(port))
        self._collector = QuietCollector() if tuned else None
        self._pressed = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derived_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield Static("K0;", id="pressed")
        if self._case != "blank":
            yield ResultsPane()

    async def on_mount(self) -> None:
        if self._collector is not None:
            self._collector.start(self)
        if self._case == "blank":
            return
        run = self._console.run("SELECT * FROM payments EMIT CHANGES;")
        while run.store is None:  # noqa: ASYNC110 (a run tells nobody when its header comes)
            await asyncio.sleep(0.01)
        if self._case == "keyed":
            run.store = run.store.with_identity((0,))
        pane = self.query_one(ResultsPane)
        pane.open_run(run)
        pane.focus_content()

    def on_key(self, event: events.Key) -> None:
        if event.key == "x":
            if self._collector is not None:
                self._collector.key_came()
            self._pressed += 1
            self.query_one("#pressed", Static).update(f"K{self._pressed};", layout=False)
