"""Owns what the timeline of one row says, line by line: its name, plots and versions; knows no focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ksqltui.model.cell_text import CellText, Voice, cell_text, delta_text, fit
from ksqltui.model.changes import DELETED, ResultLine, is_number
from ksqltui.model.duration import span
from ksqltui.model.key_history import KeyHistory
from ksqltui.model.stream import ResultColumn
from ksqltui.model.window_state import Window, WindowState
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.spoken_time import spoken_time
from ksqltui.tui.widgets.plot_lines import LEAST_WIDTH, Plot, beside, plot_lines, spread
from ksqltui.tui.widgets.results_columns import is_number_type
from ksqltui.tui.widgets.results_lines import BAR, DELETED_WORD
from ksqltui.tui.widgets.window_cell import BAR_CELLS, EMPTY, FULL, window_mark
from ksqltui.tui.widgets.words import Line, Word, cells, said

INDENT = 2
GAP = 3
PLOT_HEIGHT = 4
LEAST_VERSIONS = 3
MAX_PLOTS = 3
MAX_TEXT = 30
BAR_WIDTH = 14


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """What is to be shown: one row's versions, its columns, which of them name it, and how its window stands."""

    history: KeyHistory
    columns: tuple[ResultColumn, ...]
    identity: tuple[int, ...]
    window: Window | None
    state: WindowState | None
    now: float
    shift: int = 0
    """By how many number columns the plots start further right."""
    say: Speech = ENGLISH

    @property
    def others(self) -> list[int]:
        """The columns that do not name the row."""
        return [index for index in range(len(self.columns)) if index not in self.identity]

    @property
    def numbers(self) -> list[int]:
        """The columns that can be plotted, those to be shown first in front."""
        found = [index for index in self.others if is_number_type(self.columns[index].type)]
        at = self.shift % len(found) if found else 0
        return found[at:] + found[:at]


def plots_that_fit(count: int, width: int) -> int:
    """How many of `count` plots stand next to each other."""
    return min(count, MAX_PLOTS, max(1, (width - INDENT - 1 + GAP) // (LEAST_WIDTH + GAP)))


def top_lines(facts: TimelineFacts, width: int, height: int) -> list[Line]:
    """What stands above the versions: the key and, where `height` has room for them, the plots."""
    lines: list[Line] = [(), _key_line(facts, width), ()]
    plotted = facts.numbers[: plots_that_fit(len(facts.numbers), width)]
    tall = min(PLOT_HEIGHT, height - len(lines) - 5 - LEAST_VERSIONS)
    if not plotted or tall < 1:
        return lines[:2] if height < 8 else lines
    room = (width - INDENT - 1 - GAP * (len(plotted) - 1)) // len(plotted)
    axis = facts.history.axis(facts.now, facts.window)
    blocks = [plot_lines(_plot(facts, index), axis, room, tall, facts.say) for index in plotted]
    return [*lines, *((Word(" " * INDENT), *line) for line in beside(blocks, GAP)), ()]


def version_lines(
    facts: TimelineFacts, first: int, count: int, cursor: int, width: int, *, has_focus: bool
) -> list[Line]:
    """The head and `count` versions from the `first`, newest first; the `cursor` counts so too."""
    versions = facts.history.versions
    places = [len(versions) - 1 - at for at in range(first, min(first + count, len(versions)))]
    table = _VersionTable(facts, [versions[place] for place in places], width)
    lines = [table.head()]
    for at, place in enumerate(places, first):
        lines.append(table.line(place, is_cursor=at == cursor, has_focus=has_focus))
    return lines


def trail(values: Sequence[object], identity: Sequence[int]) -> str:
    """A row's name for its tab: `Carol 21:16:30`, the names first, of times the clock."""
    names, times = list[str](), list[str]()
    for index in identity:
        cell = cell_text(values[index])
        if cell.is_time:
            times.append(next(piece.text for piece in cell.pieces if piece.voice is Voice.PLAIN))
        else:
            names.append("".join(piece.text for piece in fit(cell.pieces, MAX_TEXT)))
    return " ".join([*names, *times])


def _key_line(facts: TimelineFacts, width: int) -> Line:
    names, times = list[Word](), list[Word]()
    for index in facts.identity:
        cell = cell_text(facts.history.newest.values[index])
        words = times if cell.is_time else names
        words.append(Word(" " * (GAP if words is times or words else 0)))
        words += _cell_words(cell, MAX_TEXT, "foreground", bold=not cell.is_time)
    return spread([Word(" " * INDENT), *names, *times], [*_state_words(facts), Word(" ")], width)


def _state_words(facts: TimelineFacts) -> list[Word]:
    if facts.history.newest.version == DELETED:
        return [Word(facts.say(DELETED_WORD), "error")]
    if facts.state is None:
        return []
    mark = window_mark(facts.state, is_first=True, is_final=True, say=facts.say)
    words = [Word(mark.text, mark.colour)]
    if mark.full is not None:
        words += [Word(f" {FULL * mark.full}", "accent"), Word(EMPTY * (BAR_CELLS - mark.full), "line")]
    return words


def _plot(facts: TimelineFacts, index: int) -> Plot:
    history, name = facts.history, said(facts.columns[index].name)
    head = "".join(word.text for word in name)
    with_value = [line.values[index] for line in history.versions if line.version != DELETED]
    note: list[Word] = []
    if with_value:
        first, newest = cell_text(with_value[0]).text, cell_text(with_value[-1]).text
        note = [Word(f"{first} → "), Word(newest, "foreground", bold=True)]
    return Plot(head, tuple(note), history.series(index, history.axis(facts.now, facts.window)))


class _VersionTable:
    """Versions as lines of a table whose columns are as wide as what is shown."""

    def __init__(self, facts: TimelineFacts, shown: Sequence[ResultLine], width: int) -> None:
        self._facts = facts
        self._width = width
        self._number_width = max([3, *(len(str(line.version)) for line in shown)])
        self._widths: dict[int, int] = {}
        self._deltas: dict[int, int] = {}
        for index in facts.others:
            named = cells(said(facts.columns[index].name))
            held = [cell_text(line.values[index]).width for line in shown]
            self._widths[index] = min(MAX_TEXT, max([named, *held]))
            self._deltas[index] = max([0, *(len(_delta(line, index)) for line in shown)])
        numbers = facts.numbers
        self._grown = numbers[-1 if facts.shift == 0 else 0] if numbers else None
        self._most = max([0.0, *(abs(self._growth(line)) for line in shown)])

    def head(self) -> Line:
        faint, say = "faint", self._facts.say
        words = [Word("  "), Word("#".rjust(self._number_width), faint), Word(" " * GAP)]
        words += [Word(say("received").ljust(12 + GAP), faint), Word(say("after").ljust(9), faint)]
        for index in self._facts.others:
            name, width = said(self._facts.columns[index].name, bold=True), self._widths[index]
            room = Word(" " * max(0, width - cells(name)))
            words += [Word(" " * GAP), *((room, *name) if self._is_number(index) else (*name, room))]
            words.append(Word(" " * self._delta_room(index)))
        if self._grown is not None and self._has_bar(words):
            words += [
                Word(" " * GAP),
                *said(self._facts.columns[self._grown].name, faint),
                Word(f" {say('grew by')}", faint),
            ]
        return tuple(words)

    def line(self, place: int, *, is_cursor: bool, has_focus: bool) -> Line:
        facts, version = self._facts, self._facts.history.versions[place]
        is_newest = place == len(facts.history.versions) - 1
        plane = "panel" if is_cursor else "surface"
        bar = Word(BAR, "accent" if has_focus else "faint", plane=plane) if is_cursor else Word(" ", plane=plane)
        number = "-" if version.version == DELETED else str(version.version)
        words = [bar, Word(" ", plane=plane), Word(number.rjust(self._number_width), plane=plane)]
        words += [Word(" " * GAP, plane=plane), *self._times(place, plane)]
        for index in facts.others:
            words.append(Word(" " * GAP, plane=plane))
            words += self._value(version, index, plane, is_newest=is_newest)
        if self._grown is not None and self._has_bar(words):
            length = round(abs(self._growth(version)) / self._most * BAR_WIDTH) if self._most else 0
            words += [Word(" " * GAP, plane=plane), Word(FULL * length, "spark", plane=plane)]
        return (*words, Word(" ", plane=plane))

    def _times(self, place: int, plane: str) -> list[Word]:
        history, say = self._facts.history, self._facts.say
        version, after = history.versions[place], history.after(place)
        text = datetime.fromtimestamp(version.received).strftime("%H:%M:%S.%f")[:12]
        words = [Word(text[:6], "faint", plane=plane), Word(text[6:].ljust(6 + GAP), "foreground", plane=plane)]
        if version.version == DELETED:
            return [*words, Word(say(DELETED_WORD).ljust(9), "error", plane=plane)]
        if version.version == 1:
            return [*words, Word(say("new").ljust(9), "success", plane=plane)]
        return [*words, Word(("" if after is None else spoken_time(span(after), say)).ljust(9), plane=plane)]

    def _value(self, version: ResultLine, index: int, plane: str, *, is_newest: bool) -> list[Word]:
        cell, width = cell_text(version.values[index]), self._widths[index]
        is_gone = version.version == DELETED
        words = _cell_words(cell, width, "faint" if is_gone else "foreground", bold=is_newest, plane=plane)
        room = Word(" " * max(0, width - cells(words)), plane=plane)
        words = [room, *words] if self._is_number(index) else [*words, room]
        delta_room = self._delta_room(index)
        delta = f" {_delta(version, index)}".ljust(delta_room) if delta_room else ""
        return [*words, Word(delta, "changed" if is_newest else "muted", plane=plane)]

    def _delta_room(self, index: int) -> int:
        return 1 + self._deltas[index] if self._deltas[index] else 0

    def _is_number(self, index: int) -> bool:
        return is_number_type(self._facts.columns[index].type)

    def _growth(self, version: ResultLine) -> float:
        delta = version.delta(self._grown) if self._grown is not None else None
        if delta is not None:
            return float(delta)
        value = version.values[self._grown] if self._grown is not None else None
        return float(value) if version.version == 1 and is_number(value) else 0.0

    def _has_bar(self, words: Sequence[Word]) -> bool:
        return cells(words) + GAP + BAR_WIDTH + 1 <= self._width


def _delta(version: ResultLine, index: int) -> str:
    delta = version.delta(index)
    return delta_text(delta) if delta is not None else ""


def _cell_words(cell: CellText, width: int, colour: str, *, bold: bool, plane: str = "surface") -> list[Word]:
    return [
        Word(piece.text, "faint" if piece.voice is Voice.FAINT else colour, bold and piece.voice is Voice.PLAIN, plane)
        for piece in fit(cell.pieces, width)
    ]
