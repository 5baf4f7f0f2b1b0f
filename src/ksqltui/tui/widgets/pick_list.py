"""Owns a list of lines under a standing head, with a cursor that stays on its thing; knows not what it lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.words import Line, Word, cells, strip_of

GAP = 2
EDGE = 2
"""Cells before the first column, the cursor's bar in the first of them."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: `is_flexible` takes the room that is left and is cut where there is little."""

    name: str
    is_right: bool = False
    is_flexible: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line: `key` tells it apart, `cells` are the words of each column."""

    key: str
    cells: tuple[Line, ...]


class PickList(ScrollView, Inked, can_focus=True):
    """Rows of words. What the cursor stands on is told as Highlighted, what was chosen as Chosen."""

    DEFAULT_CSS = """
    PickList { width: 1fr; height: 1fr; background: $surface; scrollbar-size: 1 1; overflow-x: hidden; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="list.open"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down"),
        Binding("home", "move(-999999)", "First", show=False, id="list.first"),
        Binding("end", "move(999999)", "Last", show=False, id="list.last"),
    ]

    class Highlighted(Message):
        """The cursor has come to another row; `key` is empty where there is none."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Chosen(Message):
        """A row was chosen with Enter or a click on the row under the cursor."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class HeadClicked(Message):
        """The head of a column was clicked."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._columns: tuple[ListColumn, ...] = ()
        self._rows: tuple[ListRow, ...] = ()
        self._places: dict[str, int] = {}
        self._notes: tuple[Line, ...] = ()
        self._widths: list[int] = []
        self._counted: dict[str, tuple[ListRow, tuple[int, ...]]] = {}
        self._cursor = ""
        self._follows = False

    def show(self, columns: Sequence[ListColumn], rows: Sequence[ListRow], notes: Sequence[Line] = ()) -> None:
        """Shows rows with `notes` under them; the cursor stays on its row, or goes to what now stands there."""
        if (tuple(columns), tuple(rows), tuple(notes)) == (self._columns, self._rows, self._notes):
            return
        place = self._places.get(self._cursor, 0)
        was_last = self._follows and place >= len(self._rows) - 1
        self._columns, self._rows, self._notes = tuple(columns), tuple(rows), tuple(notes)
        self._places = {row.key: index for index, row in enumerate(rows)}
        if was_last and rows:
            self._put_cursor(len(rows) - 1)
        elif self._cursor not in self._places:
            self._put_cursor(min(place, len(rows) - 1) if rows else -1)
        self._measure()

    @property
    def cursor_key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        return self._cursor

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        return self._columns

    @property
    def rows(self) -> tuple[ListRow, ...]:
        return self._rows

    def follow(self, follows: bool) -> None:
        """Whether a cursor on the last row goes on to rows that come after it."""
        self._follows = follows

    def go_to(self, key: str) -> None:
        """Puts the cursor on a row that is there."""
        if key in self._places:
            self._put_cursor(self._places[key])

    def action_move(self, by: int) -> None:
        if self._rows:
            place = self._places.get(self._cursor, 0) + by
            self._put_cursor(min(max(place, 0), len(self._rows) - 1))

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.scrollable_content_region.height - 2))

    def action_choose(self) -> None:
        if self._cursor:
            self.post_message(self.Chosen(self._cursor))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        at = event.get_content_offset(self)
        if at is None:
            return
        if at.y == 0:
            column = self._column_at(at.x)
            if column is not None:
                self.post_message(self.HeadClicked(column))
            return
        index = round(self.scroll_y) + at.y - 1
        if 0 <= index < len(self._rows):
            again = self._rows[index].key == self._cursor
            self._put_cursor(index)
            if again:
                self.action_choose()

    def _put_cursor(self, index: int) -> None:
        key = self._rows[index].key if 0 <= index < len(self._rows) else ""
        if key != self._cursor:
            self._cursor = key
            self.post_message(self.Highlighted(key))
        room = max(1, self.scrollable_content_region.height - 1)
        top = round(self.scroll_y)
        if index >= 0 and not top <= index < top + room:
            self.virtual_size = Size(self.size.width, len(self._rows) + 1 + len(self._notes))
            self.scroll_to(y=max(index - room // 2, 0), animate=False, force=True)
        self.refresh()

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        # Most rows are those of the look before: their cells need not be counted again.
        self._counted = {row.key: self._counted_row(row) for row in self._rows}
        heads = [cells((Word(column.name),)) for column in self._columns]
        widths = [max(each) for each in zip(heads, *(wide for _, wide in self._counted.values()), strict=True)]
        flexible = [at for at, column in enumerate(self._columns) if column.is_flexible]
        others = sum(wide for at, wide in enumerate(widths) if at not in flexible)
        room = width - EDGE - 1 - others - GAP * max(0, len(widths) - 1)
        for left, at in zip(range(len(flexible), 0, -1), sorted(flexible, key=widths.__getitem__), strict=True):
            widths[at] = max(4, min(widths[at], room // left))
            room -= widths[at]
        if flexible:
            # What nobody needs goes to the last, so that the numbers after it stand at the right edge.
            widths[flexible[-1]] += max(0, room)
        self._widths = widths
        self.virtual_size = Size(width, len(self._rows) + 1 + len(self._notes))
        self.refresh()

    def _counted_row(self, row: ListRow) -> tuple[ListRow, tuple[int, ...]]:
        known = self._counted.get(row.key)
        return known if known is not None and known[0] is row else (row, tuple(map(cells, row.cells)))

    def _column_at(self, x: int) -> int | None:
        at = EDGE
        for index, wide in enumerate(self._widths):
            if at <= x < at + wide + GAP:
                return index
            at += wide + GAP
        return None

    def on_resize(self) -> None:
        self._measure()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            head = [(Word(column.name, "faint"),) for column in self._columns]
            return strip_of([Word(" " * EDGE), *self._laid_out(head)], self.ink, width).crop(0, width)
        index = round(self.scroll_y) + y - 1
        if index >= len(self._rows):
            at = index - len(self._rows)
            words = self._notes[at] if at < len(self._notes) else ()
            return strip_of([Word(" " * EDGE), *words], self.ink, width).crop(0, width)
        row = self._rows[index]
        words = tuple(self._laid_out(row.cells))
        if row.key != self._cursor:
            return strip_of([Word(" " * EDGE), *words], self.ink, width).crop(0, width)
        bar = Word(self._glyphs.bar, "accent" if self.has_focus else "faint")
        chosen = [replace(word, plane="panel") for word in (bar, Word(" " * (EDGE - 1)), *words, Word("", "muted"))]
        return strip_of(chosen, self.ink, width).crop(0, width)

    def _laid_out(self, row: Sequence[Line]) -> list[Word]:
        words: list[Word] = []
        for at, (cell, wide) in enumerate(zip(row, self._widths, strict=False)):
            used = cells(cell)
            part = list(cell) if used <= wide else _cut(cell, wide, self._glyphs)
            blank = Word(" " * max(0, wide - cells(part)))
            words += [blank, *part] if self._columns[at].is_right else [*part, blank]
            words.append(Word(" " * GAP))
        return words


def _cut(cell: Line, wide: int, glyphs: Glyphs) -> list[Word]:
    """The words up to `wide` cells, the cut marked in the last one."""
    left: list[Word] = []
    room = max(0, wide - cells((Word(glyphs.cut),)))
    for word in cell:
        text = word.text
        while text and cells((*left, Word(text))) > room:
            text = text[:-1]
        if text:
            left.append(replace(word, text=text))
        if text != word.text:
            break
    return [*left, Word(glyphs.cut, "faint")]
