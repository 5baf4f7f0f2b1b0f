"""Owns the order in which chosen statements run: one after the other, asking first where something would be lost."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ksqltui.session.client_state import ClearScreen, Effect, RunStatements
from ksqltui.session.console import Console
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind, is_destructive
from ksqltui.sql.client_commands import ClientCommandError, Spool, client_command
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.splitter import split

Confirm = Callable[[str, str], Awaitable[bool]]
"""Asks a question with a detail; True means go on."""

CarryOut = Callable[[Effect, Sequence[str]], Awaitable[None]]

ENDLESS = (StatementKind.PUSH_QUERY, StatementKind.PRINT)
LOOK_AGAIN = 0.05


class StatementRunner:
    """Runs scripts in a session and remembers from which buffer each run came.

    `carry_out` does what a client command asks of the screens, and hears what was still to run.
    """

    def __init__(self, console: Console, confirm: Confirm, carry_out: CarryOut) -> None:
        self._console = console
        self._confirm = confirm
        self._carry_out = carry_out
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
        waiting = deque(_Waiting(text, offset, buffer, 0) for text, offset in statements)
        while waiting:
            text, offset, buffer, depth = waiting.popleft()
            if not await self._may_run(text):
                return
            run = self._console.run(text, offset=offset, from_beginning=from_beginning, depth=depth)
            self._buffers[run.number] = buffer
            opened(run)
            if run.kind in ENDLESS:
                while run.state is RunState.STARTING:  # noqa: ASYNC110 (a run tells its state to who looks)
                    await asyncio.sleep(LOOK_AGAIN)
            else:
                await run.wait()
            if run.state in (RunState.FAILED, RunState.LOST, RunState.STOPPED):
                return
            if isinstance(run.effect, RunStatements):
                script, depth = split(run.effect.text), run.effect.depth
                waiting.extendleft(_Waiting(each.text, 0, "", depth) for each in reversed(script))
            elif run.effect is not None:
                await self._carry_out(run.effect, [each.text for each in waiting])
                if not isinstance(run.effect, ClearScreen):
                    return

    async def _may_run(self, text: str) -> bool:
        try:
            command = client_command(text)
        except ClientCommandError:
            return True
        if isinstance(command, Spool) and command.path and await asyncio.to_thread(_is_file, command.path):
            return await self._confirm(Told("Replace {path}?", path=command.path), text.strip())
        if self._console.read_only or not _loses_something(text):
            return True
        return await self._confirm(Told("This cannot be taken back"), text.strip())


class _Waiting(NamedTuple):
    text: str
    offset: int
    buffer: str
    depth: int


def _is_file(path: str) -> bool:
    try:
        return Path(path).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def _loses_something(text: str) -> bool:
    try:
        return is_destructive(parse_statement(text))
    except KsqlSyntaxError:
        # The server will say what is wrong with it; nothing is lost by a statement that cannot be read.
        return False
