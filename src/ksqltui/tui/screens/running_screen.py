"""Owns how the main screen runs statements: from buffers, history, templates, fixes and recordings, and where each
run's words stand beside its statement; draws nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.worker import Worker

from ksqltui.session.buffer_store import BufferStore
from ksqltui.session.client_state import Effect
from ksqltui.session.console import Console
from ksqltui.session.explaining import PREFIX, explain_text
from ksqltui.session.history import History
from ksqltui.session.query_run import QueryRun
from ksqltui.session.replay import Replay, ReplaySource
from ksqltui.speech.speech import Told
from ksqltui.tui.effects import carry_out
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.history_import import import_history
from ksqltui.tui.recording_desk import RecordingDesk
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.files_screen import FilesScreen
from ksqltui.tui.screens.history_screen import HistoryScreen, Recalled
from ksqltui.tui.screens.templates_screen import TemplatesScreen, Wanted
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.statement_runner import StatementRunner
from ksqltui.tui.template_filler import TemplateFiller
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.run_marks import error_mark, place_notes
from ksqltui.tui.widgets.side_panel import SidePanel


class RunningScreen(FilesScreen):
    """A screen with an EditorPane, a SidePanel and a ResultsPane, whose statements run in one session."""

    def __init__(
        self, console: Console, *, glyphs: Glyphs, store: BufferStore | None = None, history: History | None = None
    ) -> None:
        super().__init__(store)
        self._session = console
        self._glyphs = glyphs
        self._history = history
        self._runner = StatementRunner(console, self._confirm, self._carry_out)
        self._marked: set[int] = set()

    @property
    def session(self) -> Console:
        return self._session

    @on(SqlEditor.RunAsked)
    def _run_asked(self, event: SqlEditor.RunAsked) -> None:
        event.stop()
        statements = [(statement.text, statement.start) for statement in event.statements]
        event.editor.show_error(None)
        self._start(statements, str(event.editor.id))

    def _start(self, statements: list[tuple[str, int]], buffer: str, *, from_beginning: bool = False) -> None:
        running = self._runner.run(statements, buffer, self._open_run, from_beginning=from_beginning)
        self.run_worker(running, group="statements", exit_on_error=False)

    def run_statements(self, statements: Iterable[str]) -> None:
        """Runs statements that stand in no buffer."""
        self._start([(text, 0) for text in statements], "")

    async def _carry_out(self, effect: Effect, rest: Sequence[str]) -> None:
        await carry_out(effect, rest, self)

    def _open_run(self, run: QueryRun) -> None:
        self.query_one(ResultsPane).open_run(run)
        if self._history is not None:
            self._history.follow(run, self._session.server_label)
        self._show_notes()

    def action_history(self) -> None:
        if self._history is not None:
            self.app.push_screen(HistoryScreen(self._history), self._recall)

    def action_import_history(self) -> None:
        if self._history is not None:
            self.run_worker(import_history(self, self._history), group="history", exit_on_error=False)

    def _recall(self, chosen: Recalled | None) -> None:
        if chosen is None:
            return
        if chosen.run and not chosen.entry.is_masked:
            self._start([(chosen.entry.statement, 0)], "")
            return
        self.query_one(EditorPane).editor.insert_statement(chosen.entry.statement)
        if chosen.entry.is_masked:
            self.notify(speech_of(self)("Secrets are not kept: write them where •••• stands, then run it."))

    def action_templates(self) -> None:
        self.app.push_screen(TemplatesScreen(self._session.watcher.snapshot), self._put_template)

    def _put_template(self, wanted: Wanted | None) -> None:
        if wanted is not None:
            editor = self.query_one(EditorPane).editor
            filling = TemplateFiller(self, self._session).put(wanted, editor)
            self.run_worker(filling, group="templates", exclusive=True, exit_on_error=False)

    async def _confirm(self, question: str, detail: str) -> bool:
        dialog = ConfirmDialog(question, detail, yes=Told("Run it"), no=Told("Leave it"))
        answer: bool | None = await self.app.push_screen_wait(dialog)
        return answer is True

    @on(ResultsPane.FixChosen)
    def _fix_chosen(self, event: ResultsPane.FixChosen) -> None:
        editor, start = self._editor_of(event.run), event.run.place
        if editor is not None and editor.replace_statement(start, event.run.statement, event.fix.statement):
            start = editor.offset_at(editor.cursor_location)
        self._start([(event.fix.statement, start)], self._runner.buffer_of(event.run))

    @on(ResultsPane.RunFromBeginning)
    async def _run_from_beginning(self, event: ResultsPane.RunFromBeginning) -> None:
        await event.run.stop()
        if (played := self._session.replay_of(event.run)) is not None:
            self._play(self._session.replay(ReplaySource(played.recording, played.speed)))
            return
        self._start([(event.run.statement, event.run.place)], self._runner.buffer_of(event.run), from_beginning=True)

    # Recordings.

    def _play(self, replay: Replay) -> None:
        results = self.query_one(ResultsPane)
        results.open_replay(replay)
        results.focus_content()

    @on(ResultsPane.RecordAsked)
    def _record_asked(self, event: ResultsPane.RecordAsked) -> None:
        self.run_worker(self._record(event.run), group="recordings", exit_on_error=False)

    async def _record(self, run: QueryRun) -> None:
        under_way = self._session.recorders_of(run)
        for recorder in under_way:
            await recorder.stop()
        if not under_way and (begun := await RecordingDesk(self.app, self._session).record(run)) is not None:
            self.query_one(ResultsPane).show_recorder(begun)

    def action_replay(self) -> None:
        self.run_worker(self._open_recording(), group="recordings", exit_on_error=False)

    async def _open_recording(self) -> None:
        if (replay := await RecordingDesk(self.app, self._session).open()) is not None:
            self._play(replay)

    @on(ResultsPane.StopRequested)
    def _stop_requested(self, event: ResultsPane.StopRequested) -> None:
        self.run_worker(event.run.stop(), group="stops", exit_on_error=False)

    @on(ResultsPane.GoToError)
    def _go_to_error(self, event: ResultsPane.GoToError) -> None:
        editor = self._editor_of(event.run)
        if editor is None:
            return
        mark = error_mark(event.run, editor.statements)
        self.query_one(EditorPane).show_buffer(str(editor.id))
        editor.show_error(mark)
        editor.go_to(mark.start if mark is not None else event.run.place)

    @on(SqlEditor.NoteChosen)
    def _note_chosen(self, event: SqlEditor.NoteChosen) -> None:
        run = next((run for run in self._session.runs if run.number == event.run_number), None)
        if run is not None:
            self.query_one(ResultsPane).open_run(run)

    @on(ResultsPane.TabClosed)
    async def _tab_closed(self, event: ResultsPane.TabClosed) -> None:
        await event.run.stop()
        self._session.forget(event.run)
        self._show_notes()

    def action_run(self) -> None:
        self.query_one(EditorPane).editor.action_run()

    def action_explain(self) -> None:
        """Asks how the side panel's query runs, or the armed statement; words say so where it runs no query."""
        panel, editor = self.query_one(SidePanel), self.query_one(EditorPane).editor
        kind, _, query_id = panel.cursor_key.partition(" ")
        if panel.has_focus and kind == "query":
            self._start([(f"{PREFIX}{query_id};", 0)], "")
        else:
            editor.when_split(lambda: self._explain(editor))

    def _explain(self, editor: SqlEditor) -> None:
        statement = editor.armed
        if statement is None:
            return
        text = explain_text(statement.text, self._session.watcher.snapshot.queries)
        if not text:
            self.notify(speech_of(self)("Only a query can be explained: a SELECT, alone or in a CREATE or INSERT."))
            return
        shift = len(PREFIX) if text == PREFIX + statement.text else 0
        self._start([(text, statement.start - shift)], str(editor.id))

    def action_fix(self) -> None:
        self.query_one(ResultsPane).action_fix()

    def action_other_fix(self) -> None:
        self.query_one(ResultsPane).action_other_fix()

    def action_stop(self) -> None:
        self.query_one(ResultsPane).action_stop()

    def action_from_beginning(self) -> None:
        self.query_one(ResultsPane).action_from_beginning()

    def _editor_of(self, run: QueryRun) -> SqlEditor | None:
        buffer = self._runner.buffer_of(run)
        return next((editor for editor in self.query_one(EditorPane).editors if editor.id == buffer), None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)

    @on(SqlEditor.StatementsChanged)
    def _show_notes(self) -> None:
        if not self.is_mounted:
            return
        for editor in self.query_one(EditorPane).editors:
            runs = [run for run in self._session.runs if self._runner.buffer_of(run) == editor.id]
            notes = place_notes(runs, editor.statements, editor.line_of, self._glyphs, speech_of(self))
            editor.show_notes(notes)
            for run in runs:
                if run.error is not None and run.number not in self._marked:
                    self._marked.add(run.number)
                    editor.show_error(error_mark(run, editor.statements))
