"""Owns what the console is opened with; knows how to get a session only as something to call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ksqltui.session.console import Console
from ksqltui.speech.language import Language


@dataclass(frozen=True, slots=True)
class Buffer:
    """A buffer of the editor: its name ("lesson.sql") and first text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What the screens start from.

    `connect` takes what a person writes (URL, host:port or profile name) and gives a connected Console with its
    watcher started, or raises KsqlError; `sandbox` starts the embedded engine and does the same. `stack_available`
    is empty when a compose stack can be started, otherwise the reason why not.
    """

    server_text: str
    connect: Callable[[str], Awaitable[Console]]
    sandbox: Callable[[], Awaitable[Console]]
    start_in_sandbox: bool = False
    theme: str | None = None
    language: Language = Language.ENGLISH
    lesson_language: Language = Language.ENGLISH
    read_only: bool = False
    buffers: tuple[Buffer, ...] = ()
    stack_available: str = ""
