"""Owns what an editor of SQL does to lines and at its cursor: comments, indents, pairs; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BRACKETS: Final = {"(": ")", "[": "]"}
QUOTES: Final = frozenset("'\"`")
_CLOSERS: Final = frozenset(BRACKETS.values())
_FREE: Final = frozenset(" \t,;)]")
"""A pair is completed only before these or at the end of a line: elsewhere it would be in the way."""


def toggle_comments(lines: Sequence[str]) -> list[str]:
    """The lines as comments, or, where all of them are, what they were before."""
    written = [line for line in lines if line.strip()]
    if written and all(line.lstrip().startswith("--") for line in written):
        return [_uncommented(line) for line in lines]
    at = min((len(line) - len(line.lstrip()) for line in written), default=0)
    only_empty = not written
    return [f"{line[:at]}-- {line[at:]}" if line.strip() or only_empty else line for line in lines]


def _uncommented(line: str) -> str:
    at = line.find("--")
    if at < 0:
        return line
    rest = line[at + 2 :]
    return line[:at] + rest.removeprefix(" ")


def indent(lines: Sequence[str], width: int) -> list[str]:
    """The lines further in; empty ones stay empty."""
    return [" " * width + line if line.strip() else line for line in lines]


def outdent(lines: Sequence[str], width: int) -> list[str]:
    """The lines further out, as far as there are spaces or a tab."""
    return [line[1:] if line.startswith("\t") else line[min(_leading(line), width) :] for line in lines]


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@dataclass(frozen=True, slots=True)
class Typed:
    """What a key puts into the text: `before` and `after` stand around the cursor; with `over` the next is passed."""

    before: str = ""
    after: str = ""
    over: bool = False


def typed_with_pair(character: str, before: str, after: str, *, open_quote: str, in_comment: bool) -> Typed | None:
    """What typing a bracket or quote does, between what stands `before` and `after` it on the line.

    None where it is typed as any other character. `open_quote` is the quote that the cursor stands inside of.
    """
    following = after[:1]
    if in_comment:
        return None
    if open_quote:
        return Typed(over=True) if character == open_quote == following else None
    if character in _CLOSERS:
        line = before + after
        opener = next(each for each, closer in BRACKETS.items() if closer == character)
        return Typed(over=True) if following == character and line.count(opener) <= line.count(character) else None
    if following and following not in _FREE:
        return None
    if character in BRACKETS:
        closer = BRACKETS[character]
        if following == closer and (before + after).count(character) < (before + after).count(closer):
            return None
        return Typed(character, closer)
    if character in QUOTES and not (before[-1:].isalnum() or before[-1:] in QUOTES | {"_"}):
        return Typed(character, character)
    return None


def is_empty_pair(before: str, after: str) -> bool:
    """Whether the cursor stands in a pair with nothing in it, which one key takes away whole."""
    return is_pair(before[-1:] + after[:1])


def is_pair(text: str) -> bool:
    """Whether the text is an opening and its closing character and nothing else."""
    return len(text) == 2 and (BRACKETS.get(text[0]) == text[1] or (text[0] in QUOTES and text[0] == text[1]))
