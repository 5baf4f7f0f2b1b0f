"""Owns the way of a text through the person's own editor; knows no buffer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

from ksqltui.session.text_files import clean_text

USUAL = ("nano", "vim", "vi")


class EditorFailed(Exception):
    """The editor did not run or did not end well; the message says what to do."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """$VISUAL, then $EDITOR, then what is usually there. Raises EditorFailed where there is none."""
    for name in ("VISUAL", "EDITOR"):
        if told := environment.get(name, "").strip():
            try:
                return shlex.split(told)
            except ValueError as error:
                raise EditorFailed(f"${name} cannot be read: {error}.") from None
    found = next(filter(None, map(shutil.which, USUAL)), None)
    if found is None:
        raise EditorFailed("No editor was found. Set $VISUAL or $EDITOR to the one that you use.")
    return [found]


async def edited_elsewhere(app: App[None], text: str, row: int) -> str:
    """The text as the person's editor left it. What runs goes on meanwhile, unseen. Raises EditorFailed."""
    command = editor_command(os.environ)
    with tempfile.TemporaryDirectory(prefix="ksqltui-") as folder:
        path = Path(folder) / "buffer.sql"
        path.write_text(text, "utf-8")
        arguments = [*command, *([f"+{row + 1}"] if Path(command[0]).name in USUAL else []), str(path)]
        try:
            with app.suspend(), app.batch_update():
                process = await asyncio.create_subprocess_exec(*arguments)
                status = await process.wait()
        except SuspendNotSupported:
            raise EditorFailed("This terminal cannot be handed to another program.") from None
        except OSError as error:
            with contextlib.suppress(Exception):
                app.refresh(layout=True)
            raise EditorFailed(f"{command[0]} did not start: {error.strerror or error}.") from None
        if status:
            raise EditorFailed(f"{command[0]} ended with status {status}; the buffer is as it was.")
        try:
            return clean_text(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise EditorFailed(f"What {command[0]} left could not be read: {error}.") from None
