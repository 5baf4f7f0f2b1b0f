"""Owns one buffer on the screen: SQL in colours, the armed statement, notes and errors at lines; runs nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from ksqltui.sql.splitter import ScriptStatement, split, statement_at
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.keys import RUN_KEYS, editing_bindings
from ksqltui.tui.widgets.editor_highlighting import LineHighlighter

BAR_WIDTH = 1
NUMBER_WIDTH = 4
NARROW = 96
"""Under so many columns of the screen, notes say only which tab (look.md, What folds)."""

SPLIT_AT_ONCE = 20_000
"""A script of more characters is split when typing pauses, so that a keystroke stays cheap."""


@dataclass(frozen=True, slots=True)
class LineNote:
    """What became of a statement, at the end of its last line: a glyph in its voice and words, long and short."""

    run_number: int
    glyph: str
    voice: str
    words: str
    short: str
    all_in_voice: bool = False


@dataclass(frozen=True, slots=True)
class ErrorMark:
    """The place that a server named, as character offsets in the buffer."""

    start: int
    end: int


class SqlEditor(TextArea, inherit_bindings=False):
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
        self._statements: tuple[ScriptStatement, ...] = ()
        self._line_starts: list[int] = [0]
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
        self._split_now()

    @property
    def script(self) -> str:
        """The whole text with `\\n` between lines, which all offsets here count in."""
        return "\n".join(self.document.lines)

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
        first = self.offset_at(start)
        chosen = split(self.script[first : self.offset_at(end)])
        return tuple(
            ScriptStatement(
                text=statement.text,
                start=first + statement.start,
                end=first + statement.end,
                line=start[0] + statement.line,
                column=statement.column + (start[1] if statement.line == 1 else 0),
                terminated=statement.terminated,
            )
            for statement in chosen
        )

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

    def offset_at(self, location: tuple[int, int]) -> int:
        row, column = location
        return self._line_starts[min(row, len(self._line_starts) - 1)] + column

    def location_of(self, offset: int) -> tuple[int, int]:
        low, high = 0, len(self._line_starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._line_starts[middle] <= offset else (low, middle)
        return low, min(offset - self._line_starts[low], len(self.document.lines[low]))

    def line_of(self, offset: int) -> int:
        """The line (from 0) of a character of the script."""
        return self.location_of(offset)[0]

    # Text changes: what is carried from line to line is forgotten below the change.

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self._text_changed(edit.top[0])
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
        self._count_lines()
        if self._split_timer is not None:
            self._split_timer.stop()
            self._split_timer = None
        if self._line_starts[-1] <= SPLIT_AT_ONCE:
            self._split_now()
        else:
            self._split_timer = self.set_timer(0.15, self._split_now)

    def _count_lines(self) -> None:
        self._line_starts = list(accumulate((len(line) + 1 for line in self.document.lines[:-1]), initial=0))

    def _split_now(self) -> None:
        self._count_lines()
        self._statements = split(self.script)
        self._arm()
        self.post_message(self.StatementsChanged(self))

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

    def on_text_area_selection_changed(self) -> None:
        self._arm()

    # Drawing.

    @property
    def gutter_width(self) -> int:
        return BAR_WIDTH + max(NUMBER_WIDTH, len(str(self.document.line_count))) + 2

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end, voice in self._highlighter.spans(self.document.lines, line_index):
            line.stylize(self._voice(voice), start, end)
        if self._mark is not None:
            begins = self._line_starts[line_index]
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
            strip = Strip([Segment(self._glyphs.bar, self.rich_style + self._voice("bar")), *strip.crop(1)])
        width = self.scrollable_content_region.width
        pieces = self._margin_pieces(row)
        room = width - 1 - self._text_end(row)
        if pieces and cells(pieces) >= room:
            pieces = self._margin_pieces(row, short=True)
        if pieces and cells(pieces) < room:
            at = width - 1 - cells(pieces)
            strip = Strip.join([strip.crop(0, at), Strip(pieces), strip.crop(width - 1, width)])
        return strip

    def _text_end(self, row: int) -> int:
        text = self.document.lines[row]
        return self.gutter_width + Text(text.expandtabs(self.indent_width)).cell_len - self.scroll_offset.x

    def _margin_pieces(self, row: int, *, short: bool = False) -> list[Segment]:
        """What stands at the right of a line: a note, then Run on the armed statement's first line."""
        base = self.rich_style
        pieces: list[Segment] = []
        note = self._notes.get(row)
        if note is not None:
            short = short or self.app.size.width < NARROW
            voice = base + self._voice(note.voice)
            words = note.short if short else note.words
            pieces.append(Segment(f"{note.glyph} ", voice))
            pieces.append(Segment(words, voice if note.all_in_voice else base + self._voice("muted")))
        if self._armed_lines and row == self._armed_lines[0]:
            if pieces:
                pieces.append(Segment("  ", base))
            pieces.append(Segment(self._run_words(), self._voice("run")))
        return pieces

    def _run_words(self) -> str:
        return f" {self._glyphs.closed} Run  F5 "

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
            case _:
                return True

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(_without_controls(event.text), *self.selection, maintain_selection_offset=False)
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


def _without_controls(text: str) -> str:
    """Pasted text as lines; what a terminal would obey is left out, for it could not be seen or edited."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if character in "\n\t" or unicodedata.category(character) != "Cc")


def cells(pieces: Sequence[Segment]) -> int:
    """How many cells wide the pieces are together."""
    return sum(piece.cell_length for piece in pieces)
