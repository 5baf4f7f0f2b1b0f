"""Owns how typed letters find names and which come first; knows nothing of where the names are from."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import accumulate
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
LONGEST_WORD: Final = 250
"""Letters; nobody types the beginning of a name as long, and topics end at 249."""


def is_subsequence(letters: str, name: str) -> bool:
    """Whether all letters are in the name in their order."""
    rest = iter(name)
    return all(letter in rest for letter in letters)


class NameIndex:
    """Many names of one kind that are searched again and again: what does not fit costs no step of Python.

    The names stand in one text, in their order of rank, so that the first that are found are the best.
    """

    def __init__(self, kind: CandidateKind, names: Sequence[str], make: Callable[[int], Candidate]) -> None:
        """`make` gives the candidate of a name by its number in `names`; only those that are offered are made."""
        self.kind = kind
        self._names = names
        self._make = make

    @classmethod
    def of(cls, kind: CandidateKind, candidates: Iterable[Candidate]) -> NameIndex:
        """Of candidates that are there already: a few."""
        made = tuple(candidates)
        return cls(kind, [each.name for each in made], made.__getitem__)

    def first(self, limit: int) -> Iterator[Candidate]:
        """The first by name."""
        return map(self._make, heapq.nsmallest(limit, range(len(self._names)), key=self._keys.__getitem__))

    @cached_property
    def _keys(self) -> Sequence[str]:
        return [name.upper() for name in self._names]

    @cached_property
    def _ranked(self) -> Sequence[int]:
        keys = self._keys
        return sorted(range(len(keys)), key=lambda at: (_length(self.kind, keys[at]), keys[at]))

    @cached_property
    def _text(self) -> str:
        return "\n".join(["", *(self._keys[at].replace("\n", "\0") for at in self._ranked), ""])

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [*accumulate((len(self._keys[at]) + 1 for at in self._ranked), initial=1)]

    def best(self, key: str, limit: int) -> Iterator[tuple[int, Candidate]]:
        """The best for a word in capitals, best first, each with how well it fits."""
        if len(key) > LONGEST_WORD:
            return
        letters = [re.escape(letter) for letter in key.replace("\n", "\0")]
        word = "".join(letters)
        # A class that leaves out the letter it leads to can match in one way only: no search goes back.
        strewn = "".join(f"[^\\n{letter}]*{letter}" for letter in letters)
        ways = (
            (_EXACT, rf"\n{word}(?=\n)"),
            (_PREFIX, rf"\n{word}"),
            (_WORD_START, rf"[{re.escape(_SEPARATORS)}]{word}"),
            (_INSIDE, word),
            (_STREWN, strewn),
        )
        found: set[int] = set()
        for tier, pattern in ways:
            for match in re.finditer(pattern + r"[^\n]*", self._text):
                at = bisect_right(self._starts, match.end() - 1) - 1
                if at not in found:
                    found.add(at)
                    yield tier, self._make(self._ranked[at])
                    if len(found) == limit:
                        return


def best_matches(word: str, indexes: Iterable[NameIndex], limit: int) -> tuple[Match, ...]:
    """The best candidates for what was typed, best first; without any letters, all by kind and name.

    The whole name comes before its beginning, that before the beginning of one of its words, that before letters
    inside, that before letters strewn over it; then by kind, length and name.
    """
    key = word.upper()
    if not key:
        first = [candidate for index in indexes for candidate in index.first(limit)]
        first.sort(key=lambda each: (each.kind, each.key))
        return tuple(Match(candidate, (), True) for candidate in first[:limit])
    found = [each for index in indexes for each in index.best(key, limit)]
    found.sort(key=lambda each: (each[0], _rank(each[1])))
    return tuple(Match(each, _positions(key, each.key), tier <= _WORD_START) for tier, each in found[:limit])


def _rank(candidate: Candidate) -> tuple[int, int, str]:
    return candidate.kind, _length(candidate.kind, candidate.key), candidate.key


def _length(kind: CandidateKind, key: str) -> int:
    # Keywords are few, and the usual one is rarely the shortest: EMIT CHANGES before EMIT FINAL.
    return 0 if kind is CandidateKind.KEYWORD else len(key)


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
