"""Owns where the statements of one-shot mode come from: -e, -f and standard input, in the order given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ksqltui.sql.splitter import ScriptStatement, split

STDIN = "-"


class ScriptUnreadable(Exception):
    """A file that cannot be read as a script; the message says which and why."""


class SourceType(Enum):
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ScriptSource:
    """One -e or -f: `value` is the text or the path."""

    type: SourceType
    value: str


@dataclass(frozen=True, slots=True)
class PlacedStatement:
    """A statement to run, always with its `;`, and where it starts: `line` and `column` count from 1."""

    text: str
    origin: str
    line: int
    column: int


def read_script(sources: Sequence[ScriptSource]) -> tuple[PlacedStatement, ...]:
    """The statements of all sources, in order. Raises ScriptUnreadable before anything could have run."""
    found: list[PlacedStatement] = []
    for source in sources:
        origin, text = ("-e", source.value) if source.type is SourceType.TEXT else _read(source.value)
        found.extend(placed_statements(text, origin))
    return tuple(found)


def placed_statements(text: str, origin: str) -> tuple[PlacedStatement, ...]:
    """The statements of one text; `origin` is what a person calls it."""
    return tuple(_placed(statement, origin) for statement in split(text))


def _placed(statement: ScriptStatement, origin: str) -> PlacedStatement:
    text = statement.text if statement.terminated else f"{statement.text};"
    return PlacedStatement(text, origin, statement.line, statement.column)


def _read(path: str) -> tuple[str, str]:
    name = "standard input" if path == STDIN else path
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except IsADirectoryError:
        raise ScriptUnreadable(f"{name} is a directory. Name a file with statements in it.") from None
    except OSError as error:
        raise ScriptUnreadable(f"{name} could not be read: {error.strerror or error}.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ScriptUnreadable(f"{name} is not UTF-8 text (line {line}). Save it as UTF-8.") from None
    return name, text.replace("\r\n", "\n").replace("\r", "\n")
