"""Owns one-shot mode: runs statements in order, data to one stream, words to another, and an exit status."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import TextIO

from ksqltui.headless.interrupts import Interrupts
from ksqltui.headless.pager import Paged
from ksqltui.headless.progress import progress
from ksqltui.headless.row_printer import RowPrinter, RowView
from ksqltui.headless.script import PlacedStatement, placed_statements
from ksqltui.headless.words import Words
from ksqltui.model.entity_tables import entity_tables, outcome_words
from ksqltui.model.errors import KsqlError, MalformedResponse, NotKsqlServer, NotReached
from ksqltui.model.writers.answer_shape import shaped
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.protocol import PLAIN, Format, Style, Writer
from ksqltui.session.client_state import (
    ClearScreen,
    Effect,
    GoToServer,
    Leave,
    RunStatements,
)
from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun, ReaderGone, RunState
from ksqltui.sql.analysis import StatementKind

STARTING_SECONDS = 60.0
"""How long a server that says it is starting is waited for, unless told otherwise."""
_CLEAR_SCREEN = "\x1b[H\x1b[2J\x1b[3J"


class ExitStatus(IntEnum):
    """What scripts may rely on. A higher one outranks a lower one in the same script."""

    DONE = 0
    STATEMENT_FAILED = 1
    WRONG_ARGUMENTS = 2
    SERVER_NOT_REACHED = 3
    INTERRUPTED = 130
    TERMINATED = 143


@dataclass(frozen=True, slots=True)
class OneShot:
    """What one-shot mode was asked for: `row_limit` and `seconds` end each streaming query.

    `wait` is how many seconds a server is waited for that is starting or away; None waits for a starting one alone.
    `pager` is the command that long answers go through on a terminal.
    """

    statements: tuple[PlacedStatement, ...]
    format: Format
    row_limit: int | None = None
    seconds: float | None = None
    continue_on_error: bool = False
    wait: float | None = None
    style: Style = PLAIN
    view: RowView = RowView.ROWS
    pager: tuple[str, ...] = ()

    @property
    def wait_starting(self) -> float:
        return STARTING_SECONDS if self.wait is None else self.wait

    @property
    def wait_away(self) -> float:
        return self.wait or 0.0


_ENDED_BY: dict[int, ExitStatus] = {signal.SIGINT: ExitStatus.INTERRUPTED, signal.SIGTERM: ExitStatus.TERMINATED}

Move = Callable[[str], Awaitable[Console]]
"""Gives a connected console on another server, as a person writes its address. Raises KsqlError."""


async def _nowhere(address: str) -> Console:
    raise KsqlError(f"There is no way to {address} from here.")


async def run_script(
    console: Console, asked: OneShot, out: TextIO, err: TextIO, *, move: Move = _nowhere
) -> ExitStatus:
    """Runs the statements on a console that this function connects and closes."""
    script = _Script(console, asked, Paged(out, asked.pager), err, move)
    try:
        with Interrupts(script.end_one, script.is_read) as interrupts:
            try:
                status = await script.run()
            except asyncio.CancelledError:
                if not interrupts.signal:
                    raise
                status = ExitStatus.DONE
    finally:
        await script.close()
    return max(status, _ENDED_BY.get(interrupts.signal, ExitStatus.DONE))


class _Script:
    def __init__(self, console: Console, asked: OneShot, out: Paged, err: TextIO, move: Move) -> None:
        self._console = console
        self._asked = asked
        self._out = out
        self._err = err
        self._words = Words(err)
        self._move = move
        self._run: QueryRun | None = None
        self._writer: Writer | None = None
        self._written_as: tuple[Format, Style] | None = None
        self._has_written = False
        self._gap = ""
        self._is_over = False
        console.client.format, console.client.style = asked.format, asked.style

    async def run(self) -> ExitStatus:
        try:
            await self._console.connect()
        except KsqlError as error:
            self._words.no_server(error)
            return ExitStatus.SERVER_NOT_REACHED
        return await self._all(self._asked.statements)

    async def close(self) -> None:
        spool = self._console.client.spool
        await self._console.close()
        if spool is not None and spool.problem:
            self._words.say(spool.problem)

    def end_one(self) -> bool:
        """Ends what streams now, if anything does; what follows it in the script goes on."""
        run = self._run
        if run is None or not run.is_live or not run.is_streamed:
            return False
        run.ask_to_stop()
        return True

    def is_read(self) -> bool:
        return self._out.is_read

    async def _all(self, statements: Sequence[PlacedStatement], depth: int = 0) -> ExitStatus:
        worst = ExitStatus.DONE
        for number, statement in enumerate(statements, 1):
            status = await self._one(statement, number, depth)
            worst = max(worst, status)
            if self._is_over or (status is not ExitStatus.DONE and not self._asked.continue_on_error):
                break
        return worst

    async def _one(self, statement: PlacedStatement, number: int, depth: int) -> ExitStatus:
        asked = self._asked
        printer = RowPrinter(self._writer_now(), self._out.as_text, asked.view, gap=self._gap)
        run = self._console.run(
            statement.text, row_limit=asked.row_limit, seconds=asked.seconds, reader=printer, depth=depth
        )
        self._run = run
        if run.kind not in (StatementKind.PUSH_QUERY, StatementKind.PRINT):
            self._out.hold()
        keys = None
        try:
            async with progress(run, self._out.as_text, self._err):
                await run.wait()
            keys = printer.keys
            printer.close()
            for entity in run.entities:
                for table in () if outcome_words(entity) else entity_tables(entity):
                    printer.table(shaped(table, self._console.client.format))
        except ReaderGone:
            pass
        except BaseException:
            # An interrupt: what was begun is closed, so that what has been written can be read.
            await run.stop()
            with suppress(ReaderGone):
                printer.close()
            raise
        finally:
            was_paged = self._out.is_read
            with suppress(BrokenPipeError):
                await self._out.release()
        self._console.forget(run)
        if printer.has_written:
            self._has_written, self._gap = True, ""
        self._say_answer(run)
        if printer.problem is not None:
            self._is_over = True
            self._words.say(f"The output could not be written: {printer.problem.strerror or printer.problem}.")
            return ExitStatus.STATEMENT_FAILED
        if printer.is_gone:
            # Who leaves a pager has seen enough of this answer, who closes a pipe of all.
            self._is_over = not was_paged
            return ExitStatus.DONE
        if run.error is None:
            if self._console.client.format.is_for_people and run.is_streamed:
                self._words.ended(run, keys)
            return await self._effect(run.effect, statement, number)
        self._words.failed(run.error, statement, number)
        if run.state is RunState.LOST and run.is_streamed:
            self._words.lost(run)
        return _status_of(run)

    def _writer_now(self) -> Writer:
        """One writer as long as the format stays the same: it sets results apart."""
        client = self._console.client
        wanted = (client.format, client.style)
        if self._writer is None or self._written_as != wanted:
            self._writer = writer_for(client.format, self._out.as_text, client.style)
            self._written_as = wanted
            is_json = client.format in (Format.JSON, Format.JSONL)
            self._gap = "\n" if self._has_written and not is_json else ""
        return self._writer

    def _say_answer(self, run: QueryRun) -> None:
        # A command that failed is told once, as the run's error.
        for entity in run.entities if run.error is None else ():
            self._words.say(*outcome_words(entity))
        self._words.say(*run.messages)

    async def _effect(self, effect: Effect | None, statement: PlacedStatement, number: int) -> ExitStatus:
        try:
            match effect:
                case Leave():
                    self._is_over = True
                case ClearScreen():
                    if self._out.isatty():
                        self._out.write(_CLEAR_SCREEN)
                        self._out.flush()
                case RunStatements(origin, text, depth):
                    return await self._all(placed_statements(text, origin), depth)
                case GoToServer(address):
                    await self._go_to(address)
        except KsqlError as error:
            self._words.failed(error, statement, number)
            is_away = isinstance(error, NotReached | NotKsqlServer | MalformedResponse)
            return ExitStatus.SERVER_NOT_REACHED if is_away else ExitStatus.STATEMENT_FAILED
        return ExitStatus.DONE

    async def _go_to(self, address: str) -> None:
        console = await self._move(address)
        former, self._console = self._console, console
        console.take_over(former)
        await former.close()
        self._words.say(f"{console.server.url} is asked from now on.")


def _status_of(run: QueryRun) -> ExitStatus:
    away = isinstance(run.error, NotReached | NotKsqlServer | MalformedResponse) or run.state is RunState.LOST
    return ExitStatus.SERVER_NOT_REACHED if away else ExitStatus.STATEMENT_FAILED
