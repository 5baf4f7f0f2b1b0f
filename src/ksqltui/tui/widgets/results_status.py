"""Owns the status line under the results: the state of a run in one row; its words are results_words'."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import events
from textual.message import Message
from textual.strip import Strip

from ksqltui.session.query_run import QueryRun
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.key_timeline import KeyTimeline
from ksqltui.tui.widgets.results_words import state_glyph, status_left, status_right
from ksqltui.tui.widgets.status_facts import NO_FACTS, StatusFacts, beside, paused_left, paused_right
from ksqltui.tui.widgets.words import Word, cells, strip_of

ROOM_BETWEEN = 6
"""Cells at the edges and between both ends of the line."""
SECONDS_BETWEEN_LOOKS = 0.1
ROOM_FOR_RESUME = 30
"""Cells that the words for resuming take in full."""


class ResultsStatus(Inked):
    """State, rows, rate, age and drops at the left; what makes a row at the right."""

    DEFAULT_CSS = """
    ResultsStatus { height: 1; width: 1fr; background: $surface; }
    """

    class IdentityClicked(Message):
        """What makes a row was clicked."""

    def __init__(
        self, *, clock: Callable[[], float] = time.time, glyphs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._now = clock()
        self._glyphs = glyphs
        self._run: QueryRun | None = None
        self._view = "table"
        self._timeline: KeyTimeline | None = None
        self._facts = NO_FACTS
        self._said: Sequence[Word] = ()
        self._drawn: tuple[list[Word], list[Word]] = ([], [])

    def show(
        self,
        run: QueryRun | None,
        view: str,
        now: float,
        timeline: KeyTimeline | None = None,
        facts: StatusFacts = NO_FACTS,
        said: Sequence[Word] = (),
    ) -> None:
        """Says what is true of `run`, or of one row's timeline, at `now`; repaints only where the words differ."""
        is_other = run is not self._run or view != self._view or timeline is not self._timeline
        is_other = is_other or facts != self._facts or said != self._said
        is_new = is_other or timeline is not None or (run is not None and not run.is_live)
        if not is_new and 0 <= now - self._now < SECONDS_BETWEEN_LOOKS:
            return
        self._run, self._view, self._now, self._timeline, self._facts = run, view, now, timeline, facts
        self._said = said
        words = self._words()
        if words != self._drawn:
            self._drawn = words
            self.refresh()

    def _words(self) -> tuple[list[Word], list[Word]]:
        if self._run is None:
            return [], []
        now, view, width = self._now, self._view, self.size.width
        say = speech_of(self)
        if self._timeline is not None:
            left = self._timeline.status_left(is_live=self._run.is_live)
            return [state_glyph(self._run, self._glyphs), *left], self._timeline.status_right()
        if self._facts.is_paused:
            left = [*paused_left(self._run, self._facts, self._glyphs, say), *self._said]
            right = paused_right(short=cells(left) + ROOM_FOR_RESUME > width, say=say)
            return _on_band(left), _on_band(right)
        left = [*_with(beside(self._facts), status_left(self._run, view, now, self._glyphs, say=say)), *self._said]
        right = status_right(self._run, view, say=say)
        if cells(left) + cells(right) + ROOM_BETWEEN > width:
            short = status_left(self._run, view, now, self._glyphs, short=True, say=say)
            left = [*_with(beside(self._facts), short), *self._said]
            right = status_right(self._run, view, short=True, say=say)
        return left, right

    def on_resize(self) -> None:
        self._drawn = self._words()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        right = cells(self._drawn[1])
        if right and event.x >= self.size.width - 1 - right and self._timeline is None:
            self.post_message(self.IdentityClicked())

    def render_line(self, y: int) -> Strip:
        ink, width = self.ink, self.size.width
        left, right = _fitting(self._drawn[0], self._drawn[1], width)
        gap = width - 3 - cells(left) - cells(right)
        edge, space = [Word("  ")], [Word(" " * max(0, gap))]
        if self._facts.is_paused and self._timeline is None:
            edge, space = [Word(self._glyphs.bar, "warning"), Word(" ")], _on_band(space)
            edge = _on_band(edge)
            return strip_of([*edge, *left, *space, *right, *_on_band([Word(" ")])], ink, width)
        return strip_of([*edge, *left, *space, *right], ink, width)


def _with(others: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """What goes on beside the run, behind the run's sign and word."""
    return [*words[:2], *others, *words[2:]]


def _on_band(words: Sequence[Word]) -> list[Word]:
    return [replace(word, tint="tint-warning") for word in words]


def _fitting(left: Sequence[Word], right: Sequence[Word], width: int) -> tuple[list[Word], list[Word]]:
    """What fits: the dispensable words go first, from the right; then what makes a row, never state or drops."""
    room = width - ROOM_BETWEEN
    kept = _shortened(left, room - cells(right))
    if cells(kept) + cells(right) <= room:
        return kept, list(right)
    return _shortened(left, room), []


def _shortened(words: Sequence[Word], room: int) -> list[Word]:
    kept = list(words)
    while cells(kept) > room:
        at = next((index for index in reversed(range(len(kept))) if kept[index].dispensable), None)
        if at is None:
            break
        del kept[at]
    return kept
