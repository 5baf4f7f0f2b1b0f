"""Owns the recording of a run to a file while it goes on; knows no screen, and never holds the run up.

The file has its own name from the start and grows a line at a time: after a crash it lies where it was asked for and
reads up to the last write, WRITE_EVERY seconds before. A name given only at the end would leave a file that nobody
looks for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, groupby, islice
from pathlib import Path
from typing import BinaryIO

from ksqltui.model.changes import ResultLine
from ksqltui.model.errors import KsqlError
from ksqltui.model.recording import Entry, Missed, RecordedLines, RecordedRows, RecordingHeader
from ksqltui.model.recording_text import entry_text, header_text
from ksqltui.session.held_rows import changes, left_over, row_of
from ksqltui.session.new_file import FileRefused, not_written, writable_path
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.session.recording_queue import RecordingQueue
from ksqltui.speech.speech import Told

_log = logging.getLogger(__name__)

WRITE_EVERY = 0.25
"""Seconds between writes."""
HELD_PER_STEP = 500
"""How many rows of the store are taken before the loop may do something else: about 2 ms."""


async def start_recording(
    run: QueryRun, path: str | Path, *, server: str, overwrite: bool, clock: Callable[[], float]
) -> Recorder:
    """Records what the run holds and what it gets from now on, until it ends. Raises FileRefused and FileExists."""
    if not run.is_streamed:
        raise FileRefused(
            Told("Only rows of a query and lines of PRINT can be recorded; this statement gives neither.")
        )
    target = await asyncio.to_thread(writable_path, path, overwrite=overwrite)
    try:
        file = await asyncio.to_thread(target.open, "wb" if overwrite else "xb")
    except OSError as error:
        raise not_written(target, error) from None
    return Recorder(run, target, file, server=server, clock=clock)


class Recorder:
    """One recording under way; must be made inside a running event loop.

    `error` is what ended it early; what was written until then can be replayed. `rows` counts the rows and lines in
    the file, `missed` those that came to the run and are not in it, `bytes` the length of the file.
    """

    def __init__(self, run: QueryRun, path: Path, file: BinaryIO, *, server: str, clock: Callable[[], float]) -> None:
        self.run = run
        self.path = path
        self.rows = 0
        self.missed = 0
        self.bytes = 0
        self.error: KsqlError | None = None
        self.ended_at: float | None = None
        """When it ended, in wall seconds."""
        self._file = file
        self._server = server
        self._clock = clock
        # PRINT's lines come without times: those that are there already count as come now.
        self._zero = clock() if run.lines else run.started_at
        # What the run holds and what it will tell are taken in one step of the loop: nothing is lost in between.
        self._held = _Held(run)
        self._queue = RecordingQueue(run, self._zero)
        if run.state is not RunState.STARTING:
            self._queue.opened()
        if run.is_live:
            run.listen(self._queue)
        else:
            self._queue.ended()
        self._task = asyncio.create_task(self._live(), name=f"recording of run {run.number}")

    @property
    def is_recording(self) -> bool:
        return not self._task.done()

    async def stop(self) -> None:
        """Ends the recording and leaves a whole file; the run goes on."""
        self._queue.leave(self._clock())
        await self.wait()

    async def wait(self) -> None:
        """Returns when all is written; never raises what the recording met."""
        await asyncio.wait([self._task])

    async def _live(self) -> None:
        try:
            await self._record()
        except OSError as error:
            self._stopped_by(not_written(self.path, error).message)
        except Exception as error:
            _log.exception("the recording of run %d failed in the console itself", self.run.number)
            self._stopped_by(f"ksqltui itself failed: {error!r}")
        finally:
            self.ended_at = self._clock()
            self._queue.leave(self.ended_at)
            # A full disk refuses what was refused before once more.
            with suppress(OSError):
                self._file.close()

    async def _record(self) -> None:
        await self._queue.is_open.wait()
        await self._write_text(header_text(self._header()))
        async for entries in self._held.entries(self._queue.milliseconds):
            await self._write(entries)
        while True:
            is_last = self._queue.is_ended.is_set()
            await self._write(self._queue.take())
            if is_last:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(WRITE_EVERY):
                    await self._queue.is_ended.wait()

    async def _write(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        await self._write_text(*entries)
        for entry in entries:
            match entry:
                case RecordedRows():
                    self.rows += len(entry.rows)
                case RecordedLines():
                    self.rows += len(entry.lines)
                case Missed():
                    self.missed += entry.count

    async def _write_text(self, *parts: str | Entry) -> None:
        self.bytes += await asyncio.to_thread(_written, self._file, parts)

    def _stopped_by(self, why: str) -> None:
        self.error = KsqlError(
            Told("The recording stopped. {why}", why=why), advice=Told("What was written until then can be replayed.")
        )

    def _header(self) -> RecordingHeader:
        run, store = self.run, self._held.store or self.run.store
        return RecordingHeader(
            run.statement,
            run.kind,
            self._server,
            self._zero,
            title=run.title,
            query_id=run.query_id,
            from_beginning=run.from_beginning,
            columns=run.columns,
            identity=store.identity if store is not None else (),
            identity_note=run.identity_note,
            hides_window=run.hides_window,
            windows=run.windows,
        )


class _Held:
    """What a run had when its recording began."""

    def __init__(self, run: QueryRun) -> None:
        self.store = run.store
        self._lines = tuple(run.lines)
        self._dropped = run.lines_dropped
        self._expected = 0
        self._left_over: Iterator[ResultLine] = iter(())
        self._changes: Iterator[ResultLine] = iter(())
        if self.store is not None:
            self._expected = self.store.changelog.end
            self._left_over = left_over(self.store)
            self._changes = changes(self.store)

    async def entries(self, milliseconds: Callable[[float], int]) -> AsyncIterator[list[Entry]]:
        """In steps between which the loop may do something else, and what is no longer there as missed."""
        if self._dropped:
            yield [Missed(0, self._dropped)]
        if self._lines:
            yield [RecordedLines(0, self._lines)]
        found = last = 0
        lines = chain(self._left_over, self._changes)
        while step := list(islice(lines, HELD_PER_STEP)):
            found += len(step)
            last = max(last, milliseconds(step[-1].received))
            yield [
                RecordedRows(milliseconds(received), tuple(map(row_of, same)))
                for received, same in groupby(step, key=lambda line: line.received)
            ]
            await asyncio.sleep(0)
        if found < self._expected:
            yield [Missed(last, self._expected - found)]


def _written(file: BinaryIO, parts: Sequence[str | Entry]) -> int:
    """Writes and flushes; runs in a thread."""
    data = "".join(part if isinstance(part, str) else entry_text(part) for part in parts).encode()
    file.write(data)
    file.flush()
    return len(data)
