"""Recording a result and playing recordings, by the keys that a person presses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.app.waiting import painted, until
from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.session.console import Console
from ksqltui.session.no_server import NoServer
from ksqltui.session.opening import Buffer, Opening
from ksqltui.session.recording_file import open_recording
from ksqltui.session.replay import Replay, ReplaySource
from ksqltui.speech.language import Language
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.path_dialog import PathDialog
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.results_table import ResultsTable

OpenApp = Callable[..., KsqltuiApp]
PUSH = "SELECT * FROM payments EMIT CHANGES;"
PATIENCE = 60.0
"""Seconds of the wall that a busy machine gets."""


def shows(pilot: Pilot[None], text: str) -> Callable[[], bool]:
    return lambda: any(text in line for line in painted(pilot.app))


async def streaming(pilot: Pilot[None]) -> MainScreen:
    """The push query runs and its rows have the focus."""
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    await pilot.press("f5")
    await until(pilot, shows(pilot, "Carol"))
    screen.query_one(ResultsPane).focus_content()
    await until(pilot, lambda: isinstance(screen.focused, ResultsTable))
    return screen


async def answer(pilot: Pilot[None], path: Path) -> None:
    """Writes the path into the question that is asked and goes on."""
    await until(pilot, lambda: isinstance(pilot.app.screen, PathDialog) and isinstance(pilot.app.focused, Input))
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")


async def test_r_records_and_r_again_stops(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(script=PUSH).run_test(size=(120, 36)) as pilot:
        screen = await streaming(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, PathDialog))
        offered = pilot.app.screen.query_one(Input).value
        assert offered.startswith("payments-")
        assert offered.endswith(".recording.jsonl")

        await answer(pilot, tmp_path / "mine.jsonl")
        await until(pilot, shows(pilot, "recording, 2 rows"))
        assert screen.session.runs[0].is_live

        await pilot.press("r")
        await until(pilot, shows(pilot, "recorded 2 rows in mine.jsonl"))
        assert screen.session.runs[0].is_live
        assert open_recording(tmp_path / "mine.jsonl").header.statement == PUSH.rstrip(";") + ";"


async def test_a_file_that_exists_is_replaced_only_on_request(open_app: OpenApp, tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("mine")
    async with open_app(script=PUSH).run_test(size=(120, 36)) as pilot:
        await streaming(pilot)
        await pilot.press("r")
        await answer(pilot, there)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, PathDialog))
        assert there.read_text() == "mine"

        await answer(pilot, there)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, shows(pilot, "recording, 2 rows"))


async def test_a_place_without_a_directory_is_told_and_asked_again(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(script=PUSH).run_test(size=(120, 36)) as pilot:
        await streaming(pilot)
        await pilot.press("r")
        await answer(pilot, tmp_path / "none" / "a.jsonl")
        await until(pilot, shows(pilot, "There is no directory"))
        assert isinstance(pilot.app.screen, PathDialog)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))


async def test_alt_o_plays_a_recording_in_a_tab_of_its_own(open_app: OpenApp, recording: Path) -> None:
    async with open_app(script=PUSH).run_test(size=(120, 36)) as pilot:
        screen = await streaming(pilot)
        await pilot.press("alt+o")
        await answer(pilot, recording)
        await until(pilot, shows(pilot, "Alice"))
        assert screen.session.replay_of(screen.session.runs[1]) is not None
        assert shows(pilot, "replay 0:0")()


async def test_what_is_no_recording_is_told_and_asked_again(open_app: OpenApp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,cnt\n")
    async with open_app(script=PUSH).run_test(size=(120, 36)) as pilot:
        await streaming(pilot)
        await pilot.press("alt+o")
        await answer(pilot, tmp_path / "a.csv")
        await until(pilot, shows(pilot, "cannot be read: it is not the first line"))
        assert isinstance(pilot.app.screen, PathDialog)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A row at once, one after an hour and one after two."""
    head = {
        "ksqltui_recording": 1,
        "statement": "SELECT name, COUNT(*) AS cnt FROM payments GROUP BY name EMIT CHANGES;",
        "kind": "push query",
        "title": "payments",
        "started": "2026-11-23T00:00:00Z",
        "columns": [{"name": "NAME", "type": "STRING", "key": True}, {"name": "CNT", "type": "BIGINT"}],
        "identity": [0],
        "identity_note": "one row per NAME",
    }
    rows = [{"ms": hour * 3_600_000, "rows": [[name, 1]]} for hour, name in enumerate(("Alice", "Bob", "Carol"))]
    end = {"ms": 10_800_000, "end": "finished"}
    path = tmp_path / "payments.recording.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (head, *rows, end)))
    return path


@pytest.fixture
def replaying(recording: Path) -> Callable[..., KsqltuiApp]:
    """The app as `ksqltui replay` opens it."""

    def make(*, speed: float | None = 1.0, step: bool = False, language: Language = Language.ENGLISH) -> KsqltuiApp:
        source = ReplaySource(open_recording(recording), speed, is_stepwise=step)

        async def connect(text: str = "") -> Console:
            return Console(NoServer(recording.name))

        buffers = (Buffer("recorded", source.recording.header.statement),)
        return KsqltuiApp(
            Opening(recording.name, connect, connect, theme="dark", language=language, buffers=buffers, replay=source)
        )

    return make


def replay_of(app: KsqltuiApp) -> Replay:
    assert app.session is not None
    replay = app.session.replay_of(app.session.runs[-1])
    assert replay is not None
    return replay


async def on_the_recording(pilot: Pilot[None]) -> Replay:
    """The main screen stands, and the replay's pane has the focus."""
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(ResultsTable))
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, ResultsTable))
    assert isinstance(pilot.app, KsqltuiApp)
    return replay_of(pilot.app)


async def test_a_replay_opens_on_its_table_and_names_no_server(replaying: Callable[..., KsqltuiApp]) -> None:
    async with replaying().run_test(size=(120, 36)) as pilot:
        await on_the_recording(pilot)
        await until(pilot, shows(pilot, "Alice"))
        assert shows(pilot, "replay of payments.recording.jsonl   no server")()
        await until(pilot, shows(pilot, " of 180:00, ×1"))


async def test_plus_and_minus_change_the_pace(replaying: Callable[..., KsqltuiApp]) -> None:
    async with replaying().run_test(size=(120, 36)) as pilot:
        replay = await on_the_recording(pilot)
        await pilot.press("plus")
        assert replay.speed == 2
        await until(pilot, shows(pilot, ", ×2"))
        await pilot.press("minus", "minus")
        assert replay.speed == 0.5
        await pilot.press(*["plus"] * 12)
        await until(pilot, shows(pilot, "Carol"))
        await until(pilot, shows(pilot, "replayed 180:00 of 180:00"))


async def test_space_plays_one_row_and_p_goes_on(replaying: Callable[..., KsqltuiApp]) -> None:
    async with replaying(step=True).run_test(size=(120, 36)) as pilot:
        replay = await on_the_recording(pilot)
        await until(pilot, shows(pilot, "paused: Space plays a row"))
        assert replay.run.rows_received == 0
        for count in (1, 2):
            await pilot.press("space")
            await until(pilot, lambda count=count: replay.run.rows_received == count)  # type: ignore[misc]
        assert replay.is_paused
        await pilot.press("p")
        assert not replay.is_paused
        await pilot.press("p")
        assert replay.is_paused


async def test_b_plays_it_again(replaying: Callable[..., KsqltuiApp]) -> None:
    async with replaying(speed=None).run_test(size=(120, 36)) as pilot:
        first = await on_the_recording(pilot)
        await until(pilot, lambda: not first.run.is_live)
        await pilot.press("b")
        assert isinstance(pilot.app, KsqltuiApp)
        app = pilot.app
        await until(pilot, lambda: replay_of(app) is not first and replay_of(app).run.rows_received == 3)


def cut(path: Path, before: str) -> None:
    text = path.read_text()
    path.write_text(text[: text.index(before)])


async def test_a_cut_recording_shows_its_rows_and_says_where_it_breaks_off(
    replaying: Callable[..., KsqltuiApp], recording: Path
) -> None:
    await asyncio.to_thread(cut, recording, '"Carol"')
    async with replaying(speed=None).run_test(size=(120, 36)) as pilot:
        await on_the_recording(pilot)
        await until(pilot, shows(pilot, "breaks off at line 4"))
        assert shows(pilot, "Bob")()


async def test_a_replay_speaks_russian(replaying: Callable[..., KsqltuiApp]) -> None:
    async with replaying(step=True, language=Language.RUSSIAN).run_test(size=(120, 36)) as pilot:
        await on_the_recording(pilot)
        await until(pilot, shows(pilot, "без сервера"))
        assert shows(pilot, "пауза: Space — одна строка")()
