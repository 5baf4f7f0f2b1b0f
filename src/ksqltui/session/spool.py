"""Owns the file that SPOOL writes: statements and what they gave, as they come; knows no screen, holds no run up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TextIO

from ksqltui.model.entity_tables import entity_tables, outcome_words
from ksqltui.model.history import without_secrets
from ksqltui.model.stream import Row
from ksqltui.model.writers.answer_shape import shaped
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.heads import head_of_rows, head_of_table
from ksqltui.model.writers.protocol import Format, Head, Style, Writer
from ksqltui.session.client_state import ClientState
from ksqltui.session.new_file import not_written, writable_path
from ksqltui.session.query_run import QueryRun
from ksqltui.sql.analysis import StatementKind

PROMPT = "ksql> "
"""What stands before a statement, as in the official CLI's files."""
MAX_WAITING = 200_000
"""Rows and lines that may wait for a slow disk; what comes beyond is counted and left out."""


async def open_spool(path: str, state: ClientState) -> Spool:
    """A file that was there is replaced, as by the official CLI. Raises FileRefused."""
    target = await asyncio.to_thread(writable_path, path, overwrite=True)
    try:
        file = await asyncio.to_thread(target.open, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise not_written(target, error) from None
    return Spool(target, file, state)


class Spool:
    """Writes what the followed runs give, in the format that the session has when each begins.

    `problem` says why writing ended early, if it did; what comes after that is not written.
    """

    def __init__(self, path: Path, file: TextIO, state: ClientState) -> None:
        self.path = path
        self.problem = ""
        self._state = state
        self._text = _SpoolText(file)
        self._file = file
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        # Each is written by one thread only, so neither needs a lock.
        self._taken = self._written = 0
        self._missed = 0
        self._is_open = True

    def follow(self, run: QueryRun) -> None:
        """From now on what the run gives is written, until it ends or the spool is closed."""
        run.listen(_Spooled(self, run, self._state.format, self._state.style))

    async def close(self) -> None:
        """Returns once all that came so far is written; does nothing the second time."""
        if self._is_open:
            self._is_open = False
            self._submit(self._text.end)
            await asyncio.to_thread(self._thread.shutdown, wait=True)
            try:
                await asyncio.to_thread(self._file.close)
            except OSError as error:
                self._fail(error)

    # For the runs that it follows.

    def take(self, size: int, work: Callable[[], None]) -> None:
        """Has the work done in its turn; `size` rows are in it."""
        if not self._is_open or self.problem:
            return
        waiting = self._taken - self._written
        if size and waiting and waiting + size > MAX_WAITING:
            self._missed += size
            return
        if self._missed:
            missed, self._missed = self._missed, 0
            self._submit(partial(self._text.missed, missed))
        self._taken += size
        self._submit(work, size)

    def _submit(self, work: Callable[[], None], size: int = 0) -> None:
        self._thread.submit(self._work, work, size)

    def _work(self, work: Callable[[], None], size: int) -> None:
        try:
            if not self.problem:
                work()
                self._file.flush()
        except OSError as error:
            self._fail(error)
        finally:
            self._written += size

    def _fail(self, error: OSError) -> None:
        self.problem = self.problem or not_written(self.path, error).message

    @property
    def text(self) -> _SpoolText:
        return self._text


class _Spooled:
    """Hears one run (RunListener)."""

    def __init__(self, spool: Spool, run: QueryRun, chosen: Format, style: Style) -> None:
        self._spool = spool
        self._run = run
        self._part = _Part(without_secrets(run.statement), chosen, style)

    def opened(self) -> None:
        self._part.head = head_of_rows(self._run.columns) if self._run.columns else None

    def rows(self, rows: Sequence[Row], received: float, size: int) -> None:
        self._spool.take(len(rows), partial(self._spool.text.rows, self._part, tuple(rows)))

    def lines(self, lines: Sequence[str], received: float, size: int) -> None:
        self._spool.take(len(lines), partial(self._spool.text.lines, self._part, tuple(lines)))

    def ended(self) -> None:
        self._spool.take(0, partial(self._spool.text.ended, self._part, self._run))


class _Part:
    """What one run gives, and how it is written."""

    def __init__(self, statement: str, chosen: Format, style: Style) -> None:
        self.statement = statement
        self.format = chosen
        self.style = style
        self.head: Head | None = None


class _SpoolText:
    """Lays the parts one behind the other; where runs take turns, each turn names its statement again."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._part: _Part | None = None
        self._gap = ""
        self._writer: Writer | None = None

    def rows(self, part: _Part, rows: Sequence[Row]) -> None:
        writer = self._begun(part)
        if writer is not None:
            writer.rows(rows)

    def lines(self, part: _Part, lines: Sequence[str]) -> None:
        self._begun(part)
        self._out.writelines(f"{line}\n" for line in lines)

    def ended(self, part: _Part, run: QueryRun) -> None:
        self._begun(part)
        self.end()
        words = list(run.messages)
        for entity in run.entities:
            outcome = outcome_words(entity)
            words = [*outcome, *words] if run.error is None else words
            for each in () if outcome else entity_tables(entity):
                table = shaped(each, part.format)
                writer = writer_for(part.format, self._out, part.style)
                writer.begin(head_of_table(table))
                writer.rows([Row(values) for values in table.rows])
                writer.end()
        if run.error is not None:
            words.append(run.error.message)
        elif run.is_streamed and part.format.is_for_people:
            one = "line" if run.kind is StatementKind.PRINT else "row"
            count = f"{run.rows_received} {one}{'' if run.rows_received == 1 else 's'}"
            words.append(f"({count}, {run.state.value}{f', {run.end_note}' if run.end_note else ''})")
        self._out.writelines(f"{line}\n" for line in words)

    def missed(self, count: int) -> None:
        self.end()
        self._out.write(f"({count} rows are missing here: the disk was too slow)\n")

    def end(self) -> None:
        """Ends the turn of the run that wrote last."""
        if self._writer is not None:
            self._writer.end()
        self._part = self._writer = None

    def _begun(self, part: _Part) -> Writer | None:
        """The writer of the part, whose turn begins if it was not its own before."""
        if self._part is not part:
            self.end()
            self._out.write(f"{self._gap}{PROMPT}{part.statement.strip()}\n")
            self._part, self._gap = part, "\n"
        if self._writer is None and part.head is not None:
            self._writer = writer_for(part.format, self._out, part.style)
            self._writer.begin(part.head)
        return self._writer
