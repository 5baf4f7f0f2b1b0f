"""Owns the way of a long answer through a pager, on a terminal; knows neither formats nor servers."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from typing import TextIO, cast

USUAL = "less"
_LESS_OPTIONS = "SX"
"""Lines are cut where the screen ends and can be pushed sideways; what was read stays on the screen afterwards."""


def pager_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """KSQLTUI_PAGER or PAGER, else less; empty where there is none, or where it is "cat" or ""."""
    text = environment.get("KSQLTUI_PAGER", environment.get("PAGER", USUAL))
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        return ()
    if not words or words[0] == "cat" or environment.get("TERM") == "dumb" or shutil.which(words[0]) is None:
        return ()
    return words


class Paged:
    """Text on its way to a terminal. Between `hold` and `release` it goes to a pager if it does not fit the screen."""

    def __init__(self, out: TextIO, command: tuple[str, ...]) -> None:
        self._out = out
        self._command = command
        self._held: list[str] | None = None
        self._lines = 0
        self._is_wide = False
        self._pager: subprocess.Popen[str] | None = None

    @property
    def as_text(self) -> TextIO:
        """Itself, for who writes text and does no more than that."""
        return cast(TextIO, self)

    @property
    def is_read(self) -> bool:
        """Whether the pager has the screen now."""
        return self._pager is not None

    def isatty(self) -> bool:
        return self._out.isatty()

    def hold(self) -> None:
        """What comes now ends by itself."""
        if self._command:
            self._held, self._lines, self._is_wide = [], 0, False

    async def release(self) -> None:
        """Returns once it was read: at once, or when the person leaves the pager."""
        held, self._held = self._held, None
        pager, self._pager = self._pager, None
        if pager is None:
            self._out.writelines(held or ())
            self._out.flush()
            return
        try:
            if pager.stdin is not None:
                pager.stdin.close()
        except BrokenPipeError:
            pass
        finally:
            await asyncio.to_thread(pager.wait)

    def write(self, text: str) -> int:
        if self._pager is not None and self._pager.stdin is not None:
            return self._pager.stdin.write(text)
        if self._held is None:
            return self._out.write(text)
        self._held.append(text)
        size = shutil.get_terminal_size()
        self._lines += text.count("\n")
        self._is_wide = self._is_wide or any(len(line) > size.columns for line in text.split("\n"))
        # The last line of the screen is the prompt's.
        if self._lines >= size.lines or self._is_wide:
            self._begin()
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if self._pager is not None and self._pager.stdin is not None:
            self._pager.stdin.flush()
        elif self._held is None:
            self._out.flush()

    def _begin(self) -> None:
        held, self._held = self._held or [], []
        self._out.flush()
        self._pager = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            env={"LESS": _LESS_OPTIONS, "LESSCHARSET": "utf-8", **os.environ},
            encoding="utf-8",
            errors="backslashreplace",
        )
        if self._pager.stdin is not None:
            self._pager.stdin.writelines(held)
