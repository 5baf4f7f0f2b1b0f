"""Owns one-shot mode: runs statements in order, data to one stream, words to another, and an exit status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TextIO

from ksqltui.headless.row_printer import RowPrinter
from ksqltui.headless.script import PlacedStatement
from ksqltui.headless.words import Words
from ksqltui.model import entities as e
from ksqltui.model.entity_tables import entity_tables
from ksqltui.model.errors import KsqlError, MalformedResponse, NotKsqlServer, NotReached
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.protocol import Format
from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun, ReaderGone, RunState

_COMMANDS = (e.CurrentStatus, e.WarningEntity, e.TerminateQuery, e.ConnectorDropped, e.AssertTopic, e.AssertSchema)
"""Answers that say what was done: words, not data."""


STARTING_SECONDS = 60.0
"""How long a server that says it is starting is waited for, unless told otherwise."""


class ExitStatus(IntEnum):
    """What scripts may rely on. A higher one outranks a lower one in the same script."""

    DONE = 0
    STATEMENT_FAILED = 1
    WRONG_ARGUMENTS = 2
    SERVER_NOT_REACHED = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class OneShot:
    """What one-shot mode was asked for: `row_limit` and `seconds` end each streaming query.

    `wait` is how many seconds a server is waited for that is starting or away; None waits for a starting one alone.
    """

    statements: tuple[PlacedStatement, ...]
    format: Format
    row_limit: int | None = None
    seconds: float | None = None
    continue_on_error: bool = False
    wait: float | None = None

    @property
    def wait_starting(self) -> float:
        return STARTING_SECONDS if self.wait is None else self.wait

    @property
    def wait_away(self) -> float:
        return self.wait or 0.0


async def run_script(console: Console, asked: OneShot, out: TextIO, err: TextIO) -> ExitStatus:
    """Runs the statements on a console that this function connects and closes."""
    words = Words(err)
    try:
        try:
            await console.connect()
        except KsqlError as error:
            words.no_server(error)
            return ExitStatus.SERVER_NOT_REACHED
        return await _Script(console, asked, RowPrinter(writer_for(asked.format, out), out), words).run()
    finally:
        await console.close()


class _Script:
    def __init__(self, console: Console, asked: OneShot, printer: RowPrinter, words: Words) -> None:
        self._console = console
        self._asked = asked
        self._printer = printer
        self._words = words

    async def run(self) -> ExitStatus:
        worst = ExitStatus.DONE
        for number, statement in enumerate(self._asked.statements, 1):
            status = await self._one(statement, number)
            worst = max(worst, status)
            if self._printer.is_gone:
                break
            if status is not ExitStatus.DONE and not self._asked.continue_on_error:
                break
        return worst

    async def _one(self, statement: PlacedStatement, number: int) -> ExitStatus:
        asked = self._asked
        run = self._console.run(statement.text, row_limit=asked.row_limit, seconds=asked.seconds, reader=self._printer)
        try:
            await run.wait()
            self._printer.close()
            self._answer(run)
        except ReaderGone:
            return ExitStatus.DONE
        except BaseException:
            # An interrupt: what was begun is closed, so that what has been written can be read.
            await run.stop()
            self._printer.close()
            raise
        self._console.forget(run)
        if run.error is None:
            if asked.format.is_for_people and run.is_streamed and not self._printer.is_gone:
                self._words.ended(run)
            return ExitStatus.DONE
        self._words.failed(run.error, statement, number)
        if run.state is RunState.LOST and run.is_streamed:
            self._words.lost(run)
        return _status_of(run)

    def _answer(self, run: QueryRun) -> None:
        for entity in run.entities:
            if isinstance(entity, _COMMANDS):
                # A command that failed is told once, as the run's error.
                if run.error is None:
                    self._words.say(*(str(row[-1]) for table in entity_tables(entity) for row in table.rows))
            else:
                for table in entity_tables(entity):
                    self._printer.table(table)
        self._words.say(*run.messages)


def _status_of(run: QueryRun) -> ExitStatus:
    away = isinstance(run.error, NotReached | NotKsqlServer | MalformedResponse) or run.state is RunState.LOST
    return ExitStatus.SERVER_NOT_REACHED if away else ExitStatus.STATEMENT_FAILED
