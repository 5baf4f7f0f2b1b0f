"""Holds buffers to their files: opened, saved, marked, asked about; nothing of a person's text is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.session.buffer_store import BufferStore
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.external_editor import EditorFailed, editor_command
from ksqltui.tui.screens import files_screen
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.path_dialog import PathDialog
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.tab_row import TabRow

OpenApp = Callable[..., KsqltuiApp]


async def pane_of(pilot: Pilot[None]) -> EditorPane:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(EditorPane))
    return pilot.app.screen.query_one(EditorPane)


def tabs(pilot: Pilot[None]) -> list[str]:
    return [tab.name for tab in pilot.app.screen.query_one("#buffer-tabs", TabRow).tabs]


async def answer_path(pilot: Pilot[None], path: Path | str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, PathDialog) and field_of(pilot).has_focus)
    field_of(pilot).value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, PathDialog))


def field_of(pilot: Pilot[None]) -> Input:
    return pilot.app.screen.query_one(Input)


async def test_a_file_is_opened_changed_and_saved(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text("SHOW TOPICS;\n")
    async with open_app().run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot)
        await pilot.press("ctrl+o")
        await answer_path(pilot, path)
        await until(pilot, lambda: "a.sql" in tabs(pilot))
        assert pane.editor.text == "SHOW TOPICS;\n"
        await pilot.press("x")
        await until(pilot, lambda: "a.sql •" in tabs(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a.sql" in tabs(pilot))
        assert path.read_text() == "xSHOW TOPICS;\n"
        await pilot.press("ctrl+o")
        await answer_path(pilot, path)
        assert len(tabs(pilot)) == 3


async def test_a_new_buffer_asks_for_its_name_and_before_it_replaces(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "there.sql"
    path.write_text("theirs")
    async with open_app().run_test(size=(80, 24)) as pilot:
        await pane_of(pilot)
        await pilot.press("ctrl+n", "a", "ctrl+s")
        await answer_path(pilot, path)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        assert path.read_text() == "theirs"
        await pilot.press("ctrl+s")
        await answer_path(pilot, tmp_path / "mine.sql")
        await until(pilot, lambda: "mine.sql" in tabs(pilot))
        assert (tmp_path / "mine.sql").read_text() == "a"


async def test_a_write_that_fails_is_told_and_the_buffer_stays_unsaved(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app().run_test(size=(80, 24)) as pilot:
        await pane_of(pilot)
        await pilot.press("ctrl+n", "a", "ctrl+s")
        await answer_path(pilot, tmp_path / "no" / "such.sql")
        await until(pilot, lambda: any("no directory" in note.message for note in pilot.app._notifications))
        assert "untitled 3 •" in tabs(pilot)


async def test_closing_asks_only_where_something_is_unsaved(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text("SHOW TOPICS;")
    async with open_app().run_test(size=(80, 24)) as pilot:
        await pane_of(pilot)
        await pilot.press("ctrl+o")
        await answer_path(pilot, path)
        await until(pilot, lambda: "a.sql" in tabs(pilot))
        await pilot.press("ctrl+w")
        await until(pilot, lambda: "a.sql" not in tabs(pilot))
        await pilot.press("ctrl+n", "a", "ctrl+w")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))


@pytest.mark.parametrize(("answer", "text"), [("y", "theirs"), ("n", "mine")])
async def test_a_change_of_another_program_is_asked_about(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, text: str
) -> None:
    monkeypatch.setattr(files_screen, "LOOK_EVERY", 0.05)
    path = tmp_path / "a.sql"
    path.write_text("mine")
    async with open_app().run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot)
        await pilot.press("ctrl+o")
        await answer_path(pilot, path)
        await until(pilot, lambda: "a.sql" in tabs(pilot))
        path.write_text("theirs")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press(answer)
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await until(pilot, lambda: pane.editor.text == text)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: path.read_text() == text)


async def test_buffers_come_back_after_the_connection_was_lost(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BufferStore(tmp_path)
    app = open_app()
    app._opening = replace(app._opening, store=store)
    async with app.run_test(size=(80, 24)) as pilot:
        await pane_of(pilot)
        await pilot.press("ctrl+n", *"lost")
        os.kill(os.getpid(), signal.SIGHUP)
        await until(pilot, lambda: not app.is_running)
    assert [(each.name, each.text) for each in BufferStore(tmp_path).adopt()][2] == ("untitled 3", "lost")


async def test_buffers_are_kept_without_being_asked(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_screen, "KEEP_EVERY", 0.05)
    app = open_app()
    app._opening = replace(app._opening, store=BufferStore(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pane_of(pilot)
        await pilot.press("ctrl+n", *"kept")
        await until(pilot, lambda: any(b'"kept"' in path.read_bytes() for path in tmp_path.glob("*.json")))


async def test_tab_completes_a_path(open_app: OpenApp, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "query.sql").write_text("SHOW TOPICS;")
    async with open_app().run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PathDialog) and field_of(pilot).has_focus)
        dialog = pilot.app.screen
        assert isinstance(dialog, PathDialog)
        field_of(pilot).value = f"{tmp_path}/fo"
        await until(pilot, lambda: list(dialog._names) == [f"{tmp_path}/folder/"])
        await pilot.press("tab")
        await until(pilot, lambda: list(dialog._names) == [f"{tmp_path}/folder/query.sql"])
        await pilot.press("down", "enter")
        await until(pilot, lambda: pane.editor.text == "SHOW TOPICS;")


def test_the_editor_that_a_person_has_told() -> None:
    assert editor_command({"VISUAL": "code -w", "EDITOR": "vi"}) == ["code", "-w"]
    assert editor_command({"EDITOR": sys.executable}) == [sys.executable]
    with pytest.raises(EditorFailed, match="VISUAL"):
        editor_command({"VISUAL": "'"})
