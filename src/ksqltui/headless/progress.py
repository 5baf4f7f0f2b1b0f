"""Owns the line that says how far a query is, on a terminal while its rows go elsewhere; knows no data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TextIO

from ksqltui.model.duration import span
from ksqltui.session.query_run import QueryRun

EVERY = 0.5
"""Seconds between two looks."""
_CLEAR = "\r\x1b[K"


@asynccontextmanager
async def progress(run: QueryRun, out: TextIO, err: TextIO) -> AsyncIterator[None]:
    """Shows rows and time of a run from EVERY on, where `err` is a terminal and `out` is none; takes the line back."""
    if out.isatty() or not err.isatty():
        yield
        return
    task = asyncio.create_task(_show(run, err))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        err.write(_CLEAR)
        err.flush()


async def _show(run: QueryRun, err: TextIO) -> None:
    seconds = 0.0
    while True:
        await asyncio.sleep(EVERY)
        seconds += EVERY
        rows = f"{run.rows_received:,}".replace(",", " ")
        err.write(f"{_CLEAR}{rows} row{'' if run.rows_received == 1 else 's'}, {span(seconds)}")
        err.flush()
