"""Owns the list of completions over the screen: its lines, which one is chosen, its place; knows no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.sql.matching import CandidateKind, Match
from ksqltui.tui.glyphs import UNICODE, Glyphs

MOST_LINES = 8
LONGEST_NAME = 32
LONGEST_ABOUT = 34
EDGE = 2
"""Cells before the names: the bar of the chosen line and one free."""

_TYPED = frozenset({CandidateKind.COLUMN, CandidateKind.FAR_COLUMN, CandidateKind.PSEUDO_COLUMN})


class CompletionPopup(Widget):
    """A list under the word that is being typed. It covers, and never takes the focus."""

    DEFAULT_CSS = """
    CompletionPopup {
        overlay: screen;
        position: absolute;
        display: none;
        background: $panel;
        color: $foreground;
        & .completion--chosen { background: $lift; }
        & .completion--bar { color: $accent; }
        & .completion--typed { color: $accent; text-style: bold; }
        & .completion--type { color: $secondary; }
        & .completion--muted { color: $muted; }
        & .completion--faint { color: $faint; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "completion--chosen",
        "completion--bar",
        "completion--typed",
        "completion--type",
        "completion--muted",
        "completion--faint",
    }

    class Chosen(Message):
        """A line was clicked."""

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._matches: tuple[Match, ...] = ()
        self._chosen = 0
        self._top = 0
        self._widths = (0, 0, 0)

    @property
    def is_open(self) -> bool:
        return bool(self._matches)

    @property
    def matches(self) -> tuple[Match, ...]:
        return self._matches

    @property
    def chosen(self) -> Match | None:
        return self._matches[self._chosen] if self._matches else None

    def show_matches(self, matches: Sequence[Match], word: Region) -> None:
        """Shows the matches with their names starting under `word` (in the screen's cells); none closes the list."""
        self._matches = tuple(matches)
        self._chosen = self._top = 0
        if not self._matches:
            self.close()
            return
        shown = [match.candidate for match in self._matches]
        self._widths = (
            min(max(len(each.name) for each in shown), LONGEST_NAME),
            max(len(each.type) for each in shown),
            min(max(len(each.about) for each in shown), LONGEST_ABOUT),
        )
        room = self.screen.size
        width = min(sum(self._widths) + EDGE + 6 + 1, room.width)
        height = min(len(shown), MOST_LINES)
        below, above = room.height - 1 - word.bottom, word.y
        if height > below and above > below:
            height = min(height, above)
            y = word.y - height
        else:
            height = max(min(height, below), 1)
            y = word.bottom
        self.styles.width, self.styles.height = width, height
        self.absolute_offset = Offset(max(min(word.x - EDGE, room.width - width), 0), y)
        self.display = True
        self.refresh(layout=True)

    def close(self) -> None:
        self._matches = ()
        self.display = False

    def move(self, by: int) -> None:
        """Chooses another line; past an end it goes round."""
        self._chosen = (self._chosen + by) % max(len(self._matches), 1)
        height = max(self.size.height, 1)
        self._top = min(max(self._top, self._chosen - height + 1), self._chosen)
        self.refresh()

    def move_page(self, by: int) -> None:
        """Chooses a line a list's height away, no further than the ends."""
        target = self._chosen + by * max(self.size.height - 1, 1)
        self.move(min(max(target, 0), len(self._matches) - 1) - self._chosen)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index = self._top + y
        if index >= len(self._matches):
            return Strip.blank(width, self.rich_style)
        base = self.rich_style
        bar = Segment(" ", base)
        if index == self._chosen:
            base += self.get_component_rich_style("completion--chosen", partial=True)
            bar = Segment(self._glyphs.bar, base + self._voice("bar"))
        match = self._matches[index]
        candidate = match.candidate
        name_width, type_width, about_width = self._widths
        type_voice = "type" if candidate.kind in _TYPED else "muted"
        pieces = [
            bar,
            Segment(" ", base),
            *self._name_pieces(match, name_width, base),
            Segment("   ", base),
            Segment(set_cell_size(candidate.type, type_width), base + self._voice(type_voice)),
            Segment("   ", base),
            Segment(set_cell_size(self._short(candidate.about, about_width), about_width), base + self._voice("faint")),
        ]
        return Strip(pieces).adjust_cell_length(width, base)

    def _name_pieces(self, match: Match, width: int, base: Style) -> list[Segment]:
        """The name with its typed letters marked, in exactly `width` cells."""
        name = self._short(match.candidate.name, width)
        typed = base + self._voice("typed")
        pieces = [Segment(letter, typed if at in match.positions else base) for at, letter in enumerate(name)]
        return [*Segment.simplify(pieces), Segment(" " * (width - len(name)), base)]

    def _short(self, text: str, width: int) -> str:
        cut = self._glyphs.cut
        return text if len(text) <= width else text[: width - len(cut)] + cut

    def _voice(self, voice: str) -> Style:
        return self.get_component_rich_style(f"completion--{voice}", partial=True)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Takes the line; the editor keeps the focus."""
        event.stop()
        event.prevent_default()
        if self._top + event.y < len(self._matches):
            self._chosen = self._top + event.y
            self.post_message(self.Chosen())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(1 if self._chosen < len(self._matches) - 1 else 0)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-1 if self._chosen else 0)
