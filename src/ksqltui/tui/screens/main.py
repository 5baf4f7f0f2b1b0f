"""Owns the main screen: what its panes show of a session and ask of it; runs and folds nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ksqltui.session.buffer_store import BufferStore
from ksqltui.session.completions import Completions
from ksqltui.session.console import Console
from ksqltui.session.history import History
from ksqltui.session.lesson.notebook import LessonNotebook
from ksqltui.session.local_statements import OFFSET_RESET
from ksqltui.session.opening import Buffer
from ksqltui.session.property_changes import CACHE, put_property
from ksqltui.session.replay import ReplaySource
from ksqltui.speech.language import Language
from ksqltui.speech.speech import Told
from ksqltui.sql.diagnostics import KnownNames
from ksqltui.sql.expression_formatter import format_string
from ksqltui.tui.cluster_errands import Asked, PrintOf
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.history_import import offer_import
from ksqltui.tui.keys import RUN_KEYS
from ksqltui.tui.lesson_mode import LessonMode
from ksqltui.tui.screens.cluster_screen import ClusterScreen
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.pane_layout import WIDE, PaneLayout
from ksqltui.tui.screens.properties_form import PropertiesForm
from ksqltui.tui.screens.running_screen import RunningScreen
from ksqltui.tui.screens.templates_screen import StreamOf
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.stack_desk import StackDesk
from ksqltui.tui.template_filler import TemplateFiller
from ksqltui.tui.widgets.cluster_facts import cluster_facts
from ksqltui.tui.widgets.cluster_lists import ClusterTab
from ksqltui.tui.widgets.completion_popup import CompletionPopup
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.header import HeaderBar
from ksqltui.tui.widgets.lesson_pane import LessonPane
from ksqltui.tui.widgets.problem_card import ProblemCard
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.session_words import SPOOL, cache_is_off, property_words, reads_from, server_state
from ksqltui.tui.widgets.side_panel import SidePanel
from ksqltui.tui.widgets.side_panel_lines import PanelFacts
from ksqltui.tui.widgets.signature_line import SignatureLine
from ksqltui.tui.widgets.tab_row import TabRow

TICK = 0.25
TWICE = 0.6
"""Seconds in which a second F2 asks for the cluster view and not for the panel again."""


class MainScreen(RunningScreen):
    """Header, side panel, editor over results, footer."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual declares it as a list)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(RUN_KEYS, "run", "Run", id="session.run", tooltip="Run the statement at the editor's cursor"),
        Binding("f8", "fix", "Fix and run", id="session.fix", tooltip="Take the offered fix and run it"),
        Binding("shift+f8", "other_fix", "Other fix", show=False, id="session.other-fix"),
        Binding("escape", "stop", "Stop", id="session.stop", tooltip="Stop the shown query"),
        Binding("f9", "from_beginning", "From the beginning", id="session.from-beginning"),
        Binding("f2", "toggle_panel", "Panel", id="panel.show"),
        Binding("f6", "next_pane", "Next pane", id="pane.next"),
        Binding("shift+f6", "next_pane(-1)", "Previous pane", show=False, id="pane.previous"),
        Binding("f4", "toggle_lesson", "Lesson", id="lesson.show", tooltip="The lesson, step by step"),
        Binding("f10", "properties", "Properties", id="session.properties", tooltip="Properties sent with statements"),
        Binding("f11", "explain", "Explain", show=False, id="session.explain", tooltip="How the server runs a query"),
        Binding("alt+o", "replay", "Replay a recording", show=False, id="session.replay"),
        Binding("ctrl+r", "history", "History", show=False, id="session.history"),
        Binding(
            "ctrl+t", "templates", "Templates", show=False, id="session.templates", tooltip="Statements to fill in"
        ),
        Binding("ctrl+up", "resize(-1)", "Smaller editor", show=False, id="pane.smaller"),
        Binding("ctrl+down", "resize(1)", "Larger editor", show=False, id="pane.larger"),
    ]

    def __init__(
        self,
        console: Console,
        buffers: tuple[Buffer, ...],
        *,
        glyphs: Glyphs = UNICODE,
        capitals: bool = False,
        store: BufferStore | None = None,
        history: History | None = None,
        lesson_language: Language = Language.ENGLISH,
        notebook: LessonNotebook | None = None,
        replay: ReplaySource | None = None,
        desk: StackDesk | None = None,
        input_at: Callable[[], float] = time.monotonic,
    ) -> None:
        """`input_at` tells when the newest key came, by the monotonic clock."""
        super().__init__(console, glyphs=glyphs, store=store, history=history)
        self.completions = Completions(console)
        self._buffers = buffers
        self._capitals = capitals
        self._replay = replay
        self._desk = desk
        self._input_at = input_at
        self._panes = PaneLayout(self)
        self._lesson_language = lesson_language
        self._lesson = LessonMode(self, console, notebook or LessonNotebook())
        self._seen: object = None
        self._panel_asked_at = float("-inf")
        self._functions_told = 0
        self._names_told: KnownNames | None = None

    def compose(self) -> ComposeResult:
        yield HeaderBar(glyphs=self._glyphs)
        with Horizontal(id="body"):
            yield SidePanel(glyphs=self._glyphs)
            yield self._lesson.pane(self._lesson_language, self._glyphs)
            with Vertical(id="work"):
                yield EditorPane(self._buffers, glyphs=self._glyphs, capitals=self._capitals)
                yield ResultsPane(clock=self.session.clock, glyphs=self._glyphs)
        yield KeysFooter()
        yield SignatureLine(glyphs=self._glyphs)
        yield CompletionPopup(glyphs=self._glyphs)
        yield ProblemCard(glyphs=self._glyphs)

    async def on_unmount(self) -> None:
        await self.completions.close()

    def on_mount(self) -> None:
        self.completions.start()
        self.query_one(EditorPane).editor.focus()
        self._show_server()
        self._show_properties()
        self.set_interval(TICK, self._tick)
        if self._desk is not None:
            self._desk.beside = self._session.server.url
            if self._replay is None and not self._session.is_sandbox:
                self.run_worker(self._desk.watch(), group="stack", exit_on_error=False)
        if self._replay is not None:
            self._panes.toggle_panel()
            self._play(self._session.replay(self._replay))
        if self._history is not None:
            self.run_worker(offer_import(self, self._history), group="history", exit_on_error=False)

    @property
    def known_names(self) -> KnownNames:
        """What the server has, for the editors to hold their statements against."""
        return self.completions.known_names

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What concerns the shown run is there from every pane, when the results pane would do it."""
        if not self.is_mounted:
            return True
        if action in ("fix", "other_fix", "stop", "from_beginning"):
            return self.query_one(ResultsPane).check_action(action, parameters)
        if action == "history":
            return self._history is not None
        if action == "explain" and self.query_one(SidePanel).has_focus:
            return True
        if action in ("run", "explain"):
            return self.query_one(EditorPane).editor.may_have_statements
        return True

    @on(CompletionPopup.Chosen)
    def _completion_chosen(self) -> None:
        self.query_one(EditorPane).editor.completion.take()

    # What is shown of the session.

    def _tick(self) -> None:
        if self.app.screen is not self and not self.app.screen.is_modal:
            return
        console = self._session
        cluster = console.cluster
        ages = console.watcher.snapshot.problem or (cluster is not None and cluster.picture.has_problem)
        looked = () if cluster is None else (cluster.version, cluster.brokers_problem)
        stack = self._desk.marks(time.time()) if self._desk is not None else None
        if self._desk is not None and self._desk.has_changed() and cluster is not None:
            # A container that came or went may be a broker.
            cluster.refresh_soon()
        seen = (console.watcher.version, looked, stack, ages and int(time.time()))
        if seen != self._seen:
            self._seen = seen
            self._show_server()
        self._show_properties()
        self._show_notes()
        self._lesson.look()
        if self._names_told is not self.known_names:
            self._names_told = self.known_names
            for editor in self.query_one(EditorPane).editors:
                editor.diagnostics.look_soon()
        if self._functions_told != self.completions.version:
            self._functions_told = self.completions.version
            self.query_one(EditorPane).editor.completion.told()

    def _show_server(self) -> None:
        console, now = self._session, time.time()
        tabs = {run.query_id: run.number for run in console.runs if run.query_id}
        stack = None if self._desk is None else self._desk.facts_beside(console, now)
        cluster = cluster_facts(console, now)
        self.query_one(SidePanel).show(
            PanelFacts(console.watcher.snapshot, console.server_label, now, tabs, cluster, stack)
        )
        self.query_one(HeaderBar).state = server_state(console, now, stack)

    def _show_properties(self) -> None:
        self.query_one(EditorPane).show_words(property_words(self._session, speech_of(self)))

    @on(SidePanel.SourceOpened)
    def _source_opened(self, event: SidePanel.SourceOpened) -> None:
        source = self._session.watcher.snapshot.source(event.name)
        if source is not None and not source.columns:
            self.run_worker(self._session.watcher.refresh(), group="columns", exclusive=True, exit_on_error=False)

    # Keys of the session and the panes.

    def commands(self) -> Iterable[SystemCommand]:
        """What the palette offers beside the keys: the toggles, named by what they will do now."""
        say = speech_of(self)
        begin = say("From latest" if reads_from(self._session) == "earliest" else "From earliest")
        cache = say("Cache default" if cache_is_off(self._session) else "Cache off")
        if self._session.cluster is not None:
            yield SystemCommand(say("Cluster view"), say("F2 twice"), self.action_cluster)
        if self._history is not None:
            words = say("Import the official CLI's history")
            yield SystemCommand(words, str(self._history.file.cli_path), self.action_import_history)
        yield SystemCommand(begin, say("Where push queries begin from now on"), self.action_toggle_from)
        yield SystemCommand(cache, say("Whether updates are merged for about 2 s"), self.action_toggle_cache)

    def action_properties(self, start: str = "") -> None:
        self.app.push_screen(PropertiesForm(self._session, start=start), lambda _: self._show_properties())

    def key_label(self, action: str) -> str | None:
        """What the toggle will do now."""
        return "Close lesson" if action == "toggle_lesson" and self._lesson.is_open else None

    def action_toggle_from(self) -> None:
        earliest = reads_from(self._session) == "earliest"
        put_property(self._session.properties, OFFSET_RESET, "latest" if earliest else "earliest")
        self._show_properties()

    def action_toggle_cache(self) -> None:
        put_property(self._session.properties, CACHE, None if cache_is_off(self._session) else "0")
        self._show_properties()

    @on(TabRow.WordChosen)
    def _word_chosen(self, event: TabRow.WordChosen) -> None:
        if event.key == "from":
            self.action_toggle_from()
        elif event.key == "cache":
            self.action_toggle_cache()
        elif event.key == SPOOL:
            self.run_statements(["SPOOL OFF"])
        else:
            self.action_properties(event.key)

    def action_toggle_panel(self) -> None:
        """Shows or hides the panel; pressed twice it leaves the panel as it was and opens the cluster view."""
        # When the keys came, and not when a busy machine gets to them.
        now = self._input_at()
        twice = now - self._panel_asked_at < TWICE and self._session.cluster is not None
        self._panel_asked_at = float("-inf") if twice else now
        if twice:
            self.action_cluster()
        if not self._lesson.give_way_to_panel() or self.has_class("-narrow"):
            self._panes.toggle_panel()
        self.refresh_bindings()

    def action_cluster(self, tab: str = "topics", key: str = "") -> None:
        if self._session.cluster is not None:
            view = ClusterScreen(self._session, ClusterTab(tab), key, glyphs=self._glyphs)
            self.app.push_screen(view, self._do_for_topic)

    def _do_for_topic(self, asked: Asked | None) -> None:
        """What the cluster view leaves to the editor: a statement in a new buffer, or PRINT."""
        match asked:
            case PrintOf(topic):
                self._start([(f"PRINT {format_string(topic)} FROM BEGINNING;", 0)], "")
            case StreamOf():
                self.run_worker(self._fill_new_buffer(asked), group="templates", exclusive=True, exit_on_error=False)

    async def _fill_new_buffer(self, wanted: StreamOf) -> None:
        pane = self.query_one(EditorPane)
        await pane.action_new_buffer()
        await TemplateFiller(self, self._session).put(wanted, pane.editor)

    @on(SidePanel.ClusterAsked)
    def _cluster_asked(self, event: SidePanel.ClusterAsked) -> None:
        self.action_cluster(event.tab, event.key)

    def action_next_pane(self, by: int = 1) -> None:
        if self._lesson.is_open and self.has_class("-narrow"):
            self.action_toggle_lesson()
        else:
            self._panes.go_to_next(by)

    # The lesson.

    def action_toggle_lesson(self) -> None:
        self._lesson.toggle()
        self.refresh_bindings()

    @on(LessonPane.LoadAsked)
    def _load_asked(self, event: LessonPane.LoadAsked) -> None:
        self._lesson.load(event.statement)

    @on(LessonPane.LeaveAsked)
    def _leave_asked(self) -> None:
        self._lesson.close()

    @on(LessonPane.StartOverAsked)
    def _start_over_asked(self) -> None:
        self._lesson.forget()

    @on(LessonPane.StepShown)
    def _step_shown(self) -> None:
        self._lesson.keep()

    def action_resize(self, by: int) -> None:
        self._panes.resize_editor(by)

    def on_resize(self, event: events.Resize) -> None:
        self._panes.fold(event.size)
        self._lesson.folded()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._panes.mark_here(event.widget)

    @on(EditorPane.CloseAsked)
    def _close_asked(self, event: EditorPane.CloseAsked) -> None:
        self.run_worker(self._close_buffer(event.name), group="dialogs", exit_on_error=False)

    async def _close_buffer(self, name: str) -> None:
        question, detail = Told("Close {name}?", name=name), Told("What was changed since it was saved is lost.")
        dialog = ConfirmDialog(question, detail, yes=Told("Close it"), no=Told("Keep it"))
        if await self.app.push_screen_wait(dialog):
            await self.query_one(EditorPane).drop_shown()
