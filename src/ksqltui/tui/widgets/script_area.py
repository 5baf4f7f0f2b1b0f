"""Owns a text area that knows its text as a script: offsets, statements, which one is armed; draws nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from textual.geometry import Offset, Region
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
        self._reading: EditorScript | None = None
        self._when_split: list[Callable[[], None]] = []
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

    def on_mount(self) -> None:
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

    @property
    def is_split(self) -> bool:
        """Whether `statements` are those of the text as it is now."""
        return self._script.is_split and self._statements is self._script.statements

    @property
    def may_have_statements(self) -> bool:
        """Whether there are statements, or may be, for a text that is not read yet."""
        return bool(self._statements) or not self._script.is_split

    def when_split(self, do: Callable[[], None]) -> None:
        """Does something with the statements once they are those of the text: at once, where that is short."""
        if self._split_now():
            do()
        else:
            self._when_split.append(do)

    def being_read(self) -> Awaitable[Sequence[ScriptStatement]] | None:
        """The statements of the text as it is now, once they are read; None where `statements` has them."""
        script = self._script
        return None if self._split_now() else asyncio.to_thread(lambda: script.statements)

    def statements_selected(self) -> tuple[ScriptStatement, ...]:
        """What is selected, read as a script of its own."""
        start, end = sorted(self.selection)
        return self._script.statements_between(start, end)

    async def long_selection(self) -> tuple[ScriptStatement, ...]:
        """As `statements_selected`, beside the loop."""
        start, end = sorted(self.selection)
        return await asyncio.to_thread(self._script.statements_between, start, end)

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

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        # An undo takes lines away, and with them the scroll bar, before it moves the cursor out of them.
        if self.selection.end[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

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

    def _split_now(self) -> bool:
        """Reads the statements, a long text beside the loop: whether they are known."""
        script = self._script
        if not script.is_split and script.unread > SPLIT_AT_ONCE:
            if self.is_running and self._reading is None:
                self._reading = script
                self.run_worker(self._read(script), group="splitting", exit_on_error=False)
            return False
        if self._statements is not script.statements:
            self._statements = script.statements
            self.post_message(self.StatementsChanged(self))
        self._arm()
        waiting, self._when_split = self._when_split, []
        for do in waiting:
            do()
        return True

    async def _read(self, script: EditorScript) -> None:
        await asyncio.to_thread(lambda: script.statements)
        self._reading = None
        if script is not self._script:
            self._script.take_over(script)
        self._split_now()

    def _arm(self) -> None:
        """Arms the statement at the cursor; where the cursor is beside one, the splitter says which is meant."""
        if not self._script.is_split:
            # The statements are those of a text before; what is read now arms.
            return
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
