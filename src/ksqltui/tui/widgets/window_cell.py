"""Owns how a row's window reads in its cell: a word, what is left, a bar of its length; knows no rows."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment

from ksqltui.model.window_state import WindowState, WindowWord
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.spoken_time import spoken_time
from ksqltui.tui.widgets.results_ink import Ink

BAR_CELLS = 9
FULL, EMPTY = "━", "─"
_COLOURS = {
    WindowWord.OPEN: "foreground",
    WindowWord.GRACE: "foreground",
    WindowWord.CLOSED: "muted",
    WindowWord.LATE: "warning",
}


@dataclass(frozen=True, slots=True)
class WindowMark:
    """What is drawn of a window: `text` is empty below the first row of a window, `full` counts cells of the bar."""

    text: str
    colour: str
    full: int | None = None
    is_open: bool = False
    mutes_row: bool = False


def window_mark(state: WindowState, *, is_first: bool, is_final: bool, say: Speech = ENGLISH) -> WindowMark:
    """The mark of a row; `is_first` is the topmost of its window on the screen, a late row says so wherever it is.

    All rows of EMIT FINAL have closed windows, so that it says nothing there to mute them.
    """
    mutes = not state.is_open and not is_final
    if not is_first and state.word is not WindowWord.LATE:
        return WindowMark("", "muted", is_open=state.is_open, mutes_row=mutes)
    text = say(state.word.value) + (f" {time_left(state.left, say)}" if state.left is not None else "")
    full = None if state.share is None else round(state.share * BAR_CELLS)
    return WindowMark(text, _COLOURS[state.word], full, state.is_open, mutes)


def window_segments(mark: WindowMark, ink: Ink, plane: str, *, has_room: bool = True) -> list[Segment]:
    """The mark as it is drawn; without room for it the bar is left out."""
    segments = [Segment(mark.text, ink.on(plane, mark.colour))]
    if mark.full is not None and has_room:
        segments.append(Segment(f" {FULL * mark.full}", ink.on(plane, "accent")))
        segments.append(Segment(EMPTY * (BAR_CELLS - mark.full), ink.on(plane, "line")))
    return segments


def width_of_marks(say: Speech = ENGLISH) -> int:
    """The cells that a mark with its bar takes."""
    return len(f"{say(WindowWord.OPEN.value)} {spoken_time('12 s', say)} ") + BAR_CELLS


def time_left(seconds: int, say: Speech = ENGLISH) -> str:
    """`3 s`, `12 min`, `2 h`: rounded up."""
    if seconds < 60:
        return spoken_time(f"{seconds} s", say)
    return spoken_time(f"{-(-seconds // 60)} min" if seconds < 3_600 else f"{-(-seconds // 3_600)} h", say)
