"""Owns the note under a run's rows: why nothing comes, or what its rows hide, and the key that helps; knows no rows."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from ksqltui.tui.widgets.inked import Inked
from ksqltui.tui.widgets.results_lines import BAR
from ksqltui.tui.widgets.words import Line, Word, strip_of, wrapped

Note = tuple[str, str, str]
"""A text, the key that helps, and what the key does; the last two may be empty."""


class RunNote(Inked):
    """Takes no room while there is nothing to say; clicking it does what its key does."""

    DEFAULT_CSS = """
    RunNote { width: 1fr; height: auto; display: none; background: $surface; }
    """

    class Clicked(Message):
        """The note was clicked: `key` is the one that it tells."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._notes: tuple[tuple[Note, bool], ...] = ()
        self._lines: list[tuple[Line, str]] = []

    def show(self, notes: Sequence[tuple[Note, bool]]) -> None:
        """Shows notes, each with whether it is a warning."""
        if tuple(notes) == self._notes:
            return
        self._notes = tuple(notes)
        self.display = bool(notes)
        self._fold()

    def on_resize(self) -> None:
        self._fold()

    def _fold(self) -> None:
        lines = [
            (line, key)
            for (text, key, does), warns in self._notes
            for line in _note_lines(text, key, does, warns, self.size.width or self.app.size.width)
        ]
        if lines != self._lines:
            self._lines = lines
            self.styles.height = len(lines) or "auto"
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        line = self._lines[y][0] if y < len(self._lines) else ()
        return strip_of(line, self.ink, self.size.width)

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self._lines) and (key := self._lines[event.y][1]):
            event.stop()
            self.post_message(self.Clicked(key))


def _note_lines(text: str, key: str, does: str, warns: bool, width: int) -> list[Line]:
    tint = "tint-warning" if warns else ""
    bar = Word(BAR, "warning" if warns else "faint", tint=tint)
    words = [Word("! ", "warning", bold=True, tint=tint)] if warns else []
    words.append(Word(text, "foreground" if warns else "muted", tint=tint))
    if key:
        words += [Word("  ", tint=tint), Word(key, "foreground", bold=True, tint=tint), Word(f" {does}", tint=tint)]
    return [(bar, Word(" ", tint=tint), *line) for line in wrapped(words, width - 3)]
