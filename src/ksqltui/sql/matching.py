"""Owns how typed letters find names and which come first; knows nothing of where the names are from."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final


class CandidateKind(IntEnum):
    """What a name is; of equally good matches the lower comes first."""

    COLUMN = 0
    VALUE = 1
    QUERY = 2
    SOURCE = 3
    TOPIC = 4
    TYPE = 5
    PROPERTY = 6
    KEYWORD = 7
    FAR_COLUMN = 8
    """A column of a source while the statement does not say yet what it reads."""
    FUNCTION = 9
    PSEUDO_COLUMN = 10
    """ROWTIME and its like, which every source has."""
    TEMPLATE = 11
    """A statement with blanks; its name is not what is inserted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that could be typed: `type` says what it is ("INTEGER", "function"), `about` where it belongs."""

    name: str
    kind: CandidateKind
    type: str = ""
    about: str = ""
    key: str = field(init=False, compare=False, repr=False)
    """The name as it is searched for."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.name.upper())


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate and which of its characters were typed. `is_near` is false for letters strewn over the name."""

    candidate: Candidate
    positions: tuple[int, ...]
    is_near: bool


_EXACT, _PREFIX, _WORD_START, _INSIDE, _STREWN = range(5)
_SEPARATORS: Final = "_. -"


def is_subsequence(letters: str, name: str) -> bool:
    """Whether all letters are in the name in their order."""
    rest = iter(name)
    return all(letter in rest for letter in letters)


def best_matches(word: str, candidates: Iterable[Candidate], limit: int) -> tuple[Match, ...]:
    """The best candidates for what was typed, best first; without any letters, all by kind and name.

    The whole name comes before its beginning, that before the beginning of one of its words, that before letters
    inside, that before letters strewn over it; then by kind, length and name.
    """
    key = word.upper()
    if not key:
        chosen = heapq.nsmallest(limit, candidates, key=lambda each: (each.kind, each.key))
        return tuple(Match(candidate, (), True) for candidate in chosen)
    strewn = re.compile(".*?".join(map(re.escape, key)), re.DOTALL).search
    found: list[tuple[int, int, int, str, int, Candidate]] = []
    for number, candidate in enumerate(candidates):
        name = candidate.key
        at = name.find(key)
        if at < 0:
            if strewn(name) is None:
                continue
            tier = _STREWN
        elif at == 0:
            tier = _EXACT if len(name) == len(key) else _PREFIX
        else:
            tier = _WORD_START if _starts_word(name, key) else _INSIDE
        # Keywords are few, and the usual one is rarely the shortest: EMIT CHANGES before EMIT FINAL.
        length = 0 if candidate.kind is CandidateKind.KEYWORD else len(name)
        found.append((tier, candidate.kind, length, name, number, candidate))
    best = heapq.nsmallest(limit, found)
    return tuple(Match(each[-1], _positions(key, each[-1].key), each[0] <= _WORD_START) for each in best)


def _starts_word(name: str, key: str) -> bool:
    return any(separator + key in name for separator in _SEPARATORS)


def _positions(key: str, name: str) -> tuple[int, ...]:
    """Which characters are shown as typed: in one piece if they are, at the start of a word if they can be."""
    for separator in _SEPARATORS:
        at = name.find(separator + key)
        if at >= 0 and not name.startswith(key):
            return tuple(range(at + 1, at + 1 + len(key)))
    at = name.find(key)
    if at >= 0:
        return tuple(range(at, at + len(key)))
    places: list[int] = []
    at = -1
    for letter in key:
        at = name.index(letter, at + 1)
        places.append(at)
    return tuple(places)
