"""Owns finding and replacing in a text, by words or by a regular expression; knows no editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex

from ksqltui.speech.speech import Told

MOST_MATCHES = 10_000
LONGEST_SEARCH = 0.25
"""Seconds: an expression that backtracks without end must not hold up who types."""


class SearchRefused(ValueError):
    """A search that cannot be done; the message says why."""

    def __init__(self, told: Told) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. Without `is_regex` the characters of `wanted` stand for themselves."""

    wanted: str
    is_regex: bool = False
    minds_case: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A match as character offsets in the text."""

    start: int
    end: int


def find_all(text: str, search: Search) -> tuple[Found, ...]:
    """The matches in order, at most MOST_MATCHES; empty ones are left out. Raises SearchRefused."""
    if not search.wanted:
        return ()
    found: list[Found] = []
    try:
        for match in _pattern(search).finditer(text, timeout=LONGEST_SEARCH):
            if match.end() > match.start():
                found.append(Found(match.start(), match.end()))
                if len(found) == MOST_MATCHES:
                    break
    except TimeoutError:
        raise SearchRefused(Told("takes too long: make it simpler")) from None
    return tuple(found)


def replaced_all(text: str, search: Search, replacement: str) -> tuple[str, int]:
    """The text with every match replaced, and how many there were. Raises SearchRefused.

    With `is_regex` the replacement may name groups: `\\1`, `\\g<name>`; so it must hold no other backslash alone.
    """
    pattern = _pattern(search)
    counted = 0

    def stand_in(match: Any) -> str:
        nonlocal counted
        if match.end() == match.start():
            return ""
        counted += 1
        return _expanded(match, search, replacement)

    try:
        return pattern.sub(stand_in, text, timeout=LONGEST_SEARCH), counted
    except TimeoutError:
        raise SearchRefused(Told("takes too long: make it simpler")) from None


def replaced_one(text: str, found: Found, search: Search, replacement: str) -> str:
    """What takes the place of one match. Raises SearchRefused."""
    try:
        match = _pattern(search).match(text, found.start, timeout=LONGEST_SEARCH)
    except TimeoutError:
        raise SearchRefused(Told("takes too long: make it simpler")) from None
    return replacement if match is None else _expanded(match, search, replacement)


def nearest(matches: Sequence[Found], offset: int) -> int:
    """The index of the first match at or after an offset, of the first one where there is none; -1 of no matches."""
    if not matches:
        return -1
    return next((index for index, found in enumerate(matches) if found.start >= offset), 0)


def _expanded(match: Any, search: Search, replacement: str) -> str:
    if not search.is_regex:
        return replacement
    try:
        return str(match.expand(replacement))
    except (regex.error, IndexError) as error:
        raise SearchRefused(Told("the replacement does not fit: {error}", error=error)) from None


def _pattern(search: Search) -> Any:
    flags = regex.MULTILINE if search.minds_case else regex.MULTILINE | regex.IGNORECASE
    try:
        return regex.compile(search.wanted if search.is_regex else regex.escape(search.wanted), flags)
    except (regex.error, ValueError, RecursionError) as error:
        raise SearchRefused(Told("no regular expression: {error}", error=error)) from None
