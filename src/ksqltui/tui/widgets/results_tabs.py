"""Owns the row over the results: a tab for each run with its state, and the words that choose a view; knows no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from ksqltui.model.cell_text import CUT, Piece, fit, visible
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.results_ink import Ink
from ksqltui.tui.widgets.results_lines import BAR

LONGEST_TITLE = 24
INSIDE = "  ›  "
BACK_KEY = "Esc"


@dataclass(frozen=True, slots=True)
class RunTab:
    """A tab: the run's number and title, and its state as a glyph in a colour of the theme."""

    number: int
    title: str
    glyph: str
    colour: str
    trail: str = ""
    """What of the run is looked into: `Carol 21:16:30`."""

    @property
    def label(self) -> str:
        pieces = fit((Piece("".join(piece.text for piece in visible(self.title))),), LONGEST_TITLE)
        return f"{self.number} {''.join(piece.text for piece in pieces)}"

    @property
    def width(self) -> int:
        """Bar and space before, two spaces behind."""
        inside = cell_len(INSIDE) + cell_len(self.trail) if self.trail else 0
        return 2 + cell_len(self.label) + 2 + inside + 2


@dataclass(frozen=True, slots=True)
class TabsState:
    """All that the row shows."""

    tabs: tuple[RunTab, ...] = ()
    active: int = 0
    views: tuple[str, ...] = ()
    view: str = ""
    has_focus: bool = False
    goes_back: bool = False
    """Whether one row is looked into: the way back stands in place of the view words."""

    def words_width(self, say: Speech = ENGLISH) -> int:
        """Cells at the right end."""
        if self.goes_back:
            return len(f"{BACK_KEY} {say('back')}") + 2
        return sum(len(say(view)) + 2 for view in self.views)


class ResultsTabs(Inked):
    """Tabs at the left; the active one has the body's plane and so grows out of it. View words at the right."""

    DEFAULT_CSS = """
    ResultsTabs { height: 1; width: 1fr; background: $background; }
    """

    class TabChosen(Message):
        """A tab was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class ViewChosen(Message):
        """A view word was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    class BackChosen(Message):
        """The way back was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state = TabsState()
        self._targets: list[tuple[range, Message]] = []

    def show(self, state: TabsState) -> None:
        """Shows these tabs and words; repaints only where something differs."""
        if state != self._state:
            self._state = state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        ink, state, width = self.ink, self._state, self.size.width
        self._targets = []
        words_width = state.words_width(speech_of(self))
        tabs = tabs_that_fit(state.tabs, state.active, width - words_width)
        segments: list[Segment] = []
        at = 0
        if tabs and tabs[0] is not state.tabs[0]:
            segments.append(Segment(CUT, ink.on("background", "faint")))
            at = 1
        for tab in tabs:
            segments += self._tab(tab, ink)
            self._targets.append((range(at, at + tab.width), self.TabChosen(tab.number)))
            at += tab.width
        left = Strip(segments).adjust_cell_length(max(0, width - words_width), ink.on("background"))
        return Strip.join([left, Strip(self._words(ink, width - words_width))]).adjust_cell_length(width)

    def _tab(self, tab: RunTab, ink: Ink) -> list[Segment]:
        is_active = tab.number == self._state.active
        plane = "surface" if is_active else "background"
        bar = BAR if is_active else " "
        inside = []
        if tab.trail:
            inside.append(Segment(INSIDE, ink.on(plane, "muted")))
            inside.append(Segment(tab.trail, ink.on(plane, "foreground", bold=True)))
        return [
            Segment(bar, ink.on(plane, "accent" if self._state.has_focus else "faint")),
            Segment(f" {tab.label} ", ink.on(plane, "foreground" if is_active else "muted", bold=is_active)),
            Segment(tab.glyph, ink.on(plane, tab.colour)),
            *inside,
            Segment("  ", ink.on(plane)),
        ]

    def _words(self, ink: Ink, start: int) -> list[Segment]:
        segments, blank, say = list[Segment](), ink.on("background"), speech_of(self)
        if self._state.goes_back:
            self._targets.append((range(start, start + self._state.words_width(say)), self.BackChosen()))
            key = Segment(BACK_KEY, ink.on("background", "foreground", bold=True))
            word = Segment(f" {say('back')}", ink.on("background", "muted"))
            return [Segment(" ", blank), key, word, Segment(" ", blank)]
        for view in self._state.views:
            is_shown = view == self._state.view
            style = ink.on("background", "accent" if is_shown else "muted", bold=is_shown, underline=is_shown)
            # One cell stays free at the right edge, two stand between the words.
            gap = 1 if not segments else 2
            segments += [Segment(" " * gap, blank), Segment(say(view), style)]
            start += gap
            end = start + len(say(view))
            self._targets.append((range(start, end), self.ViewChosen(view)))
            start = end
        return [*segments, Segment(" ", blank)] if segments else []

    def on_click(self, event: events.Click) -> None:
        for cells, message in self._targets:
            if event.x in cells:
                event.stop()
                self.post_message(message)
                return


def tabs_that_fit(tabs: Sequence[RunTab], active: int, room: int) -> list[RunTab]:
    """The newest tabs that fit; where the active one is older, those from it on."""
    place = next((index for index, tab in enumerate(tabs) if tab.number == active), len(tabs) - 1)
    if sum(tab.width for tab in tabs) <= room:
        return list(tabs)
    room -= 1
    first, used = len(tabs), 0
    while first > 0 and (used + tabs[first - 1].width <= room or first == len(tabs)):
        first -= 1
        used += tabs[first].width
    first = min(first, place)
    end, used = first, 0
    while end < len(tabs) and (used + tabs[end].width <= room or end == first):
        used += tabs[end].width
        end += 1
    return list(tabs[first:end])
