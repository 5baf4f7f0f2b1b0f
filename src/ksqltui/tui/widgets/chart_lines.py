"""Owns what the chart of a result says, line by line: a plot for each key over one axis of time; knows no focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ksqltui.model.cell_text import cell_text, fit, number_text
from ksqltui.model.chart_series import Point
from ksqltui.model.key_history import Axis
from ksqltui.model.plot import Scale, plotted, sampled, scale_of
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.widgets.plot_lines import axis_lines, spread
from ksqltui.tui.widgets.results_lines import BAR
from ksqltui.tui.widgets.words import Line, Word, cells, said

AROUND = 4
"""Lines that are no plot: the head, a blank one, the axis and its times."""
TALLEST = 5
WIDEST_LABEL = 20
GAP = 2
HEADROOM = 0.15


@dataclass(frozen=True, slots=True)
class Series:
    """One plot: its key's values and its points, oldest first."""

    key: tuple[object, ...]
    points: Sequence[Point]


def band_height(count: int, height: int, *, is_alone: bool) -> int:
    """Lines of one plot where `count` share `height` lines."""
    room = max(1, (height - AROUND) // max(1, count))
    return room if is_alone else min(TALLEST, room)


def head_line(names: Sequence[str], chosen: int, span: str, width: int) -> Line:
    """The columns of numbers, the chosen one bright, and how much time is shown."""
    words = [Word("  ")]
    for at, name in enumerate(names):
        colour = "accent" if at == chosen else "muted"
        words += [*said(name, colour, bold=at == chosen), Word("  ")]
    return spread(words, [Word(span, "faint"), Word(" ")], width)


def chart_lines(
    series: Sequence[Series],
    axis: Axis,
    cursor: int | None,
    width: int,
    *,
    tall: int,
    has_focus: bool,
    say: Speech = ENGLISH,
) -> list[Line]:
    """Plots of `tall` lines each, on one scale, above their common axis; none where `width` leaves no room."""
    labels = [_label(each.key, say) for each in series]
    values = [number_text(_whole(each.points[-1][1])) if each.points else "" for each in series]
    label_width = max([cells(label) for label in labels], default=0)
    value_width = max([len(value) for value in values], default=0)
    room = width - 2 - label_width - GAP - GAP - value_width - 1
    if room < 1:
        return []
    drawn = [sampled(each.points, axis.start, axis.end, axis.now, room) for each in series]
    scale = scale_of([value for samples in drawn for value in samples if value is not None])
    # The highest leaves a little room, so that plots above each other stay apart.
    scale = Scale(scale.low, scale.high + (scale.high - scale.low) * HEADROOM)
    lines: list[Line] = []
    for at, samples in enumerate(drawn):
        plane = "panel" if at == cursor else "surface"
        for row, blocks in enumerate(plotted(samples, scale, tall)):
            is_last = row == tall - 1
            bar = Word(BAR if at == cursor else " ", "accent" if has_focus else "faint", plane=plane)
            label = [Word(word.text, word.colour, plane=plane) for word in labels[at]] if is_last else []
            value = values[at] if is_last else ""
            lines.append(
                (
                    bar,
                    Word(" ", plane=plane),
                    *label,
                    Word(" " * (label_width - cells(label) + GAP), plane=plane),
                    Word(blocks, "spark", plane=plane),
                    Word(" " * GAP + value.rjust(value_width) + " ", "foreground", plane=plane),
                )
            )
    before = Word(" " * (2 + label_width + GAP))
    return [*lines, *((before, *line) for line in axis_lines(axis, room, say))]


def _label(key: Sequence[object], say: Speech) -> list[Word]:
    if not key:
        return [Word(say("all rows"), "muted")]
    text = ", ".join(cell_text(value).text for value in key)
    return [Word(piece.text, "foreground") for piece in fit(cell_text(text).pieces, WIDEST_LABEL)]


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value
