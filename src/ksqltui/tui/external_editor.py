"""Owns the way of a text through the person's own editor; knows no buffer."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from textual.app import App

from ksqltui.session.text_files import clean_text
from ksqltui.speech.speech import Told
from ksqltui.tui.terminal_program import ProgramFailed, run_on_terminal

USUAL = ("nano", "vim", "vi")


class EditorFailed(Exception):
    """The editor did not run or did not end well; `told` says what to do."""

    def __init__(self, told: Told) -> None:
        super().__init__(told)
        self.told = told


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """$VISUAL, then $EDITOR, then what is usually there. Raises EditorFailed where there is none."""
    for name in ("VISUAL", "EDITOR"):
        if told := environment.get(name, "").strip():
            try:
                return shlex.split(told)
            except ValueError as error:
                raise EditorFailed(Told("${name} cannot be read: {error}.", name=name, error=error)) from None
    found = next(filter(None, map(shutil.which, USUAL)), None)
    if found is None:
        raise EditorFailed(Told("No editor was found. Set $VISUAL or $EDITOR to the one that you use."))
    return [found]


async def edited_elsewhere(app: App[None], text: str, row: int) -> str:
    """The text as the person's editor left it. What runs goes on meanwhile, unseen. Raises EditorFailed."""
    command = editor_command(os.environ)
    with tempfile.TemporaryDirectory(prefix="ksqltui-") as folder:
        path = Path(folder) / "buffer.sql"
        path.write_text(text, "utf-8")
        arguments = [*command, *([f"+{row + 1}"] if Path(command[0]).name in USUAL else []), str(path)]
        try:
            status = await run_on_terminal(app, arguments)
        except ProgramFailed as error:
            raise EditorFailed(error.told) from None
        if status:
            told = Told(
                "{editor} ended with status {status}; the buffer is as it was.", editor=command[0], status=status
            )
            raise EditorFailed(told)
        try:
            return clean_text(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            told = Told("What {editor} left could not be read: {error}.", editor=command[0], error=error)
            raise EditorFailed(told) from None
