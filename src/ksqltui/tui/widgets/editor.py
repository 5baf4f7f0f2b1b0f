"""Owns one buffer on the screen: SQL in colours, the armed statement, notes and errors at lines; runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets.text_area import Edit, EditResult, Selection

from ksqltui.sql.diagnostics import Severity
from ksqltui.sql.editing import is_pair
from ksqltui.sql.splitter import ScriptStatement
from ksqltui.sql.templates import Template
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.keys import editing_bindings
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.editing_area import EditingArea, changing_bindings
from ksqltui.tui.widgets.editor_blanks import EditorBlanks, blank_bindings
from ksqltui.tui.widgets.editor_completion import CompletionActions, EditorCompletion, completion_bindings
from ksqltui.tui.widgets.editor_diagnostics import EditorDiagnostics
from ksqltui.tui.widgets.editor_finding import EditorFinding
from ksqltui.tui.widgets.editor_highlighting import Span
from ksqltui.tui.widgets.editor_look import EDITOR_CSS, VOICES
from ksqltui.tui.widgets.editor_marks import ErrorMark, LineMargin, LineNote, cells
from ksqltui.tui.widgets.editor_running import RunActions, running_bindings
from ksqltui.tui.widgets.editor_script import Location, without_controls
from ksqltui.tui.widgets.editor_strips import EditorStrips

BAR_WIDTH = 1
NUMBER_WIDTH = 4
NARROW = 96
"""Under so many columns of the screen, notes say only which tab (look.md, What folds)."""


class SqlEditor(CompletionActions, RunActions, EditingArea, inherit_bindings=False):
    """A buffer of statements with what is known of each beside it."""

    DEFAULT_CSS = EDITOR_CSS
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"editor--{voice}" for voice in VOICES}
    BINDINGS: ClassVar[list[BindingType]] = [
        *running_bindings(),
        Binding("alt+n", "problem(1)", "Next problem", show=False, id="editor.next-problem"),
        Binding("alt+p", "problem(-1)", "Previous problem", show=False, id="editor.previous-problem"),
        *completion_bindings(),
        *blank_bindings(),
        Binding("escape", "unselect", "Drop the selection", show=False, id="editor.unselect"),
        *changing_bindings(),
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

    def __init__(self, text: str = "", *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        self.blanks = EditorBlanks(self)
        self.completion = EditorCompletion(self)
        self.finding = EditorFinding(self)
        self.diagnostics = EditorDiagnostics(self)
        self._notes: Mapping[int, LineNote] = {}
        self._mark: ErrorMark | None = None
        self._glyphs = glyphs
        self._strips = EditorStrips()
        self._plane: Style | None = None
        super().__init__(text, id=id, placeholder="")

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

    def text_changed(self, row: int) -> None:
        if self._mark is not None:
            self.show_error(None)
        super().text_changed(row)
        self.finding.text_changed()
        self.diagnostics.text_changed(row)

    def insert_template(self, template: Template, replacing: tuple[int, int] | None = None) -> None:
        """Puts a template where a statement would go, or in the place of characters, and chooses its first blank."""
        self.blanks.end()
        start = self.insert_statement(template.text, replacing)
        self.blanks.begin(template, start)
        self.completion.close()

    def edit(self, edit: Edit) -> EditResult:
        self.blanks.about_to_edit(edit)
        result = super().edit(edit)
        self.completion.edited(edit.text[:1] if is_pair(edit.text) else edit.text)
        return result

    def on_text_area_selection_changed(self) -> None:
        self._arm()
        self.blanks.cursor_moved()
        self.completion.cursor_moved()
        self.diagnostics.cursor_moved()

    def on_blur(self) -> None:
        self.completion.close()
        self.diagnostics.hush()

    def on_resize(self) -> None:
        self.scroll_cursor_visible()
        self._show_armed()

    # Drawing.

    @property
    def gutter_width(self) -> int:
        return BAR_WIDTH + max(NUMBER_WIDTH, len(str(self.document.line_count))) + 2

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end, voice in self._parts(line_index):
            line.stylize(self._voice(voice), start, end)
        return line

    def _parts(self, row: int) -> tuple[Span, ...]:
        """What of a line speaks in a voice of its own; the later ones over the earlier ones."""
        return (*self.highlighter.spans(self.document.lines, row), *self._marks(row))

    def _marks(self, row: int) -> Iterator[Span]:
        begins, length = self._script.start_of(row), len(self.document.lines[row])
        for match in self.finding.on_line(begins, length):
            yield Span(max(match.start - begins, 0), match.end - begins, "found")
        for problem in self.diagnostics.on_line(begins, length):
            voice = "mark" if problem.severity is Severity.ERROR else "doubt"
            yield Span(max(problem.start - begins, 0), problem.end - begins, voice)
        if self._mark is not None:
            start, end = self._mark.start - begins, self._mark.end - begins
            if end > 0 and start <= length:
                yield Span(max(start, 0), end, "mark")

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._plane = None
        self._strips.forget()

    def render_lines(self, crop: Region) -> list[Strip]:
        # The colours around the editor may have changed without a word to it.
        if self._plane is not None and self._plane != self.rich_style:
            self.notify_style_update()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        if row >= self.document.line_count or not (self._script.size or not self.placeholder):
            return super().render_line(y)
        strip = super().render_line(y) if self._is_touched(row) else self._kept_line(row)
        if row in self._armed_lines:
            strip = Strip([Segment(self._glyphs.bar, self._style("bar")), *strip.crop(1)])
        problem = self._problem_note(row)
        if problem is not None:
            at = self.gutter_width - 2
            sign = Segment(problem.glyph, self._style(problem.voice))
            strip = Strip.join([strip.crop(0, at), Strip([sign]), strip.crop(at + 1)])
        pieces = self._margin_pieces(row)
        if pieces:
            width = self.scrollable_content_region.width
            at = width - 1 - cells(pieces)
            strip = Strip.join([strip.crop(0, at), Strip(pieces), strip.crop(width - 1, width)])
        return strip

    def _is_touched(self, row: int) -> bool:
        """Whether the cursor, the selection or the cursor's other bracket is on the line."""
        other = self.matching_bracket_location
        return self.selection.contains_line(row) or (other is not None and other[0] == row)

    def _kept_line(self, row: int) -> Strip:
        left, gutter = self.scroll_offset.x, self.gutter_width
        width = max(self.size.width - gutter, 0)

        def draw() -> Strip:
            line = self.get_line(row)
            line.expand_tabs(self.indent_width)
            strip = Strip(line.render(self.app.console), line.cell_len).crop(left, left + width)
            return strip.extend_cell_length(width, self._base).apply_style(self._base)

        content = (self.document.lines[row], self._parts(row), left, width, gutter)
        number = f"{row + self.line_number_start:>{gutter - 2}}  "
        return self._strips.line(number, self._number_style, content, draw)

    def _margin_pieces(self, row: int) -> list[Segment]:
        """What stands at the right of a line: shorter where there is no room, nothing where it would cover text."""
        note = self._notes.get(row) or (self._problem_note(row) if row in self._armed_lines else None)
        margin = LineMargin(note, self._run_words() if row in self._armed_lines[:1] else "")
        if margin.is_empty:
            return []
        text = Text(self.document.lines[row].expandtabs(self.indent_width))
        text_end = self.gutter_width + text.cell_len - self.scroll_offset.x
        room = self.scrollable_content_region.width - 1 - text_end
        for short in (False, True) if self.app.size.width >= NARROW else (True,):
            pieces = margin.pieces(self._style, short=short)
            if cells(pieces) < room:
                return pieces
        return []

    def _problem_note(self, row: int) -> LineNote | None:
        begins = self._script.start_of(row)
        return self.diagnostics.note(begins, len(self.document.lines[row]), self._glyphs)

    def _run_words(self) -> str:
        return "" if self.completion.is_open else f" {self._glyphs.closed} {speech_of(self)('Run')}  F5 "

    def _style(self, voice: str) -> Style:
        return self._base + self._voice(voice)

    @property
    def _number_style(self) -> Style:
        return self._base + self.get_component_rich_style("text-area--gutter")

    @property
    def _base(self) -> Style:
        """The editor's own colours, which every ancestor has a say in."""
        if self._plane is None:
            self._plane = self.rich_style
        return self._plane

    def _voice(self, voice: str) -> Style:
        return self.get_component_rich_style(f"editor--{voice}", partial=True)

    # Actions and the mouse.

    def ask_run(self, statements: Sequence[ScriptStatement]) -> None:
        if statements:
            self.post_message(self.RunAsked(self, tuple(statements)))

    def action_problem(self, by: int) -> None:
        self.diagnostics.step(by)

    def on_mount(self) -> None:
        super().on_mount()
        self.placeholder = speech_of(self)("Write a statement, then F5 runs it")
        self.diagnostics.look_soon()

    def undo(self) -> None:
        self.blanks.end()
        super().undo()

    def redo(self) -> None:
        self.blanks.end()
        super().redo()

    def load_text(self, text: str) -> None:
        self.blanks.end()
        super().load_text(text)

    def action_next_blank(self, by: int) -> None:
        self.blanks.step(by)

    def action_end_blanks(self) -> None:
        self.blanks.end()
        self.action_unselect()

    def _surround(self, character: str, start: Location, end: Location) -> bool:
        # What is typed over a blank takes its place.
        return not self.blanks.holds_selection() and super()._surround(character, start, end)

    def action_unselect(self) -> None:
        self.selection = Selection.cursor(self.selection.end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "problem":
                return bool(self.diagnostics.problems)
            case "run" | "run_all" | "run_from_here":
                return self.may_have_statements
            case "unselect":
                return not self.selection.is_empty
            case "take_completion" | "next_completion" | "page_completions":
                return self.completion.is_open
            case "next_blank" | "end_blanks":
                return self.blanks.is_on
            case "close_completions":
                return self.completion.is_shown
            case _:
                return super().check_action(action, parameters)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(without_controls(event.text), *self.selection, maintain_selection_offset=False)
        self.scroll_cursor_visible()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            # TextArea would leave the editor on Esc; here Esc only takes something back.
            self.diagnostics.hush()
            event.prevent_default()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        row = event.y + self.scroll_offset.y
        if event.x == self.gutter_width - 2 and row < self.document.line_count and self._problem_note(row):
            event.stop()
            event.prevent_default()
            self.diagnostics.tell(row)
            return
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
        else:
            self.diagnostics.tell(row)
