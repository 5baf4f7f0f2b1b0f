"""Owns one buffer on the screen: SQL in colours, the armed statement, notes and errors at lines; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from ksqltui.sql.splitter import ScriptStatement, statement_at
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.keys import RUN_KEYS, editing_bindings
from ksqltui.tui.widgets.editor_completion import CompletionActions, EditorCompletion, completion_bindings
from ksqltui.tui.widgets.editor_highlighting import LineHighlighter
from ksqltui.tui.widgets.editor_marks import ErrorMark, LineMargin, LineNote, cells
from ksqltui.tui.widgets.editor_script import EditorScript, Location, without_controls

BAR_WIDTH = 1
NUMBER_WIDTH = 4
NARROW = 96
"""Under so many columns of the screen, notes say only which tab (look.md, What folds)."""

SPLIT_PAUSE = 0.15
SPLIT_AT_ONCE = 10_000
"""A script of more characters is split when typing pauses, so that a keystroke stays cheap."""


class SqlEditor(CompletionActions, TextArea, inherit_bindings=False):
    """A buffer of statements. The armed statement is the one that Run would run: at the cursor, or else the last."""

    DEFAULT_CSS = """
    SqlEditor, SqlEditor:focus {
        border: none;
        padding: 0;
        background: $surface;
        color: $foreground;
        scrollbar-size: 1 1;
        & .text-area--gutter { color: $faint; }
        & .text-area--cursor { color: $surface; background: $foreground; text-style: none; }
        & .text-area--selection { background: $lift; color: $foreground; }
        & .text-area--matching-bracket { background: $lift; }
        & .text-area--placeholder { color: $faint; }
        & .editor--bar { color: $accent; }
        & .editor--run { color: $on-accent; background: $accent; text-style: bold; }
        & .editor--muted { color: $muted; }
        & .editor--success { color: $success; }
        & .editor--warning { color: $warning; }
        & .editor--error { color: $error; }
        & .editor--mark { color: $error; text-style: underline; }
        & .editor--keyword { color: $accent; }
        & .editor--function { color: $secondary; }
        & .editor--string { color: $sql-string; }
        & .editor--number { color: $sql-number; }
        & .editor--comment { color: $sql-comment; text-style: italic; }
        & .editor--punctuation { color: $muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "editor--bar",
        "editor--run",
        "editor--muted",
        "editor--success",
        "editor--warning",
        "editor--error",
        "editor--mark",
        "editor--keyword",
        "editor--function",
        "editor--string",
        "editor--number",
        "editor--comment",
        "editor--punctuation",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(RUN_KEYS, "run", "Run", id="editor.run", tooltip="Run the selection or the statement at the cursor"),
        *completion_bindings(),
        Binding("escape", "unselect", "Drop the selection", show=False, id="editor.unselect"),
        *editing_bindings(),
    ]

    class RunAsked(Message):
        """Run was pressed: `statements` in order, all of one buffer."""

        def __init__(self, editor: SqlEditor, statements: tuple[ScriptStatement, ...]) -> None:
            super().__init__()
            self.editor = editor
            self.statements = statements

    class NoteChosen(Message):
        """The note of a run was clicked."""

        def __init__(self, run_number: int) -> None:
            super().__init__()
            self.run_number = run_number

    class StatementsChanged(Message):
        """The buffer was split anew."""

        def __init__(self, editor: SqlEditor) -> None:
            super().__init__()
            self.editor = editor

    def __init__(self, text: str = "", *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        self._highlighter = LineHighlighter()
        self.completion = EditorCompletion(self)
        self._script = EditorScript([""])
        self._statements: tuple[ScriptStatement, ...] = ()
        self._armed: ScriptStatement | None = None
        self._armed_lines = range(0)
        self._notes: Mapping[int, LineNote] = {}
        self._mark: ErrorMark | None = None
        self._split_timer: Timer | None = None
        self._glyphs = glyphs
        super().__init__(
            text,
            id=id,
            soft_wrap=False,
            show_line_numbers=True,
            tab_behavior="indent",
            highlight_cursor_line=False,
            placeholder="Write a statement, then F5 runs it",
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

    def show_notes(self, notes: Mapping[int, LineNote]) -> None:
        """Shows notes at the ends of lines (from 0) in place of those that are there."""
        if notes != self._notes:
            self._notes = dict(notes)
            self.refresh()

    def show_error(self, mark: ErrorMark | None) -> None:
        """Underlines the place that the server named, in place of an earlier one."""
        self._mark = mark
        self.notify_style_update()
        self.refresh()

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

    def offset_at(self, location: Location) -> int:
        return self._script.offset_at(location)

    def location_of(self, offset: int) -> Location:
        return self._script.location_of(offset)

    def line_of(self, offset: int) -> int:
        """The line (from 0) of a character of the script."""
        return self.location_of(offset)[0]

    # Text changes: what is carried from line to line is forgotten below the change.

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self._text_changed(edit.top[0])
        self.completion.edited(edit.text)
        return result

    def undo(self) -> None:
        super().undo()
        self._text_changed(0)

    def redo(self) -> None:
        super().redo()
        self._text_changed(0)

    def load_text(self, text: str) -> None:
        super().load_text(text)
        self._text_changed(0)

    def _text_changed(self, row: int) -> None:
        self._highlighter.forget_below(row - 1)
        if self._mark is not None:
            self.show_error(None)
        self._script = EditorScript(self.document.lines)
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

    def on_text_area_selection_changed(self) -> None:
        self._arm()
        self.completion.cursor_moved()

    def on_blur(self) -> None:
        self.completion.close()

    def on_resize(self) -> None:
        self.scroll_cursor_visible()
        self._show_armed()

    # Drawing.

    @property
    def gutter_width(self) -> int:
        return BAR_WIDTH + max(NUMBER_WIDTH, len(str(self.document.line_count))) + 2

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end, voice in self._highlighter.spans(self.document.lines, line_index):
            line.stylize(self._voice(voice), start, end)
        if self._mark is not None:
            begins = self._script.start_of(line_index)
            start, end = self._mark.start - begins, self._mark.end - begins
            if end > 0 and start <= len(line):
                line.stylize(self._voice("mark"), max(start, 0), end)
        return line

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        row = y + self.scroll_offset.y
        if row >= self.document.line_count or (not self.text and self.placeholder):
            return strip
        if row in self._armed_lines:
            strip = Strip([Segment(self._glyphs.bar, self._style("bar")), *strip.crop(1)])
        pieces = self._margin_pieces(row)
        if pieces:
            width = self.scrollable_content_region.width
            at = width - 1 - cells(pieces)
            strip = Strip.join([strip.crop(0, at), Strip(pieces), strip.crop(width - 1, width)])
        return strip

    def _margin_pieces(self, row: int) -> list[Segment]:
        """What stands at the right of a line: shorter where there is no room, nothing where it would cover text."""
        margin = LineMargin(self._notes.get(row), self._run_words() if row in self._armed_lines[:1] else "")
        text = Text(self.document.lines[row].expandtabs(self.indent_width))
        text_end = self.gutter_width + text.cell_len - self.scroll_offset.x
        room = self.scrollable_content_region.width - 1 - text_end
        for short in (False, True) if self.app.size.width >= NARROW else (True,):
            pieces = margin.pieces(self._style, short=short)
            if cells(pieces) < room:
                return pieces
        return []

    def _run_words(self) -> str:
        return "" if self.completion.is_open else f" {self._glyphs.closed} Run  F5 "

    def _style(self, voice: str) -> Style:
        return self.rich_style + self._voice(voice)

    def _voice(self, voice: str) -> Style:
        return self.get_component_rich_style(f"editor--{voice}", partial=True)

    # Actions and the mouse.

    def action_run(self) -> None:
        statements = self.statements_to_run()
        if statements:
            self.post_message(self.RunAsked(self, statements))

    def action_unselect(self) -> None:
        self.selection = Selection.cursor(self.selection.end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "run":
                return bool(self._statements)
            case "unselect":
                return not self.selection.is_empty
            case "take_completion" | "next_completion" | "page_completions":
                return self.completion.is_open
            case "close_completions":
                return self.completion.is_shown
            case _:
                return True

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(without_controls(event.text), *self.selection, maintain_selection_offset=False)
        self.scroll_cursor_visible()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            # TextArea would leave the editor on Esc; here Esc only takes something back.
            event.prevent_default()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        row = event.y + self.scroll_offset.y
        pieces = self._margin_pieces(row) if row < self.document.line_count else []
        right = self.scrollable_content_region.width - 1
        if not pieces or not right - cells(pieces) <= event.x < right:
            return
        event.stop()
        event.prevent_default()
        note = self._notes.get(row)
        run_shown = row in self._armed_lines[:1]
        if run_shown and event.x >= right - len(self._run_words()):
            self.action_run()
        elif note is not None:
            self.post_message(self.NoteChosen(note.run_number))
