"""Owns the problems of one editor's statements: when they are looked for, where they are; finds none itself."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice
from textwrap import shorten
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.geometry import Region
from textual.timer import Timer

from ksqltui.sql.diagnostics import NOTHING_KNOWN, Diagnostic, KnownNames, Severity, defined_source, diagnose
from ksqltui.sql.splitter import ScriptStatement
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.editor_marks import LineNote
from ksqltui.tui.widgets.editor_script import Location
from ksqltui.tui.widgets.problem_card import ProblemCard

if TYPE_CHECKING:
    from ksqltui.tui.widgets.editor import SqlEditor

PAUSE = 0.4
"""Seconds without a change of the text until problems are looked for."""
NEW_AT_ONCE = 10
"""New statements that are read while keys wait: a few milliseconds. More are read beside the loop."""
READ_AT_ONCE = 300
"""Statements of a buffer that are gone through while keys wait."""
MOST_PROBLEMS = 1_000
"""Problems that are shown of one buffer; they follow every key."""
SHORT = 24
"""Letters of a message where there is no room for all of it."""


@runtime_checkable
class KnowsNames(Protocol):
    """A screen that knows what the server has."""

    @property
    def known_names(self) -> KnownNames: ...


class EditorDiagnostics:
    """Problems follow the text with every key, and are looked for anew when typing pauses."""

    def __init__(self, editor: SqlEditor) -> None:
        self.problems: tuple[Diagnostic, ...] = ()
        """By their offsets in the buffer."""
        self._editor = editor
        self._timer: Timer | None = None
        self._reader = ProblemReader()
        self._is_reading = False
        self._size = 0
        self._told_at: Location | None = None

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
        moved = (Diagnostic(each.start + grown, each.end + grown, each.severity, each.message) for each in after)
        self.problems = (*before, *moved)
        self._size = editor.size_of_script
        self.hush()
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
        self._editor.call_after_refresh(self.tell, self._editor.cursor_location[0])

    def tell(self, row: int) -> None:
        """Shows the problems of a line whole, until the cursor moves."""
        editor = self._editor
        begins = editor.offset_at((row, 0))
        here = self.on_line(begins, len(editor.document.lines[row]))
        self._told_at = editor.cursor_location
        for card in self._cards():
            place = editor.cursor_screen_offset
            word = Region(place.x, place.y + row - editor.cursor_location[0], 1, 1)
            card.show_problems([(each.message, each.severity.value) for each in here], word)

    def cursor_moved(self) -> None:
        if self._told_at != self._editor.cursor_location:
            self.hush()

    def hush(self) -> None:
        """Takes away what `tell` has shown."""
        if self._told_at is not None:
            self._told_at = None
            for card in self._cards():
                card.close()

    def _cards(self) -> tuple[ProblemCard, ...]:
        return tuple(self._editor.screen.query(ProblemCard)) if self._editor.is_attached else ()

    def _look(self) -> None:
        self._timer = None
        editor = self._editor
        if not editor.is_attached:
            return
        if editor.completion.is_open or self._is_reading or not editor.is_split:
            # The word at the cursor is half a word as long as it is being completed.
            self.look_soon()
            return
        names = editor.screen.known_names if isinstance(editor.screen, KnowsNames) else NOTHING_KNOWN
        statements = editor.statements
        if len(statements) <= READ_AT_ONCE and self._reader.unread(statements, names) <= NEW_AT_ONCE:
            self._show(self._reader.problems(statements, names))
        else:
            self._is_reading = True
            editor.run_worker(self._look_beside(statements, names), group="diagnostics", exit_on_error=False)

    async def _look_beside(self, statements: Sequence[ScriptStatement], names: KnownNames) -> None:
        try:
            found = await asyncio.to_thread(self._reader.problems, statements, names)
        finally:
            self._is_reading = False
        if self._editor.statements is statements and self._editor.is_split:
            self._show(found)
        else:
            self.look_soon()

    def _show(self, problems: tuple[Diagnostic, ...]) -> None:
        self._size = self._editor.size_of_script
        if problems != self.problems:
            self.problems = problems
            self._editor.notify_style_update()
            self._editor.refresh()
            self._editor.refresh_bindings()


class ProblemReader:
    """Reads each statement once, however often a buffer is looked at and wherever a statement moves to."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Diagnostic, ...]] = {}
        self._made: dict[str, str] = {}
        self._names: tuple[KnownNames, frozenset[str]] | None = None

    def unread(self, statements: Sequence[ScriptStatement], names: KnownNames) -> int:
        """How many statements `problems` would have to read."""
        if self._names is None or self._names[0] is not names:
            return len(statements)
        return sum(each.text not in self._read for each in statements)

    def problems(self, statements: Sequence[ScriptStatement], names: KnownNames) -> tuple[Diagnostic, ...]:
        """What is wrong, by offsets in the buffer: the first `MOST_PROBLEMS`."""
        texts = dict.fromkeys(each.text for each in statements)
        made = self._made
        self._made = {text: made[text] if text in made else defined_source(text) for text in texts}
        defined = frozenset(filter(None, self._made.values()))
        if self._names != (names, defined):
            self._names = names, defined
            self._read.clear()
        read = self._read
        self._read = {text: read[text] if text in read else diagnose(text, names, defined) for text in texts}
        every = (
            Diagnostic(each.start + statement.start, each.end + statement.start, each.severity, each.message)
            for statement in statements
            for each in self._read[statement.text]
        )
        return tuple(islice(every, MOST_PROBLEMS))
