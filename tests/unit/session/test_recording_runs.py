"""Recording a run while it streams and playing the file again: what is in it, what is counted, what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ksqltui.model.errors import KsqlError
from ksqltui.model.recording import EndState, Missed, RecordedEnd, RecordedRows, RecordingDamaged
from ksqltui.model.stream import Row
from ksqltui.session.console import Console
from ksqltui.session.new_file import FileExists, FileRefused
from ksqltui.session.no_server import NoServer
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.session.recording_file import open_recording
from ksqltui.session.recording_queue import RecordingQueue
from ksqltui.session.replay import Replay, ReplaySource
from ksqltui.sql.analysis import StatementKind

GROUPED = "SELECT name, COUNT(*) AS cnt FROM payments GROUP BY name EMIT CHANGES;"


class HandClock:
    """The time of a replay, which only a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._waits: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        self._waits.append((self.seconds + seconds, event))
        await event.wait()

    async def move(self, seconds: float) -> None:
        """Lets time pass, once every wait that was asked for before has begun: one that begins late counts from now."""
        await idle()
        self.seconds += seconds
        for due, event in self._waits:
            if due <= self.seconds + 1e-9:
                event.set()
        await idle()


async def idle() -> None:
    """Lets every task of the loop that can go on do so."""
    for _ in range(100):
        await asyncio.sleep(0)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 (what is waited for has no event)
            await asyncio.sleep(0.002)


def lines_of(run: QueryRun) -> list[tuple[object, ...]]:
    assert run.store is not None
    lines = run.store.changelog
    return [lines.line(number).values for number in range(lines.first, lines.end)]


async def grouped(server: Any, answer: Any, silence: Any) -> tuple[Console, QueryRun]:
    """A query that has given two rows and will give one more when the test opens the silence."""
    server.explains(GROUPED, ["NAME"])
    before, after = answer.rows(("a", 1), ("b", 1)), answer.rows(("a", 2))
    server.events = [answer.header("NAME", "CNT"), before, silence, after, answer.ended()]
    console = Console(server)
    run = console.run(GROUPED)
    await silence.reached.wait()
    return console, run


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Changes a recording as a person with an editor would."""
    path.write_text(change(path.read_text()))


async def replayed(path: Path, **options: Any) -> Replay:
    replay = Console(NoServer("replay")).replay(ReplaySource(open_recording(path), **options))
    async with asyncio.timeout(20):
        await replay.run.wait()
    return replay


async def test_held_rows_come_first_and_what_streams_follows(
    server: Any, answer: Any, silence: Any, tmp_path: Path
) -> None:
    console, run = await grouped(server, answer, silence)
    recorder = await console.record(run, tmp_path / "a.jsonl")
    assert console.recorders_of(run) == (recorder,)
    silence.opened.set()
    await recorder.wait()
    assert (recorder.rows, recorder.missed, recorder.error) == (3, 0, None)
    assert recorder.bytes == (tmp_path / "a.jsonl").stat().st_size
    assert console.recorders_of(run) == ()

    replay = await replayed(tmp_path / "a.jsonl", speed=None)
    assert lines_of(replay.run) == lines_of(run) == [("a", 1), ("b", 1), ("a", 2)]
    assert replay.run.store is not None
    assert replay.run.store.identity == (0,)
    assert replay.run.state is RunState.FINISHED


async def test_a_stopped_recording_is_whole_and_the_run_goes_on(
    server: Any, answer: Any, silence: Any, tmp_path: Path
) -> None:
    console, run = await grouped(server, answer, silence)
    recorder = await console.record(run, tmp_path / "a.jsonl")
    await recorder.stop()
    assert run.is_live
    entries = [entry async for part in open_recording(tmp_path / "a.jsonl").entries() for entry in part]
    assert isinstance(entries[-1], RecordedEnd)
    assert entries[-1].state is EndState.RECORDING_STOPPED
    silence.opened.set()
    await run.wait()
    assert run.state is RunState.FINISHED
    assert recorder.rows == 2


async def test_an_ended_run_can_be_recorded(server: Any, answer: Any, tmp_path: Path) -> None:
    server.events = [answer.header("NAME"), answer.rows(("a",)), answer.ended()]
    console = Console(server)
    run = console.run("SELECT * FROM payments;")
    await run.wait()
    recorder = await console.record(run, tmp_path / "a.jsonl")
    await recorder.wait()
    assert lines_of((await replayed(tmp_path / "a.jsonl", speed=None)).run) == [("a",)]


async def test_a_file_that_exists_is_kept_unless_it_may_be_replaced(
    server: Any, answer: Any, silence: Any, tmp_path: Path
) -> None:
    console, run = await grouped(server, answer, silence)
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    with pytest.raises(FileExists):
        await console.record(run, path)
    assert path.read_text() == "mine"
    recorder = await console.record(run, path, overwrite=True)
    await recorder.stop()
    assert open_recording(path).header.statement == run.statement


async def test_what_is_no_place_for_a_file_is_refused(server: Any, answer: Any, silence: Any, tmp_path: Path) -> None:
    console, run = await grouped(server, answer, silence)
    for path in (tmp_path, tmp_path / "none" / "a.jsonl", "\0"):
        with pytest.raises(FileRefused):
            await console.record(run, path)
    assert console.recorders_of(run) == ()


async def test_only_rows_and_lines_are_recorded(server: Any, tmp_path: Path) -> None:
    console = Console(server)
    run = console.run("SHOW STREAMS;")
    with pytest.raises(FileRefused):
        await console.record(run, tmp_path / "a.jsonl")
    assert not await asyncio.to_thread((tmp_path / "a.jsonl").exists)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full to stand for a full disk")
async def test_a_full_disk_ends_the_recording_in_words_and_not_the_run(
    server: Any, answer: Any, silence: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console, run = await grouped(server, answer, silence)
    real = Path.open

    def full(path: Path, *mode: Any) -> Any:
        return real(Path("/dev/full"), "wb") if path.name == "a.jsonl" else real(path, *mode)

    monkeypatch.setattr(Path, "open", full)
    recorder = await console.record(run, tmp_path / "a.jsonl")
    await recorder.wait()
    assert recorder.error is not None
    assert "no space" in recorder.error.message.lower()
    assert run.is_live
    silence.opened.set()
    await run.wait()
    assert run.state is RunState.FINISHED


def test_rows_beyond_what_may_wait_are_counted_where_they_are_missing() -> None:
    run = QueryRun(1, GROUPED, title="t", kind=StatementKind.PUSH_QUERY, place=0, now=0.0)
    queue = RecordingQueue(run, 0.0, max_rows=2)
    queue.rows([Row(("a",)), Row(("b",))], 1.0, 0)
    queue.rows([Row(("c",))], 2.0, 0)
    queue.rows([Row(("d",))], 3.0, 0)
    assert queue.take() == [RecordedRows(1000, (Row(("a",)), Row(("b",))), 0)]
    queue.rows([Row(("e",))], 4.0, 0)
    assert queue.take() == [Missed(4000, 2), RecordedRows(4000, (Row(("e",)),), 0)]


@pytest.fixture
async def recording(server: Any, answer: Any, tmp_path: Path) -> Path:
    """Three rows at 0, 1 and 2 seconds, as a file."""
    server.events = [answer.header("NAME"), answer.rows(("a",)), answer.ended()]
    console = Console(server)
    run = console.run("SELECT * FROM payments EMIT CHANGES;")
    await run.wait()
    recorder = await console.record(run, tmp_path / "three.jsonl")
    await recorder.wait()
    head = (tmp_path / "three.jsonl").read_text().splitlines()[0]
    rows = [f'{{"ms":{second * 1000},"rows":[["{name}"]]}}' for second, name in enumerate("abc")]
    (tmp_path / "three.jsonl").write_text("\n".join([head, *rows, '{"ms":2500,"end":"finished"}', ""]))
    return tmp_path / "three.jsonl"


def begin(path: Path, clock: HandClock, **options: Any) -> Replay:
    return Console(NoServer("replay")).replay(ReplaySource(open_recording(path), **options), clock=clock)


async def test_a_replay_keeps_the_times(recording: Path) -> None:
    clock = HandClock()
    replay = begin(recording, clock)
    await until(lambda: replay.run.rows_received == 1)
    await clock.move(0.9)
    assert replay.run.rows_received == 1
    await clock.move(0.2)
    assert replay.run.rows_received == 2
    assert replay.position == pytest.approx(1.1)
    await clock.move(1.5)
    await until(lambda: not replay.run.is_live)
    assert (replay.run.rows_received, replay.run.state, replay.position) == (3, RunState.FINISHED, 2.5)


async def test_a_faster_replay_takes_less_time(recording: Path) -> None:
    clock = HandClock()
    replay = begin(recording, clock, speed=10.0)
    await until(lambda: replay.run.rows_received == 1)
    await clock.move(0.11)
    assert replay.run.rows_received == 2


async def test_steps_play_one_row_each_and_going_on_keeps_the_pace(recording: Path) -> None:
    clock = HandClock()
    replay = begin(recording, clock, is_stepwise=True)
    await clock.move(60)
    assert replay.run.rows_received == 0
    for count in (1, 2):
        replay.step()
        await until(lambda count=count: replay.run.rows_received == count)  # type: ignore[misc]
        await idle()
        assert replay.run.rows_received == count
    replay.resume()
    await clock.move(0.5)
    assert replay.run.rows_received == 2
    await clock.move(0.6)
    assert replay.run.rows_received == 3


async def test_a_pause_holds_the_replay(recording: Path) -> None:
    clock = HandClock()
    replay = begin(recording, clock)
    await until(lambda: replay.run.rows_received == 1)
    replay.pause()
    await clock.move(60)
    assert (replay.run.rows_received, replay.is_paused) == (1, True)
    await replay.run.stop()
    assert replay.run.state is RunState.STOPPED


async def test_a_cut_recording_plays_what_is_whole_and_says_where_it_breaks_off(recording: Path) -> None:
    edit(recording, lambda text: text[: text.index('["c"]') + 2])
    run = (await replayed(recording, speed=None)).run
    assert lines_of(run) == [("a",), ("b",)]
    assert run.state is RunState.FAILED
    assert isinstance(run.error, RecordingDamaged)
    assert run.error.line == 4


async def test_a_line_spoilt_by_hand_is_named(recording: Path) -> None:
    edit(recording, lambda text: text.replace('["b"]', '["b", 5]'))
    run = (await replayed(recording, speed=None)).run
    assert lines_of(run) == [("a",)]
    assert run.error is not None
    assert "Line 3" in run.error.message


@pytest.mark.parametrize("text", ["", "name,amount\na,1\n", '{"ksqltui_recording":99,"statement":"","started":""}\n'])
def test_what_is_no_recording_is_told_before_anything_opens(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text)
    with pytest.raises(RecordingDamaged):
        open_recording(tmp_path / "a")


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(FileRefused):
        open_recording("nowhere.jsonl")


async def test_missed_rows_are_told_when_they_are_played(recording: Path) -> None:
    edit(recording, lambda text: text.replace('{"ms":2000', '{"ms":1500,"missed":7}\n{"ms":2000'))
    run = (await replayed(recording, speed=None)).run
    assert run.messages == ["7 rows that came here were not recorded."]
    assert run.rows_received == 3


async def test_a_console_that_only_replays_runs_no_statement() -> None:
    console = Console(NoServer("replay"))
    run = console.run("SHOW STREAMS;")
    await run.wait()
    assert isinstance(run.error, KsqlError)
    assert "recording" in run.error.message
