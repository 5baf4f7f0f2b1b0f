"""Owns which lines of a growing log hold what is looked for; knows no screen and keeps no line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator


class LogSearch:
    """The numbers of the lines that hold `wanted`, whatever its capitals. `advance` it as the log grows."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.numbers: list[int] = []
        self._folded = wanted.casefold()
        self._looked = 0

    def advance(self, first: int, end: int, text: Callable[[int], str]) -> None:
        """Looks at the lines up to `end` that are new, and forgets those before `first`."""
        if not self._folded:
            return
        for number in range(max(first, self._looked), end):
            if self._folded in text(number).casefold():
                self.numbers.append(number)
        self._looked = max(end, self._looked)
        if self.numbers and self.numbers[0] < first:
            del self.numbers[: bisect_left(self.numbers, first)]

    def step(self, number: int, by: int) -> int | None:
        """The next match after a line, or before it with a negative `by`; around the end. None where there is none."""
        if not self.numbers:
            return None
        at = bisect_right(self.numbers, number) if by > 0 else bisect_left(self.numbers, number) - 1
        return self.numbers[at % len(self.numbers)]

    def place(self, number: int) -> int:
        """Which match a line is, from 1; 0 where it is none."""
        at = bisect_left(self.numbers, number)
        return at + 1 if at < len(self.numbers) and self.numbers[at] == number else 0

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a line the matches stand."""
        if not self._folded:
            return
        folded, at = text.casefold(), 0
        if len(folded) != len(text):
            # A capital whose small letters are several: the places would be wrong, the line is marked as a whole.
            if self._folded in folded:
                yield 0, len(text)
            return
        while (found := folded.find(self._folded, at)) >= 0:
            at = found + len(self._folded)
            yield found, at
