"""Owns a plot as it is drawn: its head, its blocks, its axis with the past and the time to come; knows no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ksqltui.model.cell_text import Piece, fit
from ksqltui.model.key_history import Axis
from ksqltui.model.plot import plotted, sampled, scale_of
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.widgets.words import Line, Word, cells

PAST, TO_COME = "─", "┄"
LEAST_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: a head at the left, words at the right of it, and its points in order of time."""

    head: str
    note: Line
    points: Sequence[tuple[float, float]]


def plot_lines(plot: Plot, axis: Axis, width: int, height: int, say: Speech = ENGLISH) -> list[Line]:
    """`height` lines of blocks between the head and two lines of axis, each exactly `width` cells."""
    scale = scale_of([value for _, value in plot.points])
    samples = sampled(plot.points, axis.start, axis.end, axis.now, width)
    blocks = [(Word(line, "spark"),) for line in plotted(samples, scale, height)]
    return [_head(plot, width), *blocks, *axis_lines(axis, width, say)]


def beside(blocks: Sequence[Sequence[Line]], gap: int) -> list[Line]:
    """Blocks of lines next to each other; each line of a block has the block's width."""
    return [
        tuple(word for at, line in enumerate(lines) for word in ((Word(" " * gap), *line) if at else line))
        for lines in zip(*blocks, strict=True)
    ]


def padded(line: Sequence[Word], width: int) -> Line:
    """The words with blanks behind them up to `width` cells."""
    return (*line, Word(" " * max(0, width - cells(line))))


def spread(left: Sequence[Word], right: Sequence[Word], width: int) -> Line:
    """Words at both ends of `width` cells."""
    return (*left, Word(" " * max(1, width - cells(left) - cells(right))), *right)


def _head(plot: Plot, width: int) -> Line:
    room = max(1, width - cells(plot.note) - 1)
    name = "".join(piece.text for piece in fit((Piece(plot.head),), room))
    return padded(spread([Word(name, "muted", bold=True)], plot.note, width), width)


def axis_lines(axis: Axis, width: int, say: Speech = ENGLISH) -> list[Line]:
    """The rule under a plot, the past apart from the time to come, and the times at its ends."""
    share = (axis.now - axis.start) / (axis.end - axis.start) if axis.end > axis.start else 1.0
    past = min(width, max(1, round(share * width)))
    rule = (Word(PAST * past, "muted"), Word(TO_COME * (width - past), "faint"))
    if not axis.is_time:
        return [rule, spread([Word(say("first"), "faint")], [Word(say("newest"), "faint")], width)]
    begins = clock(axis.start)
    ends = clock(axis.end)
    if ends[:5] == begins[:5]:
        ends = ends[5:]
    if past >= width:
        return [rule, spread([Word(begins, "faint")], [Word(clock(axis.end) if width > 20 else ends, "faint")], width)]
    now = say("now")
    now_at = max(len(begins) + 2, past - len(now))
    line = [Word(begins, "faint"), Word(" " * (now_at - len(begins))), Word(now, "muted")]
    room = width - now_at - len(now) - len(ends)
    if room >= 1:
        line += [Word(" " * room), Word(ends, "faint")]
    return [rule, padded(line, width)]


def clock(seconds: float) -> str:
    """A wall time as HH:MM:SS of this place."""
    return datetime.fromtimestamp(seconds).strftime("%H:%M:%S")
