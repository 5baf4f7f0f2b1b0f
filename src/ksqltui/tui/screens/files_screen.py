"""Owns what happens between the editor's buffers and files: open, save, keep, changes of others, one's own editor."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.screen import Screen

from ksqltui.session.buffer_store import BufferStore
from ksqltui.session.new_file import FileExists, FileRefused
from ksqltui.session.opening import Buffer
from ksqltui.session.text_files import (
    FileChanged,
    TextFile,
    path_completions,
    read_text,
    stamp_of,
    write_text,
)
from ksqltui.speech.speech import Told
from ksqltui.tui.external_editor import EditorFailed, edited_elsewhere
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.path_dialog import PathDialog
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.editor_tabs import EditorPane

KEEP_EVERY = 1.0
KEEP_LARGE_EVERY = 5
LARGE = 1_000_000
LOOK_EVERY = 2.0
LONGEST_TOAST = 12


async def _complete(typed: str) -> Sequence[str]:
    return await asyncio.to_thread(path_completions, typed)


class FilesScreen(Screen[None]):
    """A screen with an EditorPane. `store` keeps the buffers over a crash, a hang-up or the end."""

    def __init__(self, store: BufferStore | None) -> None:
        super().__init__()
        self._store = store
        self._kept = -1
        self._keep_turn = 0
        self._keeping = asyncio.Lock()
        self._store_failed = False
        self._asking = False
        self._turn = asyncio.Lock()

    def on_mount(self) -> None:
        self.set_interval(KEEP_EVERY, self._keep_soon)
        self.set_interval(LOOK_EVERY, self._look_soon)
        for name in ("SIGHUP", "SIGTERM"):
            # Not on every system, and not where tests run the app outside the main thread.
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._hang_up)

    async def on_unmount(self) -> None:
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().remove_signal_handler(getattr(signal, name))

    def keep_now(self) -> None:
        """Keeps the buffers before the program ends."""
        store, self._store = self._store, None
        if store is not None:
            with suppress(FileRefused):
                store.save(self._pane.buffers())
            store.close()

    def _hang_up(self) -> None:
        self.keep_now()
        self.app.exit(return_code=129)

    @property
    def _pane(self) -> EditorPane:
        return self.query_one(EditorPane)

    # Keeping.

    def _keep_soon(self) -> None:
        pane = self._pane
        self._keep_turn += 1
        if self._store is None or self._keeping.locked() or pane.version == self._kept:
            return
        if pane.characters > LARGE and self._keep_turn % KEEP_LARGE_EVERY:
            return
        self._kept = pane.version
        self.run_worker(self._keep(self._store, pane.buffers()), group="keeping", exit_on_error=False)

    async def _keep(self, store: BufferStore, buffers: tuple[Buffer, ...]) -> None:
        async with self._keeping:
            try:
                await asyncio.to_thread(store.save, buffers)
                self._store_failed = False
            except FileRefused as error:
                self._kept = -1
                if not self._store_failed:
                    self._store_failed = True
                    self._refuse(error, Told("The buffers are not kept for the next start."))

    # Opening and saving.

    @on(EditorPane.OpenAsked)
    def _open_asked(self) -> None:
        self._ask(self._open)

    @on(EditorPane.SaveAsked)
    def _save_asked(self, event: EditorPane.SaveAsked) -> None:
        self._ask(lambda: self._save(as_another=event.as_another))

    @on(EditorPane.EditorAsked)
    def _editor_asked(self) -> None:
        self._ask(self._edit_elsewhere)

    def _ask(self, work: Callable[[], Awaitable[None]]) -> None:
        """Does what somebody asked for once a look at the file is over; a second press before that is the same one."""

        async def run() -> None:
            try:
                await self._in_turn(work)
            finally:
                self._asking = False

        if not self._asking:
            self._asking = True
            self.run_worker(run(), group="files", exit_on_error=False)

    async def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._turn:
                await work()
        except FileRefused as error:
            self._refuse(error)

    def _refuse(self, error: FileRefused, first: str = "") -> None:
        say = speech_of(self)
        words = " ".join(filter(None, map(say, (first, error.message, error.advice))))
        self.notify(words, severity="error", timeout=LONGEST_TOAST, markup=False)

    async def _open(self) -> None:
        file = self._pane.file
        begin = f"{file.path.parent}/" if file is not None else ""
        name = await self.app.push_screen_wait(
            PathDialog(Told("Open a file"), _complete, value=begin, yes=Told("Open"))
        )
        if name is None:
            return
        path = await asyncio.to_thread(lambda: Path(name).expanduser().absolute().resolve())
        if self._pane.show_file(path):
            return
        read = await asyncio.to_thread(read_text, name)
        await self._pane.open_buffer(Buffer(read.file.path.name, read.text, read.file))
        if read.note:
            self.notify(speech_of(self)(read.note), severity="warning", timeout=LONGEST_TOAST, markup=False)

    async def _save(self, *, as_another: bool) -> None:
        pane = self._pane
        key, file = pane.shown_key, pane.file
        overwrite = False
        while True:
            if file is None or as_another:
                name = str(pane.file.path) if pane.file else pane.name_of(key)
                asked = PathDialog(Told("Save as"), _complete, value=name, yes=Told("Save"))
                answer: str | None = await self.app.push_screen_wait(asked)
                if answer is None:
                    return
                file = replace(pane.file or TextFile(Path()), path=Path(answer), stamp=None)
                as_another = False
            text = pane.text_of(key)
            try:
                written = await asyncio.to_thread(write_text, file, text, overwrite=overwrite)
            except (FileExists, FileChanged) as error:
                dialog = ConfirmDialog(
                    Told("Replace the file?"), error.message, yes=Told("Replace it"), no=Told("Leave the file")
                )
                if await self.app.push_screen_wait(dialog):
                    overwrite = True
                    continue
                return
            pane.saved(key, written)
            say = speech_of(self)
            self.notify(f"{say('Saved {path}.', path=written.file.path)} {say(written.note)}".strip(), markup=False)
            return

    # Changes of others.

    def _look_soon(self) -> None:
        if self.is_current and not self._turn.locked() and self._pane.file is not None:
            self.run_worker(self._in_turn(self._look), group="files", exit_on_error=False)

    async def _look(self) -> None:
        pane = self._pane
        key, file = pane.shown_key, pane.file
        if file is None or file.stamp is None:
            return
        stamp = await asyncio.to_thread(stamp_of, file.path)
        if stamp == file.stamp or pane.file != file:
            return
        if stamp is None:
            pane.saved_elsewhere(key, replace(file, stamp=None))
            words = speech_of(self)("{path} is gone; its text is still here. Save writes it anew.", path=file.path)
            self.notify(words, severity="warning", markup=False)
            return
        dialog = ConfirmDialog(
            Told("{name} was changed by another program", name=file.path.name),
            Told("Reload what is on the disk now, or keep this text? Reloading can be undone."),
            yes=Told("Reload"),
            no=Told("Keep mine"),
        )
        if await self.app.push_screen_wait(dialog):
            pane.reload(key, await asyncio.to_thread(read_text, file.path))
        else:
            pane.saved_elsewhere(key, replace(file, stamp=stamp))

    async def _edit_elsewhere(self) -> None:
        pane = self._pane
        key, row = pane.shown_key, pane.editor.cursor_location[0]
        before = pane.text_of(key)
        try:
            after = await edited_elsewhere(self.app, before, row)
        except EditorFailed as error:
            self.notify(speech_of(self)(error.told), severity="error", timeout=LONGEST_TOAST, markup=False)
            return
        if after == before + os.linesep:
            after = before
        pane.replace_text(key, after)
