"""Owns how a step of the lesson stands in lines: its title, its bar, its words and its marks; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from ksqltui.session.lesson.labels import LABELS
from ksqltui.session.lesson.progress import LessonProgress
from ksqltui.session.lesson.step import LessonStep
from ksqltui.speech.language import Language
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.window_cell import FULL
from ksqltui.tui.widgets.words import Line, Word, cells

PLANE = "background"
CODE = "secondary"
MARGIN = 1
WIDEST = 76
"""Cells of a line of words at most: longer ones are hard to read."""
UNBROKEN = 16
"""Code up to this length stays on one line: `EMIT CHANGES` is one thing."""


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Where one is: all steps, the shown one's index, the language."""

    steps: tuple[LessonStep, ...]
    index: int
    language: Language

    @property
    def step(self) -> LessonStep:
        return self.steps[self.index]


def lesson_lines(place: LessonPlace, progress: LessonProgress, width: int, glyphs: Glyphs) -> list[Line]:
    """The step from its title to its last words, in lines of `width` cells."""
    room = min(width - 2 * MARGIN, WIDEST)
    words, labels = place.step.words[place.language], LABELS[place.language]
    lines = [
        (),
        _title(place, labels.place.format(place.index + 1, len(place.steps)), room, progress, glyphs),
        _bar(place, progress, room),
        (),
        *_paragraph(words.intro, "foreground", room),
        (),
        *_paragraph(words.todo, "muted", room),
        (),
        (_word(labels.look_for, bold=True),),
    ]
    signs = zip(place.step.look_for, words.look_for, strict=True)
    is_next = True
    for sign, text in signs:
        if sign in progress.seen:
            mark, colour = _word(f"{glyphs.finished} ", "success"), "muted"
        else:
            mark, colour = _word(f"{glyphs.away} ", "accent" if is_next else "faint"), "foreground"
            is_next = False
        lines += _paragraph(text, colour, room, opening=mark)
    lines += [(), (_word(words.why_title, bold=True),), *_paragraph(words.why, "muted", room)]
    return [(Word(" " * MARGIN, plane=PLANE), *line) for line in lines]


def _title(place: LessonPlace, count: str, room: int, progress: LessonProgress, glyphs: Glyphs) -> Line:
    title = [_word(place.step.words[place.language].title, bold=True)]
    if progress.is_done(place.step):
        title += [_word(f" {glyphs.finished}", "success")]
    gap = max(room - cells(title) - cell_len(count), 1)
    return (*title, _word(" " * gap), _word(count, "faint"))


def _bar(place: LessonPlace, progress: LessonProgress, room: int) -> Line:
    """A piece for each step, as full as what was seen of it; the shown step's empty part is a little brighter."""
    length = max((room + 1) // len(place.steps) - 1, 1)
    words: list[Word] = []
    for index, step in enumerate(place.steps):
        full = int(length * progress.share(step))
        empty = "faint" if index == place.index else "line"
        words += [_word(FULL * full, "accent"), _word(FULL * (length - full), empty), _word(" ")]
    return tuple(words)


def _paragraph(text: str, colour: str, room: int, *, opening: Word | None = None) -> list[Line]:
    """Words and `code` in lines that break at spaces; `opening` begins the first, the others hang below its text."""
    indent = _word(" " * (cells([opening]) if opening is not None else 0))
    lines: list[list[Word]] = [[opening if opening is not None else indent]]
    used = cells(lines[-1])
    is_fresh = True
    for chunk in _chunks(text, colour):
        length = cells(chunk)
        if not is_fresh and used + 1 + length > room:
            lines.append([indent])
            used, is_fresh = cells([indent]), True
        if not is_fresh:
            # The space between two words of code is code too: nothing shows of it, and the line stays in few words.
            lines[-1].append(_word(" "))
            used += 1
        lines[-1] += chunk
        used, is_fresh = used + length, False
    return [tuple(line) for line in lines]


def _chunks(text: str, colour: str) -> list[list[Word]]:
    """What stands between spaces, each in its own colours."""
    chunks: list[list[Word]] = [[]]
    for number, part in enumerate(text.split("`")):
        is_short_code = number % 2 and len(part) <= UNBROKEN
        for at, piece in enumerate([part] if is_short_code else part.split(" ")):
            if at:
                chunks.append([])
            if piece:
                chunks[-1].append(_word(piece, CODE if number % 2 else colour))
    return [chunk for chunk in chunks if chunk]


def _word(text: str, colour: str = "foreground", *, bold: bool = False) -> Word:
    return Word(text, colour, bold, plane=PLANE)
