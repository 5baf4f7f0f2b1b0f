"""Owns the bar that leads back through what a result received: past, moment, what waits; knows no run."""

from __future__ import annotations

from datetime import datetime

from textual import events
from textual.message import Message
from textual.strip import Strip

from ksqltui.model.moment import Moment
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.words import Word, strip_of

EDGE = 2
PAST, AHEAD = "━", "─"


class ScrubBar(Inked):
    """`21:15:02 ━━━━●── 21:17:41 newest`; takes no room while nothing is paused. A click goes to its time."""

    DEFAULT_CSS = """
    ScrubBar { width: 1fr; height: 1; display: none; background: $surface; }
    """

    class TimeChosen(Message):
        """The moment of this time, in wall seconds, is asked for."""

        def __init__(self, time: float) -> None:
            super().__init__()
            self.time = time

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._drawn: tuple[float, float, float] | None = None

    def show(self, moment: Moment | None) -> None:
        """Shows where the moment is; None hides the bar."""
        span, received = (moment.span, moment.received) if moment is not None else (None, None)
        drawn = None if span is None or received is None else (*span, received)
        if drawn != self._drawn:
            self._drawn = drawn
            self.display = drawn is not None
            self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._drawn is None:
            return Strip.blank(self.size.width, self.ink.on("surface"))
        first, last, now = self._drawn
        begin, end = self._bar()
        at = round(_share(now, first, last) * (end - begin - 1))
        words = [
            Word(f"{' ' * EDGE}{_clock(first)}  ", "faint"),
            Word(PAST * at, "spark"),
            Word(self._glyphs.running, "accent", bold=True),
            Word(AHEAD * (end - begin - 1 - at), "line"),
            Word(f"  {_clock(last)}", "faint"),
            Word(f" {speech_of(self)('newest')}", "foreground" if now >= last else "faint"),
        ]
        return strip_of(words, self.ink, self.size.width)

    def _bar(self) -> tuple[int, int]:
        """The first cell of the bar and the one past its last."""
        begin = EDGE + 8 + 2
        return begin, max(begin + 1, self.size.width - EDGE - len(f"  00:00:00 {speech_of(self)('newest')}"))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self._drawn is None:
            return
        first, last, _ = self._drawn
        begin, end = self._bar()
        share = min(1.0, max(0.0, (event.x - begin) / max(1, end - begin - 1)))
        self.post_message(self.TimeChosen(last if share == 1.0 else first + share * (last - first)))


def _share(now: float, first: float, last: float) -> float:
    return min(1.0, max(0.0, (now - first) / (last - first))) if last > first else 1.0


def _clock(time: float) -> str:
    return f"{datetime.fromtimestamp(time):%H:%M:%S}"
