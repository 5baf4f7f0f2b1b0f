"""Owns what the console is opened with; knows how to get a session only as something to call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ksqltui.session.console import Console
from ksqltui.session.lesson.notebook import LessonNotebook
from ksqltui.session.replay import ReplaySource
from ksqltui.session.text_files import TextFile
from ksqltui.speech.language import Language

if TYPE_CHECKING:
    from ksqltui.session.buffer_store import BufferStore
    from ksqltui.session.history import History
    from ksqltui.session.stack import Stack


@dataclass(frozen=True, slots=True)
class Buffer:
    """A buffer of the editor: its name ("lesson.sql"), its text, the file that it was read from.

    `unsaved` says that the text is not what the file holds, or, without a file, not what the buffer began with.
    """

    name: str
    text: str
    file: TextFile | None = None
    unsaved: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What the screens start from.

    `connect` takes what a person writes (URL, host:port or profile name) and gives a connected Console with its
    watcher started, or raises KsqlError; `sandbox` starts the embedded engine and does the same. `stack` gives the
    parts of the lesson's compose stack, of which nothing is asked yet. `store` keeps the buffers for later, `history`
    what has run.
    """

    server_text: str
    connect: Callable[[str], Awaitable[Console]]
    sandbox: Callable[[], Awaitable[Console]]
    start_in_sandbox: bool = False
    theme: str | None = None
    language: Language = Language.ENGLISH
    lesson_language: Language = Language.ENGLISH
    notebook: LessonNotebook | None = None
    read_only: bool = False
    capitals: bool = False
    """Whether keywords are put in capitals as they are typed."""
    buffers: tuple[Buffer, ...] = ()
    stack: Callable[[], Stack] | None = None
    store: BufferStore | None = None
    history: History | None = None
    replay: ReplaySource | None = None
    """What plays from the start."""
