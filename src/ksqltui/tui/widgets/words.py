"""Owns text made of words in the theme's colours and how it wraps by cells; knows no widget."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from textual.strip import Strip

from ksqltui.model.cell_text import Piece, Voice, visible
from ksqltui.tui.widgets.results_ink import Ink


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text in a colour of the theme, on a plane; `tint` (tint-gone) colours the plane as a recent change does.

    What is `dispensable` goes first where room is short.
    """

    text: str
    colour: str = "muted"
    bold: bool = False
    plane: str = "surface"
    tint: str = ""
    dispensable: bool = False

    def segment(self, ink: Ink) -> Segment:
        plane = ink.tinted(self.tint, BAND_STEP, self.plane) if self.tint else self.plane
        return Segment(self.text, ink.on(plane, self.colour, bold=self.bold))


BAND_STEP = 1
"""The fade step whose mixture a band of error or warning has."""

Line = tuple[Word, ...]


def cells(words: Iterable[Word]) -> int:
    """Terminal cells of all words together."""
    return sum(cell_len(word.text) for word in words)


def strip_of(words: Sequence[Word], ink: Ink, width: int) -> Strip:
    """The words as a line of exactly `width` cells; the rest has the plane of the last word."""
    last = words[-1] if words else Word("")
    return Strip([word.segment(ink) for word in words]).adjust_cell_length(
        width, replace(last, text=" ", bold=False).segment(ink).style
    )


def said(text: str, colour: str = "muted", *, bold: bool = False, tint: str = "") -> list[Word]:
    """Text that others wrote, made safe: what a terminal would obey is spelt out, faint."""
    pieces = visible(text, len(text))
    return [_word_of(piece, Word("", colour, bold, tint=tint)) for piece in pieces]


def wrapped(words: Iterable[Word], width: int, *, indent: Line = ()) -> list[Line]:
    """Lines of at most `width` cells, broken at spaces where there are any; `indent` opens all but the first."""
    lines: list[list[Word]] = [[]]
    used, fresh = 0, True
    room = max(width, cells(indent) + 2)
    for word in words:
        for token in re.findall(r" +|[^ ]+", word.text):
            length = cell_len(token)
            if used + length > room and not fresh and not token.isspace():
                lines.append(list(indent))
                used, fresh = cells(indent), True
            if used + length > room and token.isspace():
                continue
            for part in chop_cells(token, room - used) if used + length > room else [token]:
                if used + cell_len(part) > room:
                    lines.append(list(indent))
                    used = cells(indent)
                lines[-1].append(replace(word, text=part))
                used += cell_len(part)
            fresh = False
    return [tuple(line) for line in lines]


def _word_of(piece: Piece, like: Word) -> Word:
    return replace(like, text=piece.text, colour="faint" if piece.voice is Voice.FAINT else like.colour)
