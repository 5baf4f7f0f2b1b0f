"""The ways of a copied text to the clipboard: the terminal, tmux around it, the tools that the machine has."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ksqltui.tui.clipboard import LONGEST_OSC52, copy_text, native_tool, tmux_passthrough

TEXT = "Ålice\t1\n"


class Terminal:
    """Stands for the app: keeps what was copied through OSC 52 and what was written beside it."""

    def __init__(self) -> None:
        self.copied: list[str] = []
        self.written: list[str] = []
        self._driver = self

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    def write(self, data: str) -> None:
        self.written.append(data)


@pytest.fixture
def terminal() -> Any:
    return Terminal()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a tool on an otherwise empty PATH: `cat` is what its shell script does."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name: str, script: str) -> None:
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)

    return put


@pytest.mark.parametrize(
    ("environ", "there", "expected"),
    [
        ({}, {"pbcopy"}, ["pbcopy"]),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, {"wl-copy", "xclip"}, ["wl-copy"]),
        ({"DISPLAY": ":0"}, {"wl-copy", "xclip", "xsel"}, ["xclip", "-selection", "clipboard"]),
        ({"DISPLAY": ":0"}, {"xsel"}, ["xsel", "--clipboard", "--input"]),
        ({}, {"xclip", "xsel", "wl-copy"}, None),
        ({}, {"clip.exe"}, ["clip.exe"]),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "a 1 b 2"}, {"xclip"}, None),
        ({"SSH_TTY": "/dev/pts/1"}, {"pbcopy"}, None),
    ],
)
def test_the_tool_is_the_one_whose_clipboard_the_person_has(
    environ: dict[str, str], there: set[str], expected: list[str] | None
) -> None:
    assert native_tool(environ, lambda name: name if name in there else None) == expected


def test_tmux_hands_the_sequence_on_with_its_escapes_doubled() -> None:
    wrapped = tmux_passthrough(TEXT)

    assert wrapped.startswith("\x1bPtmux;")
    assert wrapped.endswith("\x1b\\")
    inner = wrapped.removeprefix("\x1bPtmux;").removesuffix("\x1b\\")
    assert "\x1b" not in inner.replace("\x1b\x1b", "")
    sequence = inner.replace("\x1b\x1b", "\x1b")
    assert sequence == f"\x1b]52;c;{b64encode(TEXT.encode()).decode()}\a"


async def test_over_ssh_the_terminal_alone_is_told(terminal: Any, path: Callable[[str, str], None]) -> None:
    path("xclip", "exit 1")
    how = await copy_text(terminal, TEXT, {"SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"})

    assert how == "through the terminal"
    assert terminal.copied == [TEXT]
    assert terminal.written == []


async def test_in_tmux_the_terminal_around_it_is_told_too(terminal: Any) -> None:
    await copy_text(terminal, TEXT, {"SSH_TTY": "/dev/pts/1", "TMUX": "/tmp/tmux-0/default,1,0"})

    payload = terminal.written[0].partition("52;c;")[2].partition("\a")[0]
    assert b64decode(payload).decode() == TEXT
    assert terminal.copied == [TEXT]


async def test_a_tool_gets_the_bytes(terminal: Any, path: Callable[[str, str], None], tmp_path: Path) -> None:
    path("wl-copy", f'while IFS= read -r line; do echo "$line" >> "{tmp_path}/got"; done')
    how = await copy_text(terminal, TEXT, {"WAYLAND_DISPLAY": "wayland-0"})

    assert how == "with wl-copy"
    assert (tmp_path / "got").read_text() == TEXT


async def test_a_tool_that_fails_is_named_and_the_terminal_has_the_text(
    terminal: Any, path: Callable[[str, str], None]
) -> None:
    path("xclip", "exit 3")
    how = await copy_text(terminal, TEXT, {"DISPLAY": ":0"})

    assert how == "through the terminal (xclip failed: exit status 3 of xclip)"
    assert terminal.copied == [TEXT]


async def test_a_tool_that_cannot_be_started_is_named(
    terminal: Any, path: Callable[[str, str], None], tmp_path: Path
) -> None:
    path("xclip", "")
    (tmp_path / "xclip").write_text("#!/no/such/shell\n")
    how = await copy_text(terminal, TEXT, {"DISPLAY": ":0"})

    assert how == f"through the terminal (xclip failed: {os.strerror(2).lower()})"


async def test_what_terminals_may_refuse_is_said_with_another_way(terminal: Any) -> None:
    how = await copy_text(terminal, "x" * (LONGEST_OSC52 + 1), {"SSH_TTY": "/dev/pts/1"})

    assert "100 kB" in how.replace("\u00a0", " ")
    assert "E exports" in how


async def test_a_lone_surrogate_is_copied_as_a_question_mark(terminal: Any) -> None:
    await copy_text(terminal, "a\ud800b", {"SSH_TTY": "/dev/pts/1"})

    assert terminal.copied == ["a?b"]
