"""Owns the handing of the terminal to another program until it ends; knows not which program."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual.app import App, SuspendNotSupported

from ksqltui.speech.speech import Told


class ProgramFailed(Exception):
    """The program did not run; `told` says why."""

    def __init__(self, told: Told) -> None:
        super().__init__(told)
        self.told = told


async def run_on_terminal(
    app: App[Any], command: Sequence[str], environment: Mapping[str, str] | None = None, *, greeting: str = ""
) -> int:
    """Runs the program where the screens were and gives its exit status; what runs in the console goes on meanwhile.

    Raises ProgramFailed.
    """
    try:
        with app.suspend(), app.batch_update(), _interrupts_are_the_programs():
            if greeting:
                print(greeting, flush=True)  # noqa: T201 (the terminal is not the screens' now)
            process = await asyncio.create_subprocess_exec(*command, env=environment and dict(environment))
            return await process.wait()
    except SuspendNotSupported:
        raise ProgramFailed(Told("This terminal cannot be handed to another program.")) from None
    except OSError as error:
        with contextlib.suppress(Exception):
            app.refresh(layout=True)
        why = error.strerror or error
        raise ProgramFailed(Told("{program} did not start: {why}.", program=command[0], why=why)) from None


@contextlib.contextmanager
def _interrupts_are_the_programs() -> Iterator[None]:
    """ctrl+c reaches both programs of the terminal, and ours must not end of it; ignoring would be handed down."""
    try:
        before = signal.signal(signal.SIGINT, lambda *_: None)
    except ValueError:
        # Not the main thread: nobody interrupts us there.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
