"""Owns what stands beside an editor's text: notes of runs, Run, an error's place; knows styles only by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style


@dataclass(frozen=True, slots=True)
class LineNote:
    """What became of a statement, at the end of its last line: a glyph in its voice and words, long and short."""

    run_number: int
    glyph: str
    voice: str
    words: str
    short: str
    all_in_voice: bool = False


@dataclass(frozen=True, slots=True)
class ErrorMark:
    """The place that a server named, as character offsets in the buffer."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineMargin:
    """What one line has at its right edge: the note of a run, and Run on the armed statement's first line."""

    note: LineNote | None
    run_words: str = ""

    @property
    def is_empty(self) -> bool:
        return self.note is None and not self.run_words

    def pieces(self, style: Callable[[str], Style], *, short: bool = False) -> list[Segment]:
        """Segments from left to right; `style` gives a voice's style on the editor's plane."""
        pieces: list[Segment] = []
        if self.note is not None:
            voice = style(self.note.voice)
            pieces.append(Segment(f"{self.note.glyph} ", voice))
            words = self.note.short if short else self.note.words
            pieces.append(Segment(words, voice if self.note.all_in_voice else style("muted")))
        if self.run_words:
            if pieces:
                pieces.append(Segment("  ", style("muted")))
            pieces.append(Segment(self.run_words, style("run")))
        return pieces


def cells(pieces: Sequence[Segment]) -> int:
    """How many cells wide the pieces are together."""
    return sum(piece.cell_length for piece in pieces)
