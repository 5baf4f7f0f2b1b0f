"""Owns the one-shot replay: a recording's rows to one stream, words to another, and an exit status."""

from __future__ import annotations

from contextlib import suppress
from typing import TextIO

from ksqltui.headless.row_printer import RowPrinter
from ksqltui.headless.runner import ExitStatus
from ksqltui.headless.words import Words
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.protocol import Format
from ksqltui.session.console import Console
from ksqltui.session.query_run import ReaderGone
from ksqltui.session.replay import ReplaySource


async def run_replay(
    console: Console, source: ReplaySource, format: Format, row_limit: int | None, out: TextIO, err: TextIO
) -> ExitStatus:
    """Writes the rows of a recording on a console that this function closes; a damaged one as far as it is whole."""
    printer, words = RowPrinter(writer_for(format, out), out), Words(err)
    try:
        run = console.replay(source, row_limit=row_limit, reader=printer).run
        try:
            await run.wait()
        finally:
            # An interrupt, too: what was begun is closed, so that what has been written can be read.
            await run.stop()
            with suppress(ReaderGone):
                printer.close()
        words.say(*run.messages)
        if run.error is not None:
            words.say(run.error.message, *([run.error.advice] if run.error.advice else []))
            return ExitStatus.STATEMENT_FAILED
        if format.is_for_people and not printer.is_gone:
            words.ended(run)
        return ExitStatus.DONE
    finally:
        await console.close()
