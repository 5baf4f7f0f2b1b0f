"""Owns the buffers of the editor pane and their row of tabs; knows neither runs nor files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from ksqltui.session.opening import Buffer
from ksqltui.session.text_files import ReadText, TextFile
from ksqltui.speech.speech import Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.prompt_dialog import PromptDialog
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_script import line_and_column
from ksqltui.tui.widgets.find_bar import FindBar
from ksqltui.tui.widgets.tab_row import RowWord, TabLabel, TabRow

SCRATCH = Buffer("scratch", "")


@dataclass(slots=True)
class BufferPlace:
    """What a buffer is called, where it lives, and the text that is safe there; None where that is another."""

    name: str
    file: TextFile | None
    saved_text: str | None
    is_unsaved: bool = False


class EditorPane(Widget):
    """Several buffers, one shown. There is always at least one."""

    DEFAULT_CSS = """
    EditorPane { layout: vertical; background: $surface; }
    EditorPane ContentSwitcher { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7,ctrl+pagedown", "next_buffer", "Next buffer", id="buffer.next"),
        Binding("shift+f7,ctrl+pageup", "previous_buffer", "Previous buffer", show=False, id="buffer.previous"),
        Binding("ctrl+n", "new_buffer", "New buffer", id="buffer.new"),
        Binding("ctrl+w", "close_buffer", "Close buffer", show=False, id="buffer.close"),
        Binding("ctrl+o", "open_file", "Open", show=False, id="buffer.open", tooltip="Open a file"),
        Binding("ctrl+s", "save_file", "Save", show=False, id="buffer.save", tooltip="Save the buffer"),
        Binding("alt+s", "save_file(True)", "Save as", show=False, id="buffer.save-as"),
        Binding("alt+e", "edit_elsewhere", "Own editor", show=False, id="buffer.editor", tooltip="Edit in $EDITOR"),
        Binding("ctrl+f", "find", "Find", show=False, id="buffer.find", tooltip="Find and replace"),
        Binding("ctrl+g", "go_to_line", "Go to line", show=False, id="buffer.go-to-line"),
    ]

    class BufferShown(Message):
        """Another buffer is shown now."""

    class OpenAsked(Message):
        """A file is to be opened."""

    class SaveAsked(Message):
        """The shown buffer is to be saved, `as_another` file or where it came from."""

        def __init__(self, *, as_another: bool) -> None:
            super().__init__()
            self.as_another = as_another

    class EditorAsked(Message):
        """The shown buffer is to be changed in the person's own editor."""

    class CloseAsked(Message):
        """The shown buffer has changes that are in no file, and somebody wants to close it."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(
        self, buffers: Iterable[Buffer], *, id: str | None = None, glyphs: Glyphs = UNICODE, capitals: bool = False
    ) -> None:
        """`capitals`: whether keywords are put in capitals as they are typed."""
        super().__init__(id=id)
        self._capitals = capitals
        self._glyphs = glyphs
        self._places: dict[str, BufferPlace] = {}
        self.version = 0
        """Rises with every change of a text or a file's place."""
        self._first = tuple(buffers) or (SCRATCH,)
        self._made = 0

    def compose(self) -> ComposeResult:
        yield TabRow(id="buffer-tabs", glyphs=self._glyphs)
        editors = [self._make(buffer) for buffer in self._first]
        with ContentSwitcher(initial=editors[0].id):
            yield from editors
        yield FindBar()

    def on_mount(self) -> None:
        self._show_tabs()

    @property
    def editor(self) -> SqlEditor:
        """The shown buffer."""
        return self.query_one(f"#{self._shown}", SqlEditor)

    @property
    def editors(self) -> Iterable[SqlEditor]:
        return self.query(SqlEditor)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(place.name for place in self._places.values())

    def buffers(self) -> tuple[Buffer, ...]:
        """Every buffer as it is now."""
        return tuple(
            Buffer(place.name, self.text_of(key), place.file, place.is_unsaved) for key, place in self._places.items()
        )

    @property
    def characters(self) -> int:
        """Characters of all buffers."""
        return sum(editor.size_of_script for editor in self.editors)

    @property
    def shown_key(self) -> str:
        """The id of the shown buffer's editor."""
        return str(self.query_one(ContentSwitcher).current)

    @property
    def file(self) -> TextFile | None:
        """Where the shown buffer lives on the disk."""
        return self._places[self.shown_key].file

    def name_of(self, key: str) -> str:
        return self._places[key].name

    def text_of(self, key: str) -> str:
        return self.query_one(f"#{key}", SqlEditor).script

    # Files.

    def show_file(self, path: Path) -> bool:
        """Shows the buffer of a file; False where none has it open."""
        for key, place in self._places.items():
            if place.file is not None and place.file.path == path:
                self.show_buffer(key)
                return True
        return False

    async def open_buffer(self, buffer: Buffer) -> None:
        """Shows another buffer."""
        editor = self._make(buffer)
        await self.query_one(ContentSwitcher).add_content(editor)
        self.show_buffer(str(editor.id))

    def saved(self, key: str, written: ReadText) -> None:
        """The buffer's text at some moment is what the file holds now."""
        if key in self._places:
            self._places[key] = BufferPlace(written.file.path.name, written.file, written.text)
            self._look_at(key)

    def saved_elsewhere(self, key: str, file: TextFile) -> None:
        """The file holds something else than the buffer, and a person has kept the buffer's text."""
        if key in self._places:
            self._places[key] = replace(self._places[key], file=file, saved_text=None)
            self._look_at(key)

    def reload(self, key: str, read: ReadText) -> None:
        """The file's text takes the place of the buffer's, as a change that can be undone."""
        if key in self._places:
            self._places[key] = replace(self._places[key], file=read.file, saved_text=read.text)
            self.replace_text(key, read.text)

    def replace_text(self, key: str, text: str) -> None:
        """Puts another text in the place of a buffer's, as a change that can be undone; the cursor keeps its place."""
        if key not in self._places:
            return
        editor = self.query_one(f"#{key}", SqlEditor)
        if text != editor.script:
            cursor = editor.cursor_location
            editor.replace(text, (0, 0), editor.document.end, maintain_selection_offset=False)
            editor.move_cursor(cursor, center=True)
        self._look_at(key)

    @on(SqlEditor.StatementsChanged)
    def _text_changed(self, event: SqlEditor.StatementsChanged) -> None:
        self.version += 1
        self._look_at(str(event.editor.id))

    def _look_at(self, key: str) -> None:
        """Whether the buffer's text is in its file still."""
        place = self._places.get(key)
        if place is None:
            return
        self.version += 1
        place.is_unsaved = place.saved_text is None or place.saved_text != self.text_of(key)
        self._show_tabs()

    @on(SqlEditor.CapitalsToggled)
    def _type_capitals(self, event: SqlEditor.CapitalsToggled) -> None:
        event.stop()
        self._capitals = event.are_typed
        for editor in self.editors:
            editor.types_capitals = self._capitals

    def action_open_file(self) -> None:
        self.post_message(self.OpenAsked())

    def action_save_file(self, as_another: bool = False) -> None:
        self.post_message(self.SaveAsked(as_another=as_another))

    def action_edit_elsewhere(self) -> None:
        self.post_message(self.EditorAsked())

    def show_words(self, words: Iterable[RowWord]) -> None:
        """What stands at the right of the tabs: the session's properties."""
        self.query_one(TabRow).words = tuple(words)

    def show_buffer(self, key: str) -> None:
        """Shows the buffer whose editor has the id `key` and moves the focus there."""
        self.query_one(ContentSwitcher).current = key
        self._show_tabs()
        bar = self.query_one(FindBar)
        if bar.display:
            self.editor.finding.look_for(bar.search)
            self._show_count()
        self.editor.focus()
        self.post_message(self.BufferShown())

    async def drop_shown(self) -> None:
        """Closes the shown buffer without asking; the last one is emptied instead."""
        if len(self._places) == 1:
            self._places[self._shown] = BufferPlace(SCRATCH.name, None, "")
            self.editor.load_text("")
            self._look_at(self._shown)
            return
        closing = self._shown
        self._step(-1 if list(self._places).index(closing) else 1)
        del self._places[closing]
        await self.query_one(f"#{closing}").remove()
        self._show_tabs()

    async def action_new_buffer(self) -> None:
        number = self._made + 1
        await self.open_buffer(Buffer(speech_of(self)("untitled {number}", number=number), ""))

    async def action_close_buffer(self) -> None:
        self._look_at(self._shown)
        place = self._places[self._shown]
        if place.is_unsaved and self.editor.script.strip():
            self.post_message(self.CloseAsked(place.name))
        else:
            await self.drop_shown()

    def action_find(self) -> None:
        self.query_one(FindBar).open(self.editor.selected_text)

    async def action_go_to_line(self) -> None:
        editor = self.editor
        row, column = editor.cursor_location
        detail = Told(
            "1 to {count}, or line:column. The cursor is at {line}:{column}.",
            count=editor.document.line_count,
            line=row + 1,
            column=column + 1,
        )

        def go(answer: str | None) -> None:
            place = line_and_column(answer or "")
            if place is not None:
                editor.move_cursor(place, center=True)

        self.app.push_screen(PromptDialog(Told("Go to line"), detail, yes=Told("Go")), go)

    @on(FindBar.Wanted)
    def _look_for(self, event: FindBar.Wanted) -> None:
        event.stop()
        self.editor.finding.look_for(event.search)
        self._show_count()

    @on(FindBar.Stepped)
    def _step_match(self, event: FindBar.Stepped) -> None:
        event.stop()
        self.editor.finding.step(event.by)
        self._show_count()

    @on(FindBar.Replaced)
    def _replace(self, event: FindBar.Replaced) -> None:
        event.stop()
        finding = self.editor.finding
        if event.all_of_them:
            count = finding.replace_all(event.replacement)
            say = speech_of(self)
            done = say("{count} replaced. Undo takes them all back.", count=count) if count else ""
            self.notify(done or say("Nothing to replace."))
        else:
            finding.replace_chosen(event.replacement)
        self._show_count()

    @on(FindBar.Closed)
    def _end_finding(self, event: FindBar.Closed) -> None:
        event.stop()
        for editor in self.editors:
            editor.finding.end()
        self.editor.focus()

    @on(SqlEditor.StatementsChanged)
    @on(SqlEditor.SelectionChanged)
    def _show_count(self) -> None:
        bar = self.query_one(FindBar)
        if bar.display:
            finding = self.editor.finding
            bar.show_count(finding.chosen, len(finding.matches), finding.problem)

    def action_next_buffer(self) -> None:
        self._step(1)

    def action_previous_buffer(self) -> None:
        self._step(-1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("next_buffer", "previous_buffer"):
            return len(self._places) > 1
        return True

    @on(TabRow.TabChosen)
    def _choose(self, event: TabRow.TabChosen) -> None:
        event.stop()
        self.show_buffer(event.key)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self.query_one(TabRow).pane_focused = True

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        self.query_one(TabRow).pane_focused = False

    @property
    def _shown(self) -> str:
        return self.shown_key

    def _make(self, buffer: Buffer) -> SqlEditor:
        self._made += 1
        key = f"buffer-{self._made}"
        saved = None if buffer.unsaved else buffer.text
        self._places[key] = BufferPlace(buffer.name, buffer.file, saved, buffer.unsaved)
        editor = SqlEditor(buffer.text, id=key, glyphs=self._glyphs)
        editor.types_capitals = self._capitals
        return editor

    def _step(self, by: int) -> None:
        keys = list(self._places)
        self.show_buffer(keys[(keys.index(self._shown) + by) % len(keys)])

    def _show_tabs(self) -> None:
        row = self.query_one(TabRow)
        mark = f" {self._glyphs.unsaved}"
        row.tabs = tuple(TabLabel(key, place.name + mark * place.is_unsaved) for key, place in self._places.items())
        row.active = self._shown
