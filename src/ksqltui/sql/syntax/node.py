"""Owns what every node of the syntax tree has: its place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: `start` and `end` are character offsets; `line` and `column` of the start count from 1."""

    start: int
    end: int
    line: int
    column: int


NOWHERE = Span(0, 0, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The base of every node."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)
