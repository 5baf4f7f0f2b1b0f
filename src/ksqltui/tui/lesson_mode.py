"""Owns the lesson's place on the main screen: opens it, fills the editor, has its marks kept; knows no step's words."""

from __future__ import annotations

import asyncio

from textual.screen import Screen

from ksqltui.session.console import Console
from ksqltui.session.lesson.notebook import LessonNote, LessonNotebook, ServerKind
from ksqltui.session.lesson.progress import LessonProgress
from ksqltui.speech.language import Language
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.lesson_pane import LessonPane

OPEN = "-lesson"
BUFFER = "lesson.sql"


class LessonMode:
    """Opens by a class on the screen, which app.tcss knows; sees what was run also while it is closed."""

    def __init__(self, screen: Screen[None], console: Console, notebook: LessonNotebook) -> None:
        self._screen = screen
        self._console = console
        self._notebook = notebook
        self._kind = ServerKind.SANDBOX if console.is_sandbox else ServerKind.SERVER
        self._progress = LessonProgress(notebook.note(self._kind).seen)
        self._unkept: LessonNote | None = None
        self._is_keeping = False

    def pane(self, language: Language, glyphs: Glyphs) -> LessonPane:
        """The pane, for the screen to place, at the step where it was left."""
        step = self._notebook.note(self._kind).step
        return LessonPane(self._progress, language, step=step, id="lesson", glyphs=glyphs)

    @property
    def is_open(self) -> bool:
        return self._screen.has_class(OPEN)

    def toggle(self) -> None:
        """Opens the lesson and goes there, or closes it and goes back to the editor."""
        if self.is_open:
            self.close()
        else:
            self._screen.remove_class("-panel-over")
            self._screen.add_class(OPEN)
            self._screen.call_after_refresh(self._pane.take_focus)

    def close(self) -> None:
        if self.is_open:
            self._screen.remove_class(OPEN)
            self._screen.call_after_refresh(self._editors.editor.focus)

    def give_way_to_panel(self) -> bool:
        """The side panel is wanted where the lesson stands; False where the lesson is not open."""
        if not self.is_open:
            return False
        self.close()
        self._screen.remove_class("-panel-away")
        return True

    def look(self) -> None:
        """Notes what the runs show now."""
        if self._progress.note(self._console.runs, self._console.watcher.snapshot):
            self._pane.look()
            self.keep()

    def forget(self) -> None:
        """The lesson begins again: no mark is left, and the first step is shown."""
        self._progress.forget()
        self._pane.show_first()
        self.keep()

    def keep(self) -> None:
        """Has the marks and the place written, off the screen's loop; the newest only, where many come at once."""
        self._unkept = LessonNote(self._progress.seen, self._pane.place.step.id)
        if not self._is_keeping:
            self._is_keeping = True
            self._screen.run_worker(self._write(), group="lesson", exit_on_error=False)

    async def _write(self) -> None:
        try:
            while self._unkept is not None:
                note, self._unkept = self._unkept, None
                await asyncio.to_thread(self._notebook.keep, self._kind, note)
        finally:
            self._is_keeping = False

    def folded(self) -> None:
        """The screen has another size: where the lesson covers the editor, the focus is in the lesson."""
        if self.is_open and self._screen.has_class("-narrow"):
            self._pane.take_focus()

    def load(self, statement: str) -> None:
        """Arms the statement in the lesson's buffer, where it stands or else at the end."""
        pane = self._editors
        editor = _lesson_editor(pane)
        if editor is not pane.editor:
            pane.show_buffer(str(editor.id))
        found = next((each.start for each in editor.statements if each.text == statement), None)
        if found is None:
            gap = "\n\n" if editor.text.strip() else ""
            editor.insert(f"{gap}{statement}\n", editor.document.end)
            found = editor.script.rindex(statement)
        editor.go_to(found)
        if self._screen.has_class("-narrow"):
            self.close()
        else:
            self._pane.take_focus()

    @property
    def _pane(self) -> LessonPane:
        return self._screen.query_one(LessonPane)

    @property
    def _editors(self) -> EditorPane:
        return self._screen.query_one(EditorPane)


def _lesson_editor(pane: EditorPane) -> SqlEditor:
    """The buffer with the lesson's name; the shown one where it was closed."""
    by_name = dict(zip(pane.names, pane.editors, strict=True))
    return by_name.get(BUFFER, pane.editor)
