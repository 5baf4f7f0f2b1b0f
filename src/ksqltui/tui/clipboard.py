"""Owns the way of a text to the clipboard of the person at the terminal; knows not what is copied.

A native tool reaches the clipboard of the machine that the program runs on. Over SSH that is the wrong one, so there
the text goes through the terminal alone (OSC 52), in tmux wrapped so that it reaches the outer terminal too.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

from textual.app import App

from ksqltui.model.cell_text import number_text
from ksqltui.speech.speech import Told

LONGEST_OSC52 = 100_000
"""Bytes of text that most terminals take through OSC 52."""
LONGEST_TOOL = 5.0
"""Seconds that a tool may take."""

Find = Callable[[str], str | None]


def native_tool(environ: Mapping[str, str], find: Find = shutil.which) -> list[str] | None:
    """The command that takes text for the local clipboard; None over SSH and where there is none."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return None
    tools = [["pbcopy"]]
    if environ.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if environ.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    tools.append(["clip.exe"])
    return next((tool for tool in tools if find(tool[0])), None)


def tmux_passthrough(text: str) -> str:
    """OSC 52 for the terminal around tmux; tmux hands it on where `allow-passthrough` is on."""
    inner = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'surrogatepass')).decode()}\a"
    return "\x1bPtmux;" + inner.replace("\x1b", "\x1b\x1b") + "\x1b\\"


async def copy_text(app: App[object], text: str, environ: Mapping[str, str]) -> str:
    """Copies by every way that leads to the person's clipboard; says in words which ways were taken."""
    # A lone surrogate cannot be written anywhere.
    text = text.encode("utf-8", "replace").decode("utf-8")
    app.copy_to_clipboard(text)
    if environ.get("TMUX") and app._driver is not None:
        app._driver.write(tmux_passthrough(text))
    tool = native_tool(environ)
    if tool is not None:
        problem = await asyncio.to_thread(_run, tool, text)
        if not problem:
            return Told("with {tool}", tool=tool[0])
        return Told("through the terminal ({tool} failed: {problem})", tool=tool[0], problem=problem)
    if (size := len(text.encode())) > LONGEST_OSC52:
        told = "through the terminal, which may refuse {size} kB: E exports to a file"
        return Told(told, size=number_text(size // 1000))
    return Told("through the terminal")


def _run(tool: list[str], text: str) -> str:
    """Gives the tool the text; the reason where it failed."""
    try:
        # Tools that go on in the background keep their output open, so it must not be a pipe.
        done = subprocess.run(
            tool,
            input=text.encode(),
            timeout=LONGEST_TOOL,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return Told("no end within {seconds} s", seconds=f"{LONGEST_TOOL:.0f}")
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return (
        ""
        if done.returncode == 0
        else Told("exit status {status} of {name}", status=done.returncode, name=Path(tool[0]).name)
    )
