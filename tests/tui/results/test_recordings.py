"""Pictures of the pane while it records and while it replays, wide and narrow, and once without colour."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.session.console import Console
from ksqltui.session.no_server import NoServer
from ksqltui.session.query_run import QueryRun
from ksqltui.session.recorder import start_recording
from ksqltui.session.recording_file import open_recording
from ksqltui.session.replay import ReplaySource

Before = Callable[[Pilot[None]], Awaitable[None]]
Fill = Callable[[QueryRun], None]
SIZES = [(120, 36), (80, 24)]
PATIENCE = 60.0


class StandingTime:
    """A replay's time that stands where a test puts it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._zero = 0.0

    def now(self) -> float:
        present, self._zero = self._zero, self._seconds
        return present

    async def sleep(self, seconds: float) -> None:
        await asyncio.Event().wait()


async def settled(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await pilot.pause(0.01)
    await pilot.app.settle(pilot)  # type: ignore[attr-defined]


@pytest.fixture
def recording(windows: QueryRun, fill: Fill, clock: Any, tmp_path: Path) -> Before:
    """The windows are recorded, and all that is held is in the file."""
    fill(windows)

    async def before(pilot: Pilot[None]) -> None:
        recorder = await start_recording(windows, tmp_path / "a.jsonl", server="", overwrite=False, clock=clock)
        pilot.app.pane.show_recorder(recorder)  # type: ignore[attr-defined]
        await settled(pilot, lambda: recorder.rows == 13)

    return before


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three rows at once and one after a minute and a half."""
    head = {
        "ksqltui_recording": 1,
        "statement": "SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum FROM payments GROUP BY name EMIT CHANGES;",
        "kind": "push query",
        "title": "payments",
        "started": "2026-11-23T00:00:00Z",
        "columns": [
            {"name": "NAME", "type": "STRING", "key": True},
            {"name": "CNT", "type": "BIGINT"},
            {"name": "SUM", "type": "BIGINT"},
        ],
        "identity": [0],
        "identity_note": "one row per NAME",
    }
    rows = {"ms": 0, "rows": [["Alice", 1, 120], ["Bob", 1, 44], ["Alice", 2, 1480]]}
    path = tmp_path / "payments.recording.jsonl"
    later = {"ms": 90_000, "rows": [["Carol", 1, 9]]}
    path.write_text("".join(json.dumps(line) + "\n" for line in (head, rows, later, {"ms": 95_000, "end": "finished"})))
    return path


@pytest.fixture
def replaying(file: Path, clock: Any) -> Callable[..., Before]:
    def make(*, step: bool = False) -> Before:
        async def before(pilot: Pilot[None]) -> None:
            source = ReplaySource(await asyncio.to_thread(open_recording, file), 2.0, is_stepwise=step)
            replay = Console(NoServer(file.name), clock=clock).replay(source, clock=StandingTime(6.0))
            pane = pilot.app.pane  # type: ignore[attr-defined]
            pane.open_replay(replay)
            pane.focus_content()
            if step:
                replay.step()
            await settled(pilot, lambda: replay.run.rows_received == (1 if step else 3))
            clock.now += 1
            await pilot.app.settle(pilot)  # type: ignore[attr-defined]

        return before

    return make


@pytest.mark.parametrize("size", SIZES)
def test_recording(
    snap_compare: Any, make_app: Any, windows: QueryRun, recording: Before, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(windows), terminal_size=size, run_before=recording)


@pytest.mark.parametrize("size", SIZES)
def test_replaying(snap_compare: Any, make_app: Any, replaying: Callable[..., Before], size: tuple[int, int]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=replaying())


@pytest.mark.parametrize("size", SIZES)
def test_stepwise(snap_compare: Any, make_app: Any, replaying: Callable[..., Before], size: tuple[int, int]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=replaying(step=True))


def test_stepwise_without_colour(
    snap_compare: Any, make_app: Any, replaying: Callable[..., Before], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(), terminal_size=(120, 36), run_before=replaying(step=True))
