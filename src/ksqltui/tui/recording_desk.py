"""Owns what is asked before a result is recorded or a recording is opened; reads and writes no file itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from textual.app import App

from ksqltui.model.errors import KsqlError
from ksqltui.session.console import Console
from ksqltui.session.new_file import FileExists, FileRefused, suggested_name
from ksqltui.session.query_run import QueryRun
from ksqltui.session.recorder import Recorder
from ksqltui.session.recording_file import open_recording
from ksqltui.session.replay import Replay, ReplaySource
from ksqltui.session.text_files import path_completions
from ksqltui.speech.speech import Told
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.path_dialog import PathDialog

SUFFIX = ".recording.jsonl"


class RecordingDesk:
    """Asks until there is a name that works, or nobody wants one any more; call it in a worker."""

    def __init__(self, app: App[object], console: Console, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._console = console
        self._clock = clock

    async def record(self, run: QueryRun) -> Recorder | None:
        """Starts a recording of the run."""
        name = suggested_name(run.title, self._clock(), SUFFIX)
        detail: str = Told("What has come and what comes, with times, into a file that `ksqltui replay` plays.")
        while (answer := await self._ask(Told("Record this result"), detail, name, Told("Record"))) is not None:
            name = answer
            try:
                return await self._console.record(run, name)
            except FileExists as error:
                if await self._may_replace(error):
                    return await self._console.record(run, name, overwrite=True)
            except FileRefused as error:
                detail = f"{error.message} {error.advice}".strip()
        return None

    async def open(self) -> Replay | None:
        """Plays a recording as a run of its own, at its own pace."""
        name, detail = "", Told("A file that R recorded. It plays in a tab of its own, at its own pace.")
        told: str = detail
        while (answer := await self._ask(Told("Replay a recording"), told, name, Told("Replay"))) is not None:
            name = answer
            try:
                recording = await asyncio.to_thread(open_recording, name)
            except KsqlError as error:
                told = f"{error.message} {error.advice}".strip()
                continue
            return self._console.replay(ReplaySource(recording))
        return None

    async def _ask(self, title: str, detail: str, value: str, yes: str) -> str | None:
        asked = PathDialog(title, _complete, detail=detail, value=value, yes=yes)
        answer: str | None = await self._app.push_screen_wait(asked)
        return answer

    async def _may_replace(self, error: FileExists) -> bool:
        dialog = ConfirmDialog(
            Told("Replace the file?"), error.message, yes=Told("Replace it"), no=Told("Leave the file")
        )
        return await self._app.push_screen_wait(dialog) is True


async def _complete(typed: str) -> Sequence[str]:
    return await asyncio.to_thread(path_completions, typed)
