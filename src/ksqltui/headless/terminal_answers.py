"""Owns the questions that a terminal is asked and what its answers mean; shows nothing and keeps no state of it."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from typing import TextIO

from ksqltui.model.terminal import TerminalFacts

QUESTION = "\x1b[?u\x1b[c"
"""Which kitty keys are on, then what the terminal is: every terminal answers the second, so that nobody waits long."""
ANSWER_SECONDS = 1.0
_ATTRIBUTES = re.compile(rb"\x1b\[\?([0-9;]+)c")
_KITTY = re.compile(rb"\x1b\[\?\d+u")
CLIPBOARD = b"52"
"""The attribute by which terminals say that they take OSC 52."""


def ask_terminal(stdin: TextIO, stdout: TextIO) -> TerminalFacts:
    """Asks the terminal and waits for its answer, ANSWER_SECONDS at most."""
    if sys.platform == "win32" or not (stdin.isatty() and stdout.isatty()):
        return TerminalFacts(is_terminal=stdin.isatty() and stdout.isatty())
    size = os.get_terminal_size(stdout.fileno())
    answer, seconds = _asked(stdin.fileno(), stdout)
    found = _ATTRIBUTES.search(answer)
    return TerminalFacts(
        is_terminal=True,
        columns=size.columns,
        rows=size.lines,
        echo=seconds if found is not None else None,
        has_kitty_keys=_KITTY.search(answer) is not None if found is not None else None,
        has_clipboard=CLIPBOARD in found[1].split(b";") if found is not None else None,
    )


def _asked(descriptor: int, stdout: TextIO) -> tuple[bytes, float]:
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    answer = b""
    start = time.monotonic()
    try:
        tty.setcbreak(descriptor, termios.TCSANOW)
        stdout.write(QUESTION)
        stdout.flush()
        while (left := start + ANSWER_SECONDS - time.monotonic()) > 0 and not _ATTRIBUTES.search(answer):
            if not select.select([descriptor], [], [], left)[0]:
                break
            answer += os.read(descriptor, 1024)
        return answer, time.monotonic() - start
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)
