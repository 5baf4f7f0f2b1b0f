"""Holds the history to what a person finds in it and what becomes of what they choose."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.model.history import HistoryEntry
from ksqltui.session.history import History, HistoryFile
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.history_screen import HistoryScreen
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.editor_tabs import EditorPane

OpenApp = Callable[..., KsqltuiApp]


@pytest.fixture
def file(tmp_path: Path) -> HistoryFile:
    made = HistoryFile(tmp_path / "history.jsonl", tmp_path / ".ksql-history")
    made.append(
        [
            HistoryEntry("SHOW TOPICS;", "kafka:8088", 1.0, 0.1, 0, "finished"),
            HistoryEntry("SELECT name\n  FROM payments;", "sandbox", 2.0, 1.5, 12, "finished"),
            HistoryEntry("SET 'ssl.key.password'='x';", "sandbox", 3.0, 0.1, 0, "failed", "no such thing"),
        ]
    )
    return made


def with_history(app: KsqltuiApp, file: HistoryFile) -> KsqltuiApp:
    app._opening = replace(app._opening, history=History(file))
    return app


async def opened(pilot: Pilot[None]) -> EditorPane:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(EditorPane))
    pane = pilot.app.screen.query_one(EditorPane)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen._shown)
    return pane


async def test_a_statement_is_searched_and_inserted(open_app: OpenApp, file: HistoryFile) -> None:
    async with with_history(open_app(script="SHOW STREAMS;"), file).run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pilot.press(*"pay", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        assert pane.editor.text == "SHOW STREAMS;\n\nSELECT name\n  FROM payments;"


async def test_it_runs_again_and_is_remembered_again(open_app: OpenApp, file: HistoryFile) -> None:
    async with with_history(open_app(script="SHOW STREAMS;"), file).run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pilot.press(*"topics", "f5")
        await until(pilot, lambda: len(file.entries()) == 4)
        again = file.entries()[-1]
        assert (again.statement, again.server, again.outcome) == ("SHOW TOPICS;", "localhost:8088", "finished")


async def test_what_holds_a_masked_secret_is_inserted_and_not_run(open_app: OpenApp, file: HistoryFile) -> None:
    async with with_history(open_app(script=""), file).run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        assert pane.editor.text == "SET 'ssl.key.password'='••••';"
        assert len(file.entries()) == 3


async def test_the_cli_history_is_offered_and_taken_over(open_app: OpenApp, file: HistoryFile) -> None:
    file.cli_path.write_text("1700000000000:SHOW QUERIES;\n")
    async with with_history(open_app(), file).run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await until(pilot, lambda: any("Alt+I" in note.message for note in pilot.app._notifications))
        await pilot.press("alt+i")
        await until(pilot, lambda: any(entry.statement == "SHOW QUERIES;" for entry in file.entries()))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        (command,) = [
            each
            for each in pilot.app.get_system_commands(pilot.app.screen)
            if each.title == "Import the official CLI's history" and each.help == str(file.cli_path)
        ]
        command.callback()
        await until(pilot, lambda: any("nothing new" in note.message for note in pilot.app._notifications))


def test_the_list(snap_compare: Any, open_app: OpenApp, file: HistoryFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ksqltui.tui.screens.history_screen.time.localtime", time.gmtime)

    async def show(pilot: Pilot[None]) -> None:
        await opened(pilot)
        pilot.app.screen.query_one(Input).cursor_blink = False

    assert snap_compare(with_history(open_app(), file), terminal_size=(120, 36), run_before=show)
