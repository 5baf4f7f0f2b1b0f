"""Owns the file in which runs are remembered: appended to line by line, bounded, shared by consoles; draws nothing."""

from __future__ import annotations

import asyncio
import json
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from filelock import FileLock, Timeout

from ksqltui.model.history import HistoryEntry, from_cli_history, from_line, to_line
from ksqltui.model.stream import Row
from ksqltui.session.new_file import FileRefused, not_read, not_written
from ksqltui.session.query_run import QueryRun
from ksqltui.session.text_files import replace_file
from ksqltui.speech.speech import Told

MOST_ENTRIES = 10_000
LARGEST = 8_000_000
"""Bytes of the file above which the older half goes."""

LONGEST_WAIT = 2.0
"""Seconds for another console that is cutting the file."""


class HistoryFile:
    """Entries as JSON lines. Everything here blocks."""

    def __init__(self, path: Path, cli_path: Path | None = None) -> None:
        self._path = path
        self._cli_path = cli_path or Path.home() / ".ksql-history"
        self._lock = FileLock(path.with_suffix(".lock"), timeout=LONGEST_WAIT)

    def entries(self) -> tuple[HistoryEntry, ...]:
        """What is remembered, oldest first, those of other consoles too; lines that cannot be read are left out.

        Raises FileRefused where there is a file that cannot be read.
        """
        kept: deque[HistoryEntry] = deque(maxlen=MOST_ENTRIES)
        try:
            with self._path.open(encoding="utf-8", errors="replace") as lines:
                kept.extend(entry for entry in map(from_line, lines) if entry is not None)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise not_read(self._path, error) from None
        return tuple(kept)

    def append(self, entries: Sequence[HistoryEntry]) -> None:
        """Remembers them, in one write at the file's end. Raises FileRefused."""
        self._write("".join(map(to_line, entries)))

    def _write(self, text: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._lock:
                self._cut()
                handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                try:
                    data = text.encode("utf-8", "replace")
                    if not self._ends_a_line():
                        data = b"\n" + data
                    while data:
                        data = data[os.write(handle, data) :]
                finally:
                    os.close(handle)
        except Timeout:
            raise FileRefused(
                Told("{path} is in use by another console, so nothing was remembered.", path=self._path)
            ) from None
        except OSError as error:
            raise not_written(self._path, error) from None

    def _ends_a_line(self) -> bool:
        """False after a write that was cut short: what comes next begins a line of its own."""
        with self._path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return True
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _cut(self) -> None:
        if self._path.exists() and self._path.stat().st_size > LARGEST:
            lines = self._path.read_bytes().splitlines(keepends=True)
            marks = [line for line in lines if line.startswith(b'{"imported"')]
            replace_file(self._path, b"".join([*marks, *lines[len(lines) // 2 :]]))

    # The official CLI's history.

    @property
    def cli_path(self) -> Path:
        return self._cli_path

    def can_import(self) -> bool:
        """Whether the official CLI has a history here that was not imported yet."""
        if not self._cli_path.is_file():
            return False
        try:
            with self._path.open(encoding="utf-8", errors="replace") as lines:
                return not any(line.startswith('{"imported"') for line in lines)
        except OSError:
            return True

    def import_cli(self) -> int:
        """Takes the official CLI's statements over, once; gives how many. Raises FileRefused."""
        try:
            text = self._cli_path.read_text("utf-8", errors="replace")
        except OSError as error:
            raise not_read(self._cli_path, error) from None
        entries = from_cli_history(text)
        mark = json.dumps({"imported": str(self._cli_path)})
        self._write(f"{mark}\n" + "".join(map(to_line, entries)))
        return len(entries)


class History:
    """Remembers a session's runs as they end; never raises and never holds up who runs."""

    def __init__(self, file: HistoryFile) -> None:
        self.file = file
        self.problem = ""
        """Why the last run was not remembered, if it was not."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="history")

    def follow(self, run: QueryRun, server: str) -> None:
        """The run is remembered once it has ended."""
        if run.is_live:
            run.listen(_Ending(self, run, server))
        else:
            self.remember(run, server)

    def remember(self, run: QueryRun, server: str) -> None:
        ended = run.ended_at
        entry = HistoryEntry(
            run.statement.strip(),
            server,
            run.started_at,
            None if ended is None else round(max(ended - run.started_at, 0.0), 3),
            run.rows_received,
            run.state.value,
            "" if run.error is None else run.error.message,
        )
        self._thread.submit(self._append, entry)

    async def entries(self) -> tuple[HistoryEntry, ...]:
        """As the file's, with all that has ended so far. Raises FileRefused."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.file.entries)

    async def can_import(self) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.file.can_import)

    async def import_cli(self) -> int:
        """Raises FileRefused."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.file.import_cli)

    def close(self) -> None:
        """Waits until what has ended is written."""
        self._thread.shutdown(wait=True)

    def _append(self, entry: HistoryEntry) -> None:
        try:
            self.file.append([entry])
            self.problem = ""
        except FileRefused as error:
            self.problem = error.message


class _Ending:
    """Waits for a run's end."""

    def __init__(self, history: History, run: QueryRun, server: str) -> None:
        self._history = history
        self._run = run
        self._server = server

    def opened(self) -> None: ...

    def rows(self, rows: Sequence[Row], received: float, size: int) -> None: ...

    def lines(self, lines: Sequence[str], received: float, size: int) -> None: ...

    def ended(self) -> None:
        self._history.remember(self._run, self._server)
