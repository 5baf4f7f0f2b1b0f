"""Owns the problems of one editor's statements: when they are looked for, where they are; finds none itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.timer import Timer

from ksqltui.sql.diagnostics import NOTHING_KNOWN, Diagnostic, KnownNames, Severity, defined_source, diagnose
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.editor_marks import LineNote

if TYPE_CHECKING:
    from ksqltui.tui.widgets.editor import SqlEditor

PAUSE = 0.4
"""Seconds without a change of the text until problems are looked for."""
AT_ONCE = 25
"""Statements that are read between two turns of the loop: a few milliseconds."""


SHORT = 24
"""Letters of a message where there is no room for all of it."""


@runtime_checkable
class KnowsNames(Protocol):
    """A screen that knows what the server has."""

    @property
    def known_names(self) -> KnownNames: ...


class EditorDiagnostics:
    """Each statement is read once, however often the buffer is looked at and wherever it moves to."""

    def __init__(self, editor: SqlEditor) -> None:
        self.problems: tuple[Diagnostic, ...] = ()
        """By their offsets in the buffer."""
        self._editor = editor
        self._timer: Timer | None = None
        self._read: dict[str, tuple[Diagnostic, ...]] = {}
        self._made: dict[str, str] = {}
        self._names: object = None
        self._size = 0

    def on_line(self, start: int, length: int) -> tuple[Diagnostic, ...]:
        """The problems of which a line that begins at offset `start` shows something."""
        first = bisect_right(self.problems, start, key=lambda each: each.end)
        last = bisect_right(self.problems, start + length, key=lambda each: each.start)
        return self.problems[first:last]

    def note(self, start: int, length: int, glyphs: Glyphs) -> LineNote | None:
        """What to say beside a line: its first problem, an error before a warning."""
        here = sorted(self.on_line(start, length), key=lambda each: each.severity is not Severity.ERROR)
        if not here:
            return None
        message, voice = here[0].message, here[0].severity.value
        glyph = glyphs.failed if voice == "error" else glyphs.warning
        return LineNote(
            0, glyph, voice, message, shorten(message.partition(":")[0], SHORT, placeholder="…"), all_in_voice=True
        )

    def text_changed(self, row: int) -> None:
        """Problems after the changed line move with the text, those in it go; all are looked for in a moment."""
        editor = self._editor
        start, grown = editor.offset_at((row, 0)), editor.size_of_script - self._size
        end = max(start + len(editor.document[row]) - grown, start)
        before = self.problems[: bisect_left(self.problems, start, key=lambda each: each.start)]
        after = self.problems[bisect_right(self.problems, end, key=lambda each: each.start) :]
        moved = (replace(each, start=each.start + grown, end=each.end + grown) for each in after)
        self.problems = (*before, *moved)
        self._size = editor.size_of_script
        self.look_soon()

    def look_soon(self, pause: float = PAUSE) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._editor.set_timer(pause, self._look) if self._editor.is_attached else None

    def step(self, by: int) -> None:
        """Puts the cursor on the next problem, or on the one before; past an end it goes round."""
        if not self.problems:
            return
        here = self._editor.offset_at(self._editor.cursor_location)
        starts = [each.start for each in self.problems]
        at = bisect_right(starts, here) if by > 0 else bisect_left(starts, here) - 1
        self._editor.go_to(starts[at % len(starts)])

    def _look(self) -> None:
        self._timer = None
        editor = self._editor
        if not editor.is_attached:
            return
        if editor.completion.is_open:
            # The word at the cursor is half a word as long as it is being completed.
            self.look_soon()
            return
        names = editor.screen.known_names if isinstance(editor.screen, KnowsNames) else NOTHING_KNOWN
        texts = dict.fromkeys(each.text for each in editor.statements)
        self._made = {text: self._made.get(text) or defined_source(text) for text in texts}
        defined = frozenset(filter(None, self._made.values()))
        if (names, defined) != self._names:
            self._names = (names, defined)
            self._read.clear()
        unread = [text for text in texts if text not in self._read]
        for text in unread[:AT_ONCE]:
            self._read[text] = diagnose(text, names, defined)
        if len(unread) > AT_ONCE:
            self.look_soon(0.01)
            return
        self._read = {text: self._read[text] for text in texts}
        self._show(
            tuple(
                replace(each, start=each.start + statement.start, end=each.end + statement.start)
                for statement in editor.statements
                for each in self._read[statement.text]
            )
        )

    def _show(self, problems: tuple[Diagnostic, ...]) -> None:
        self._size = self._editor.size_of_script
        if problems != self.problems:
            self.problems = problems
            self._editor.notify_style_update()
            self._editor.refresh()
            self._editor.refresh_bindings()
