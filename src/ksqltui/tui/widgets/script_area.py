"""Owns a text area that knows its text as a script: offsets, statements, which one is armed; draws nothing of it."""

from __future__ import annotations

from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from ksqltui.sql.splitter import ScriptStatement, statement_at
from ksqltui.tui.widgets.editor_script import EditorScript, Location

SPLIT_PAUSE = 0.15
SPLIT_AT_ONCE = 10_000
"""A script of more characters is split when typing pauses, so that a keystroke stays cheap."""


class ScriptArea(TextArea, inherit_bindings=False):
    """The armed statement is the one that Run would run: at the cursor, or else the last."""

    class StatementsChanged(Message):
        """The buffer was split anew."""

        def __init__(self, editor: ScriptArea) -> None:
            super().__init__()
            self.editor = editor

    def __init__(self, text: str, *, id: str | None, placeholder: str) -> None:
        self._script = EditorScript([""])
        self._statements: tuple[ScriptStatement, ...] = ()
        self._armed: ScriptStatement | None = None
        self._armed_lines = range(0)
        self._split_timer: Timer | None = None
        super().__init__(
            text,
            id=id,
            soft_wrap=False,
            show_line_numbers=True,
            tab_behavior="indent",
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.indent_width = 2
        self.cursor_blink = False
        self._script = EditorScript(self.document.lines)
        self._split_now()

    @property
    def script(self) -> str:
        """The whole text with `\\n` between lines, which all offsets here count in."""
        return self._script.text

    @property
    def size_of_script(self) -> int:
        """Characters, line ends included."""
        return self._script.size

    @property
    def statements(self) -> tuple[ScriptStatement, ...]:
        return self._statements

    @property
    def armed(self) -> ScriptStatement | None:
        return self._armed

    def statements_to_run(self) -> tuple[ScriptStatement, ...]:
        """The selection's statements; without one, the armed statement."""
        self._split_now()
        start, end = sorted(self.selection)
        if start == end:
            return (self._armed,) if self._armed is not None else ()
        return self._script.statements_between(start, end)

    def go_to(self, offset: int) -> None:
        """Puts the cursor at a character of the script and shows it."""
        self.move_cursor(self.location_of(offset), center=True)

    def replace_statement(self, start: int, old: str, new: str) -> bool:
        """Puts `new` in the place of `old`, as an edit that can be undone; False when `old` is no longer there."""
        script = self.script
        if script[start : start + len(old)] != old:
            start = script.find(old)
            if start < 0:
                return False
        self.replace(new, self.location_of(start), self.location_of(start + len(old)), maintain_selection_offset=False)
        self.move_cursor(self.location_of(start))
        self._split_now()
        return True

    def insert_statement(self, text: str, replacing: tuple[int, int] | None = None) -> int:
        """Puts a statement on the cursor's line where that is empty, else behind the armed statement; one undo step.

        `replacing` are the offsets of characters in whose place it comes. Gives the offset where it begins.
        """
        if replacing is not None:
            first, last = (self.location_of(offset) for offset in replacing)
            self.replace(text, first, last, maintain_selection_offset=False)
            self._split_now()
            return replacing[0]
        row = self.cursor_location[0]
        gap = ""
        if self.document.lines[row].strip():
            row = max(row, self._armed_lines.stop - 1) if row in self._armed_lines else row
            place = (row, len(self.document.lines[row]))
            gap = "\n\n"
        else:
            place = (row, 0)
        begins = self.offset_at(place) + len(gap)
        self.replace(gap + text, place, (row, len(self.document.lines[row])), maintain_selection_offset=False)
        self._split_now()
        return begins

    def offset_at(self, location: Location) -> int:
        return self._script.offset_at(location)

    def location_of(self, offset: int) -> Location:
        return self._script.location_of(offset)

    def line_of(self, offset: int) -> int:
        """The line (from 0) of a character of the script."""
        return self.location_of(offset)[0]

    # Text changes.

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self.text_changed(edit.top[0])
        return result

    def undo(self) -> None:
        super().undo()
        self.text_changed(0)

    def redo(self) -> None:
        super().redo()
        self.text_changed(0)

    def load_text(self, text: str) -> None:
        super().load_text(text)
        self.text_changed(0)

    def text_changed(self, row: int) -> None:
        """The text from line `row` on is another; what was known of it is found anew."""
        self._script = EditorScript(self.document.lines, self._script)
        if self._split_timer is not None:
            self._split_timer.stop()
            self._split_timer = None
        if self._script.size <= SPLIT_AT_ONCE:
            self._split_now()
        else:
            self._split_timer = self.set_timer(SPLIT_PAUSE, self._split_now)

    def _split_now(self) -> None:
        if self._statements is not self._script.statements:
            self._statements = self._script.statements
            self.post_message(self.StatementsChanged(self))
        self._arm()

    def _arm(self) -> None:
        """Arms the statement at the cursor; where the cursor is beside one, the splitter says which is meant."""
        self._armed = statement_at(self._statements, self.offset_at(self.selection.end))
        before = self._armed_lines
        if self._armed is None:
            self._armed_lines = range(0)
        else:
            first, last = (self.location_of(offset)[0] for offset in (self._armed.start, self._armed.end - 1))
            self._armed_lines = range(first, last + 1)
        if before != self._armed_lines:
            self.refresh()
            self._show_armed()

    def _show_armed(self) -> None:
        """Scrolls so that cursor and armed statement show whole, where they fit together."""
        rows = [self.cursor_location[0], *self._armed_lines[:1], *self._armed_lines[-1:]]
        top, height = min(rows), max(rows) - min(rows) + 1
        if self.is_mounted and height <= self.scrollable_content_region.height:
            self.scroll_to_region(Region(self.scroll_offset.x, top, 1, height), animate=False, force=True)
