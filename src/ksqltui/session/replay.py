"""Owns the playing of a recording as a run like any other; knows no server and no screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ksqltui.model.errors import ConnectionLost, KsqlError
from ksqltui.model.recording import EndState, Entry, Missed, RecordedEnd, RecordedLines, RecordedRows
from ksqltui.model.stream import Header, Lines, Rows
from ksqltui.session.identity import RowIdentity
from ksqltui.session.intake import Intake
from ksqltui.session.query_run import QueryRun, RowReader, RunState
from ksqltui.session.recording_file import RecordingFile
from ksqltui.session.replay_pace import Pace, ReplayClock
from ksqltui.speech.speech import Told


@dataclass(frozen=True, slots=True)
class ReplaySource:
    """What is to be replayed, and how fast at first: `speed` None is as fast as possible.

    `is_stepwise` begins with a pause, so that each row is asked for.
    """

    recording: RecordingFile
    speed: float | None = 1.0
    is_stepwise: bool = False


class Replay:
    """A recording on its way into a run, and the controls of its pace.

    Rows get the time at which they are played. Stop it as any run: `replay.run.stop()`.
    """

    def __init__(
        self,
        source: ReplaySource,
        run: QueryRun,
        *,
        row_limit: int | None = None,
        reader: RowReader | None = None,
        wall: Callable[[], float],
        clock: ReplayClock,
    ) -> None:
        """Raises ValueError for a speed that is not above 0."""
        self.run = run
        self.recording = source.recording
        self._pace = Pace(source.speed, clock)
        if source.is_stepwise:
            self._pace.pause()
        self._intake = Intake(run, row_limit=row_limit, reader=reader, clock=wall)
        self._wall = wall
        self._last = 0.0

    @property
    def duration(self) -> float | None:
        """Seconds of the whole recording; None where its end was cut off."""
        return self.recording.duration

    @property
    def position(self) -> float:
        """Seconds into the recording, at most to its end."""
        if not self.run.is_live:
            return self._last
        return min(self._pace.position, self.duration) if self.duration is not None else self._pace.position

    @property
    def speed(self) -> float | None:
        """How many times as fast as it was; None is as fast as possible."""
        return self._pace.speed

    @property
    def is_paused(self) -> bool:
        return self._pace.is_paused

    def pause(self) -> None:
        self._pace.pause()
        self.run.touch()

    def resume(self) -> None:
        self._pace.resume()
        self.run.touch()

    def set_speed(self, speed: float | None) -> None:
        """Raises ValueError for a speed that is not above 0."""
        self._pace.set_speed(speed)
        self.run.touch()

    def step(self) -> None:
        """Plays the next row or line at once and pauses."""
        self._pace.step()

    async def play(self) -> None:
        """Plays until the run has ended. Raises RecordingDamaged and FileRefused, behind all that could be played."""
        run, header = self.run, self.recording.header
        run.from_beginning = header.from_beginning
        if header.columns:
            identity = RowIdentity(header.identity, header.hides_window, header.identity_note, header.windows)
            self._intake.open(Header(header.query_id, header.columns), identity)
        async for entries in self.recording.entries():
            for entry in entries:
                await self._entry(entry)
                if not run.is_live:
                    return

    async def _entry(self, entry: Entry) -> None:
        match entry:
            case RecordedRows():
                await self._rows(entry)
            case RecordedLines():
                await self._lines(entry)
            case Missed(count=count):
                self.run.say(f"{count} row{'' if count == 1 else 's'} that came here were not recorded.")
            case RecordedEnd():
                await self._pace.until(entry.ms / 1000)
                self._end(entry)

    async def _rows(self, entry: RecordedRows) -> None:
        rows, size, due = entry.rows, entry.size, entry.ms / 1000
        while rows and self.run.is_live:
            count = await self._due(due, len(rows))
            await self._intake.rows(Rows(rows[:count], size))
            self._played(due)
            rows, size = rows[count:], 0

    async def _lines(self, entry: RecordedLines) -> None:
        lines, size, due = entry.lines, entry.size, entry.ms / 1000
        while lines and self.run.is_live:
            count = await self._due(due, len(lines))
            self._intake.lines(Lines(lines[:count], size))
            self._played(due)
            lines, size = lines[count:], 0

    async def _due(self, due: float, count: int) -> int:
        """Waits, and says how many of `count` may be played."""
        await self._pace.until(due)
        return 1 if self._pace.is_stepping else count

    def _played(self, due: float) -> None:
        self._pace.played(due)
        self._last = due

    def _end(self, entry: RecordedEnd) -> None:
        self._last = entry.ms / 1000
        state, note, error = _END_OF_RUN[entry.state], entry.note, entry.error
        if entry.state is EndState.STOPPED:
            note = "it was stopped when it was recorded"
        elif entry.state is EndState.RECORDING_STOPPED:
            note = "the recording ends here"
        elif state is RunState.FAILED and error is None:
            error = KsqlError(Told("The recorded query failed; the recording does not say why."))
        elif state is RunState.LOST and error is None:
            error = ConnectionLost(Told("The recorded query lost its server; the recording does not say how."))
        self.run.end(state, now=self._wall(), error=error, note=note)


_END_OF_RUN = {
    EndState.FINISHED: RunState.FINISHED,
    EndState.LIMIT_REACHED: RunState.LIMIT_REACHED,
    EndState.STOPPED: RunState.FINISHED,
    EndState.FAILED: RunState.FAILED,
    EndState.LOST: RunState.LOST,
    EndState.RECORDING_STOPPED: RunState.FINISHED,
}
