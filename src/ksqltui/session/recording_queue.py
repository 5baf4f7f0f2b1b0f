"""Owns what a run has told and a recorder has not written yet: timed entries, bounded; knows no file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from ksqltui.model.recording import EndState, Entry, Missed, RecordedEnd, RecordedLines, RecordedRows
from ksqltui.model.stream import Row
from ksqltui.session.query_run import QueryRun, RunState

MAX_WAITING_ROWS = 500_000
MAX_WAITING_BYTES = 256 * 1024 * 1024
"""What may wait for a slow disk; what comes beyond is counted as missed."""

_ENDS = {
    RunState.FINISHED: EndState.FINISHED,
    RunState.LIMIT_REACHED: EndState.LIMIT_REACHED,
    RunState.STOPPED: EndState.STOPPED,
    RunState.FAILED: EndState.FAILED,
    RunState.LOST: EndState.LOST,
}


class RecordingQueue:
    """Hears a run (RunListener) and keeps what it told as entries; `zero` are the wall seconds of `ms` 0.

    `is_open` is set once the run's columns are known, or its end; `is_ended` once nothing more will come.
    """

    def __init__(self, run: QueryRun, zero: float, *, max_rows: int = MAX_WAITING_ROWS) -> None:
        self.is_open = asyncio.Event()
        self.is_ended = asyncio.Event()
        self._run = run
        self._zero = zero
        self._max_rows = max_rows
        self._entries: list[Entry] = []
        self._rows = 0
        self._bytes = 0
        self._missed = 0

    def milliseconds(self, time: float) -> int:
        """Wall seconds as a recording counts them."""
        return max(0, round((time - self._zero) * 1000))

    def take(self) -> list[Entry]:
        """What has come since the last time, in order."""
        entries, self._entries = self._entries, []
        self._rows = self._bytes = 0
        return entries

    def opened(self) -> None:
        self.is_open.set()

    def rows(self, rows: Sequence[Row], received: float, size: int) -> None:
        if self._has_room(received, len(rows), size):
            self._entries.append(RecordedRows(self.milliseconds(received), tuple(rows), size))

    def lines(self, lines: Sequence[str], received: float, size: int) -> None:
        if self._has_room(received, len(lines), size):
            self._entries.append(RecordedLines(self.milliseconds(received), tuple(lines), size))

    def ended(self) -> None:
        run = self._run
        self._end(_ENDS[run.state], run.ended_at or self._zero)

    def leave(self, now: float) -> None:
        """The recording ends before its run; does nothing after an end."""
        if not self.is_ended.is_set():
            self._run.leave(self)
            self._end(EndState.RECORDING_STOPPED, now)

    def _end(self, state: EndState, at: float) -> None:
        ms, run = self.milliseconds(at), self._run
        self._tell_missed(ms)
        if state is EndState.RECORDING_STOPPED:
            self._entries.append(RecordedEnd(ms, state))
        else:
            self._entries.append(RecordedEnd(ms, state, run.end_note, run.error))
        self.is_open.set()
        self.is_ended.set()

    def _has_room(self, received: float, count: int, size: int) -> bool:
        is_full = self._rows and (self._rows + count > self._max_rows or self._bytes + size > MAX_WAITING_BYTES)
        if is_full:
            self._missed += count
            return False
        self._tell_missed(self.milliseconds(received))
        self._rows += count
        self._bytes += size
        return True

    def _tell_missed(self, ms: int) -> None:
        if self._missed:
            self._entries.append(Missed(ms, self._missed))
            self._missed = 0
