"""Owns how one line of a results table is drawn: tag, cells, deltas, tints; knows no scrolling and no keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ksqltui.model.cell_text import CellText, Piece, Voice, cell_text, delta_text, fit, number_text
from ksqltui.model.changes import DELETED, ResultLine, Values, is_number, tag_text
from ksqltui.model.sorted_lines import Sort
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.widgets.results_columns import GAP, ColumnLayout
from ksqltui.tui.widgets.results_fade import SETTLED, TINTED
from ksqltui.tui.widgets.results_ink import TAG_INK, TAG_TINT, Ink
from ksqltui.tui.widgets.results_pen import Pen
from ksqltui.tui.widgets.window_cell import WindowMark, width_of_marks, window_segments

BAR = "▎"
RECEIVED_WIDTH = len("21:16:30.981")
DELETED_WORD = "deleted"


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands before the data: a counted tag (table), a bare tag (changelog) or none, and the time received."""

    tag_width: int = 0
    shows_received: bool = False

    @property
    def tag_room(self) -> int:
        """Cells that the tag's tint covers behind the space: a glyph alone has one more."""
        return max(2, self.tag_width)

    @property
    def frozen(self) -> int:
        """Cells that never scroll away: bar, space, tag and the gap behind it."""
        return 2 + (self.tag_width + (2 if self.tag_width > 1 else 3) if self.tag_width else 0)

    @property
    def start(self) -> int:
        """The first data column's cell."""
        return self.frozen + (RECEIVED_WIDTH + GAP if self.shows_received else 0)


TABLE = Shape(tag_width=4)
CHANGELOG = Shape(tag_width=1, shows_received=True)
PLAIN = Shape()


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is seen now: its fade step, the cursor, whether so much changes that cells keep still.

    `cursor_column` is the place of the column that the cursor lights on this line; `is_hovered` says that the mouse is
    on it.
    """

    step: int = SETTLED
    is_cursor: bool = False
    has_focus: bool = False
    is_busy: bool = False
    cursor_column: int | None = None
    is_hovered: bool = False
    window: WindowMark | None = None
    is_selected: bool = False
    marks: frozenset[int] = frozenset()
    """The columns whose cells hold what is looked for."""

    @property
    def plane(self) -> str:
        """What the line stands on."""
        if self.is_selected:
            return "selected"
        return "cursor" if self.is_cursor else "hover" if self.is_hovered else "surface"

    @property
    def is_muted(self) -> bool:
        """Whether the row is the past: its window has closed."""
        return self.window is not None and self.window.mutes_row


class LinePainter:
    """Draws lines of one result in one shape; every cell it draws asks the layout for the width that it needs."""

    def __init__(
        self,
        layout: ColumnLayout,
        shape: Shape,
        identity: Sequence[int],
        *,
        own_heads: bool = False,
        shows_windows: bool = False,
    ) -> None:
        self._layout = layout
        self._shows_windows = shows_windows
        self._own_heads = own_heads
        self._shape = shape
        self._names = frozenset(identity)
        self.sorted_by: Sort | None = None
        self._marks_width = width_of_marks()
        self._say: Speech = ENGLISH

    def speak(self, say: Speech) -> None:
        """Says the console's own words in a language from now on."""
        self._say = say
        self._marks_width = width_of_marks(say)

    @property
    def behind(self) -> int:
        """The cell behind the data, where the row's window or its end is told."""
        return self._layout.width - 1 + GAP

    def head(self, ink: Ink, left: int, width: int) -> Strip:
        """The line of column heads, scrolled by `left` cells, `width` cells wide."""
        plane, frozen = "header", self._shape.frozen
        faint = ink.on(plane, "faint")
        named = faint if self._own_heads else ink.on(plane, "muted", bold=True)
        blank = ink.on(plane)
        pen = Pen(frozen + left, blank)
        if self._shape.shows_received:
            pen.put(frozen, [Segment(self._say("received"), faint)])
        for place in self._layout.visible(frozen + left, left + width):
            index, start = self._layout.shown[place], self._layout.starts[place]
            column = self._layout.columns[index]
            head_width = column.width - len(column.head_day)
            text = "".join(piece.text for piece in fit((Piece(column.head),), head_width))
            room = column.width - cell_len(text) if column.is_number else 0
            pen.put(start + room, [Segment(text, named), Segment(column.head_day, faint)])
            if self.sorted_by is not None and self.sorted_by.column == index:
                arrow = "▼" if self.sorted_by.descending else "▲"
                pen.put(
                    start + room + cell_len(text + column.head_day),
                    [Segment(arrow, ink.on(plane, "accent", bold=True))],
                )
        if self._shows_windows:
            pen.put(self.behind, [Segment(self._say("window"), faint)])
        return Strip([Segment(" " * frozen, blank), *pen.until(left + width)], width)

    def line(self, line: ResultLine, above: Values | None, look: Look, ink: Ink, left: int, width: int) -> Strip:
        """One line, scrolled by `left` cells, `width` wide; `above` are the values drawn on the line above it."""
        plane = look.plane
        frozen = self._shape.frozen
        blank = ink.on(plane)
        pen = Pen(frozen + left, blank)
        if self._shape.shows_received:
            pen.put(frozen, _received(line.received, ink, plane))
        still = self._still(line, look, ink, plane)
        for place in self._layout.visible(frozen + left, left + width):
            if still is None or not self._put_still(pen, place, line, look, still):
                self._cell(pen, place, line, above, look, ink, plane)
        if line.version == DELETED and not self._shape.shows_received:
            pen.put(self.behind, [Segment(self._say(DELETED_WORD), ink.on(plane, "error"))])
        elif look.window is not None:
            has_room = self.behind + self._marks_width <= left + width
            pen.put(self.behind, window_segments(look.window, ink, plane, has_room=has_room))
        return Strip([*self._before(line, look, ink, plane), *pen.until(left + width)], width)

    def _before(self, line: ResultLine, look: Look, ink: Ink, plane: str) -> list[Segment]:
        blank = ink.on(plane)
        bar_ink = ink.on(plane, "accent" if look.has_focus else "faint")
        segments = [Segment(BAR, bar_ink) if look.is_cursor or look.is_selected else Segment(" ", blank)]
        if not self._shape.tag_width:
            return [*segments, Segment(" ", blank)]
        tag, counted = line.tag, self._shape.tag_width > 1
        under = ink.tinted(TAG_TINT[tag], look.step, plane) if look.step < TINTED else plane
        # The changelog tells what happened when: its tags keep their colour, only the table's fall silent.
        is_past = look.step == SETTLED or (look.is_muted and look.step >= TINTED)
        colour = "faint" if is_past and counted else TAG_INK[tag]
        style = ink.on(under, colour, bold=look.step < 2 or not counted)
        text = tag_text(line, counted=counted)
        segments.append(Segment(" " + text.ljust(self._shape.tag_room), style))
        return [*segments, Segment(" " * (self._shape.frozen - 2 - self._shape.tag_room), blank)]

    def _still(self, line: ResultLine, look: Look, ink: Ink, plane: str) -> Style | None:
        """The one style of a line's cells while so much changes that they keep still; None where they may differ."""
        has_deltas = self._shape.shows_received and line.previous is not None
        if not look.is_busy or has_deltas or line.version == DELETED:
            return None
        return ink.on(plane, "muted" if look.is_muted else "foreground")

    def _put_still(self, pen: Pen, place: int, line: ResultLine, look: Look, style: Style) -> bool:
        """Draws a cell that is plain text in one style and fits, as `_cell` does but in less time; else gives False."""
        index = self._layout.shown[place]
        column, value = self._layout.columns[index], line.values[index]
        if look.cursor_column == place or index in look.marks:
            return False
        start = self._layout.starts[place]
        if column.is_number:
            if not is_number(value):
                return False
            text = number_text(value)
            point = text.find(".")
            behind = column.fraction - (len(text) - point if point >= 0 else 0)
            room = column.width - len(text) - behind
            if room < 0 or behind < 0:
                return False
            pen.write(start + room, text, style)
            return True
        if not isinstance(value, str) or not 0 < len(value) <= column.width or value[10:11] == "T":
            return False
        if not (value.isascii() and value.isprintable()):
            return False
        pen.write(start, value, style)
        return True

    def _cell(
        self, pen: Pen, place: int, line: ResultLine, above: Values | None, look: Look, ink: Ink, plane: str
    ) -> None:
        index, start = self._layout.shown[place], self._layout.starts[place]
        value = line.values[index]
        cell = cell_text(value)
        column = self._layout.columns[index]
        is_hot = look.step < TINTED and not look.is_busy and line.version != DELETED and line.is_changed(index)
        # In the changelog a delta belongs to the line for good; in the table it fades with the change.
        shows_delta = self._shape.shows_received or (look.step < TINTED and not look.is_busy)
        amount = line.delta(index) if shows_delta and self._shape.tag_width else None
        delta = delta_text(amount) if amount is not None else ""
        self._layout.see(index, cell, delta)
        repeats = cell.is_time and above is not None and above[index] == value
        under = ink.tinted("tint-changed", look.step, plane) if is_hot and self._shape.tag_width > 1 else plane
        if look.cursor_column == place or index in look.marks:
            under = "cell"
        is_bold = look.step == 0 and (is_hot or (index in self._names and not cell.is_time)) and not look.is_busy
        voice = "muted" if look.is_muted and not is_hot else "foreground"
        if repeats or line.version == DELETED:
            voice = "faint"
        is_bold = is_bold and self._shape.tag_width > 1
        style = ink.on(under, voice, bold=is_bold or index in look.marks, underline=index in look.marks)
        pieces = fit(cell.pieces[1:] if column.is_shortened(cell) else cell.pieces, column.width)
        length = sum(cell_len(piece.text) for piece in pieces)
        room = _room(cell, column.width, column.fraction, length) if column.is_number else 0
        segments = _segments(pieces, style, ink.on(under, "faint"))
        edge = start + room
        if under != plane:
            segments.insert(0, Segment(" ", style))
            edge -= 1
        if delta and len(delta) <= column.delta:
            gap = column.width - room - length + 1
            ink_of_delta = "changed" if look.step < 2 and self._shape.tag_width > 1 else "muted"
            segments.append(Segment(" " * gap + delta.ljust(column.delta), ink.on(under, ink_of_delta)))
        if under != plane:
            segments.append(Segment(" ", style))
        pen.put(edge, segments)


def _room(cell: CellText, width: int, fraction: int, length: int) -> int:
    """Blanks before a number: decimal points stand under each other, what is no number ends at the edge."""
    behind = fraction - cell.after_point if cell.is_number and length == cell.width else 0
    return max(0, width - length - max(0, behind))


def _segments(pieces: Sequence[Piece], style: Style, faint: Style) -> list[Segment]:
    return [Segment(piece.text, faint if piece.voice is Voice.FAINT else style) for piece in pieces]


def _received(received: float, ink: Ink, plane: str) -> list[Segment]:
    text = datetime.fromtimestamp(received).strftime("%H:%M:%S.%f")[:RECEIVED_WIDTH]
    return [Segment(text[:6], ink.on(plane, "faint")), Segment(text[6:], ink.on(plane, "muted"))]
