"""Owns how one line of a service's log reads: quiet time, level in its colour, matches marked; knows no log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from ksqltui.model.stack import LogLine
from ksqltui.tui.widgets.words import Line, Word, said

LEVELS: Mapping[str, str] = {"WARN": "warning", "ERROR": "error", "FATAL": "error", "DEBUG": "faint", "TRACE": "faint"}
_OWN_TIME = re.compile(r"\[?\d{4}-\d\d-\d\d[T ](\d\d:\d\d:\d\d(?:[.,]\d+)?)(?:Z|[+-]\d\d:?\d\d)?\]?[ ]?")
"""The time that Java's loggers put before a line."""


def log_line_words(line: LogLine, matches: Iterable[tuple[int, int]] = (), *, is_here: bool = False) -> Line:
    """The line with its time of day first, its own or Docker's; `matches` are places in its text.

    `is_here` marks the match that the search stands on.
    """
    text = line.text
    own = _OWN_TIME.match(text)
    start = own.end() if own is not None else 0
    if own is not None:
        clock = own[1]
    else:
        clock = "" if line.time is None else datetime.fromtimestamp(line.time).strftime("%H:%M:%S")
    colour = LEVELS.get(line.level, "muted")
    level = text.find(line.level, start) if line.level else -1
    marked = [(max(begin, start), end) for begin, end in matches if end > start]
    words = [Word(f"{clock} ", "faint")] if clock else []
    # What is wrong stands in full ink, so that the eye finds it in a page of INFO.
    message = "foreground" if line.level in ("WARN", "ERROR", "FATAL") else "muted"
    places = sorted({start, len(text), *(at for pair in marked for at in pair), *_level_places(level, line.level)})
    for begin, end in pairwise(places):
        is_level = level >= 0 and level <= begin < level + len(line.level)
        pieces = said(text[begin:end], colour if is_level else message, bold=is_level)
        if any(left <= begin < right for left, right in marked):
            ink = "accent" if is_here else "foreground"
            pieces = [replace(piece, plane="lift", bold=True, colour=ink) for piece in pieces]
        words += pieces
    return tuple(words)


def _level_places(at: int, level: str) -> tuple[int, ...]:
    return (at, at + len(level)) if at >= 0 else ()
