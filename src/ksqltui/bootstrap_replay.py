"""Owns the building of what replays a recording, with screens or without; knows no server."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass

from ksqltui.bootstrap import PAINTS_A_SECOND, let_go_of_closed_pipe, prepare_output
from ksqltui.headless.replaying import run_replay
from ksqltui.headless.runner import ExitStatus
from ksqltui.model.errors import KsqlError
from ksqltui.model.writers.protocol import Format
from ksqltui.session.console import Console
from ksqltui.session.new_file import FileRefused
from ksqltui.session.no_server import NoServer
from ksqltui.session.recording_file import open_recording
from ksqltui.session.replay import ReplaySource
from ksqltui.settings import Settings


@dataclass(frozen=True, slots=True)
class ReplayWish:
    """What is to be replayed: `format` None means on the screens; `speed` None is the usual one of either way."""

    path: str
    speed: float | None
    is_stepwise: bool
    format: Format | None
    row_limit: int | None


def start_replay(settings: Settings, wish: ReplayWish) -> int:
    """Opens the recording and plays it."""
    prepare_output(sys.stdout, sys.stderr)
    try:
        recording = open_recording(wish.path)
    except KsqlError as error:
        sys.stderr.write(f"ksqltui: {' '.join(filter(None, (error.message, error.advice)))}\n")
        return ExitStatus.WRONG_ARGUMENTS if isinstance(error, FileRefused) else ExitStatus.STATEMENT_FAILED
    server = NoServer(recording.path.name)
    if wish.format is None:
        source = ReplaySource(recording, 1.0 if wish.speed is None else wish.speed, is_stepwise=wish.is_stepwise)
        return _on_the_screens(settings, server, source)
    source = ReplaySource(recording, wish.speed)
    chosen = wish.format

    async def play() -> ExitStatus:
        return await run_replay(Console(server), source, chosen, wish.row_limit, sys.stdout, sys.stderr)

    try:
        return asyncio.run(play())
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    finally:
        let_go_of_closed_pipe()


def _on_the_screens(settings: Settings, server: NoServer, source: ReplaySource) -> int:
    os.environ.setdefault("TEXTUAL_FPS", PAINTS_A_SECOND)

    from ksqltui.session.opening import Buffer, Opening
    from ksqltui.tui.app import KsqltuiApp

    async def connect(text: str = "") -> Console:
        return Console(server)

    opening = Opening(
        server_text=server.url,
        connect=connect,
        sandbox=connect,
        theme=settings.theme.value,
        language=settings.language.value,
        lesson_language=settings.lesson_language.value,
        buffers=(Buffer("recorded", source.recording.header.statement),),
        replay=source,
    )
    app = KsqltuiApp(opening)
    app.run()
    return app.return_code or ExitStatus.DONE
