"""Owns the order in which chosen statements run: one after the other, asking first where something would be lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind, is_destructive
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement

Confirm = Callable[[str, str], Awaitable[bool]]
"""Asks a question with a detail; True means go on."""

ENDLESS = (StatementKind.PUSH_QUERY, StatementKind.PRINT)
LOOK_AGAIN = 0.05


class StatementRunner:
    """Runs scripts in a session and remembers from which buffer each run came."""

    def __init__(self, console: Console, confirm: Confirm) -> None:
        self._console = console
        self._confirm = confirm
        self._buffers: dict[int, str] = {}

    def buffer_of(self, run: QueryRun) -> str:
        """The buffer that the run was started from; empty when it was none."""
        return self._buffers.get(run.number, "")

    async def run(
        self,
        statements: Sequence[tuple[str, int]],
        buffer: str,
        opened: Callable[[QueryRun], None],
        *,
        from_beginning: bool = False,
    ) -> None:
        """Runs texts with their offsets in `buffer`, in order; stops at the first that fails or that was not confirmed.

        A query that goes on by itself does not hold up the next statement: it only has to have begun.
        """
        for text, offset in statements:
            if not await self._may_run(text):
                return
            run = self._console.run(text, offset=offset, from_beginning=from_beginning)
            self._buffers[run.number] = buffer
            opened(run)
            if run.kind in ENDLESS:
                while run.state is RunState.STARTING:  # noqa: ASYNC110 (a run tells its state to who looks)
                    await asyncio.sleep(LOOK_AGAIN)
            else:
                await run.wait()
            if run.state in (RunState.FAILED, RunState.LOST, RunState.STOPPED):
                return

    async def _may_run(self, text: str) -> bool:
        if self._console.read_only or not _loses_something(text):
            return True
        return await self._confirm(Told("This cannot be taken back"), text.strip())


def _loses_something(text: str) -> bool:
    try:
        return is_destructive(parse_statement(text))
    except KsqlSyntaxError:
        # The server will say what is wrong with it; nothing is lost by a statement that cannot be read.
        return False
