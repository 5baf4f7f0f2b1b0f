"""Owns the buffers of the editor pane and their row of tabs; knows neither runs nor files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from ksqltui.session.opening import Buffer
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.prompt_dialog import PromptDialog
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_script import line_and_column
from ksqltui.tui.widgets.find_bar import FindBar
from ksqltui.tui.widgets.tab_row import RowWord, TabLabel, TabRow

SCRATCH = Buffer("scratch", "")


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
        Binding("ctrl+f", "find", "Find", show=False, id="buffer.find", tooltip="Find and replace"),
        Binding("ctrl+g", "go_to_line", "Go to line", show=False, id="buffer.go-to-line"),
    ]

    class BufferShown(Message):
        """Another buffer is shown now."""

    class CloseAsked(Message):
        """The shown buffer has text and somebody wants to close it."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, buffers: Iterable[Buffer], *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._names: dict[str, str] = {}
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
        return tuple(self._names.values())

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
        if len(self._names) == 1:
            self.editor.load_text("")
            return
        closing = self._shown
        self._step(-1 if list(self._names).index(closing) else 1)
        del self._names[closing]
        await self.query_one(f"#{closing}").remove()
        self._show_tabs()

    async def action_new_buffer(self) -> None:
        number = self._made + 1
        editor = self._make(Buffer(f"untitled {number}", ""))
        await self.query_one(ContentSwitcher).add_content(editor)
        self.show_buffer(str(editor.id))

    async def action_close_buffer(self) -> None:
        if self.editor.text.strip():
            self.post_message(self.CloseAsked(self._names[self._shown]))
        else:
            await self.drop_shown()

    def action_find(self) -> None:
        self.query_one(FindBar).open(self.editor.selected_text)

    async def action_go_to_line(self) -> None:
        editor = self.editor
        row, column = editor.cursor_location
        detail = f"1 to {editor.document.line_count}, or line:column. The cursor is at {row + 1}:{column + 1}."

        def go(answer: str | None) -> None:
            place = line_and_column(answer or "")
            if place is not None:
                editor.move_cursor(place, center=True)

        self.app.push_screen(PromptDialog("Go to line", detail, yes="Go"), go)

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
            self.notify(f"{count} replaced. Undo takes them all back." if count else "Nothing to replace.")
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
            return len(self._names) > 1
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
        return str(self.query_one(ContentSwitcher).current)

    def _make(self, buffer: Buffer) -> SqlEditor:
        self._made += 1
        key = f"buffer-{self._made}"
        self._names[key] = buffer.name
        return SqlEditor(buffer.text, id=key, glyphs=self._glyphs)

    def _step(self, by: int) -> None:
        keys = list(self._names)
        self.show_buffer(keys[(keys.index(self._shown) + by) % len(keys)])

    def _show_tabs(self) -> None:
        row = self.query_one(TabRow)
        row.tabs = tuple(TabLabel(key, name) for key, name in self._names.items())
        row.active = self._shown
