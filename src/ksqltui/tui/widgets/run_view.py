"""Owns what one run shows: rows, printed lines, an answer or an error, whichever it has; knows no tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from ksqltui.model.copied import Copied
from ksqltui.model.fixes import Fix, fix_for_hidden_window, fixes_for
from ksqltui.model.row_filter import FilterError, parse_filter
from ksqltui.model.window_state import WindowWatch
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind
from ksqltui.sql.diagnostics import NOTHING_KNOWN
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.chart_view import ChartView, number_columns
from ksqltui.tui.widgets.editor_diagnostics import KnowsNames
from ksqltui.tui.widgets.error_view import ErrorView
from ksqltui.tui.widgets.filter_bar import FilterBar
from ksqltui.tui.widgets.held_view import HeldView
from ksqltui.tui.widgets.key_timeline import KeyTimeline
from ksqltui.tui.widgets.plan_view import VIEWS, PlanView
from ksqltui.tui.widgets.printed_lines import PrintedLines
from ksqltui.tui.widgets.reading_table import ReadingTable
from ksqltui.tui.widgets.reading_words import reading_words
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.run_again import run_again
from ksqltui.tui.widgets.run_content import content_of, table_of, watch_of
from ksqltui.tui.widgets.run_errands import RunErrands
from ksqltui.tui.widgets.run_note import RunNote
from ksqltui.tui.widgets.run_notes import notes_of
from ksqltui.tui.widgets.scrub_bar import ScrubBar
from ksqltui.tui.widgets.words import Word


class RunView(HeldView):
    """Follows one run: `tick` looks at what changed and shows it."""

    DEFAULT_CSS = """
    RunView {
        width: 1fr; height: 1fr; background: $surface;
        & .-beside-rows { height: auto; max-height: 60%; }
    }
    """

    def __init__(self, run: QueryRun, clock: Callable[[], float], glyphs: Glyphs = UNICODE) -> None:
        super().__init__(run, clock)
        self._glyphs = glyphs
        self._error: ErrorView | None = None
        self._timeline: KeyTimeline | None = None
        self._chart: ChartView | None = None
        self._was_live = True
        self._windows: WindowWatch | None = None
        self._errands = RunErrands(self, run, clock)
        self.can_focus = True
        self.other_fix: Fix | None = None
        """What Shift+F8 does, where an error has two ways out."""
        self.fix: Fix | None = None
        """What F8 does now, if anything."""

    def compose(self) -> ComposeResult:
        yield FilterBar()
        yield ScrubBar()
        yield RunNote()

    @property
    def view(self) -> str:
        """The one of `views` that is shown; "" where there are none."""
        if isinstance(self._content, PlanView):
            return self._content.view
        if not self.views or not isinstance(self._content, ResultsTable):
            return ""
        return "chart" if self._chart is not None and self._chart.display else self._content.view

    @property
    def views(self) -> tuple[str, ...]:
        """The ways to see the run's rows: `table`, `changelog`, and `chart` where there are numbers; or its plan."""
        if isinstance(self._content, PlanView):
            return VIEWS
        if self.run.store is None or self.run.kind is not StatementKind.PUSH_QUERY:
            return ()
        return ("table", "changelog", "chart") if number_columns(self.run.store) else ("table", "changelog")

    @property
    def content(self) -> Widget:
        """The widget that takes the focus."""
        if self._chart is not None and self._chart.display:
            return self._chart
        return self._timeline or self._content or self._error or self

    @property
    def timeline(self) -> KeyTimeline | None:
        """The timeline of one row, while it stands in the place of the rows."""
        return self._timeline

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing more will change by itself: the run has ended and what it brought has faded."""
        fading = isinstance(self._content, ResultsTable) and self._content.is_fading
        return not self.run.is_live and not self._was_live and not fading and not self.is_recording

    def show_view(self, name: str) -> None:
        """Shows the run in another of its `views`."""
        if isinstance(self._content, PlanView) and name in VIEWS:
            self._content.show_view(name)
        table, store = self._content, self.run.store
        if name not in self.views or name == self.view or store is None or not isinstance(table, ResultsTable):
            return
        had_focus = self.has_focus_within
        if name == "chart" and self._chart is None:
            self._chart = ChartView(store, self._windows, clock=self._clock)
            self.mount(self._chart, before=table)
        if self._chart is not None:
            self._chart.display = name == "chart"
        table.display = name != "chart"
        if name != "chart":
            table.show_view(name)
        if had_focus:
            self.content.focus()

    @on(ResultsTable.RowSelected)
    @on(ResultsTable.CellSelected)
    def _open_timeline(self, event: ResultsTable.RowSelected | ResultsTable.CellSelected) -> None:
        event.stop()
        if self.run.store is None or self._content is None or self._timeline is not None:
            return
        self._timeline = KeyTimeline(self.run.store, event.row_key, self._windows, clock=self._clock)
        self.mount(self._timeline, before=self._content)
        self._content.display = False
        self._timeline.focus()

    @on(KeyTimeline.Closed)
    def _timeline_closed(self, event: KeyTimeline.Closed) -> None:
        event.stop()
        self.close_timeline()

    def close_timeline(self) -> None:
        """Shows the rows again, the cursor on the row whose timeline stood in their place, if one did."""
        timeline, table = self._timeline, self._content
        if timeline is None or not isinstance(table, ResultsTable):
            return
        had_focus = timeline.has_focus
        timeline.remove()
        self._timeline = None
        table.display = True
        if had_focus:
            table.focus()
        # Only once it is laid out again does the table know how many rows it has room for.
        self.call_after_refresh(table.place_cursor, timeline.number)

    @property
    def can_pause(self) -> bool:
        """Whether there is a past to go back to."""
        return self.view != "" and self._timeline is None and self.run.store is not None and self.run.store.received > 0

    def tick(self, now: float) -> None:
        """Shows what the run has become."""
        self._was_live = self.run.is_live
        self._take_in()
        self.query_one(ScrubBar).show(self._pause.moment)
        if self._windows is not None:
            self._windows.until = self.run.ended_at
        match self._content:
            case ResultsTable() as table if self._chart is not None and self._chart.display:
                table.note_windows()
                if not self.is_paused:
                    self._chart.tick(now, self.run.ended_at)
            case ResultsTable() as table if self._timeline is not None:
                table.note_windows()
                self._timeline.tick(now)
            case ResultsTable() as table:
                table.tick(self._pause.now() if self.is_paused else now)
                if isinstance(table, ReadingTable):
                    self.query_one(FilterBar).show_count(table.lens)
            case PrintedLines() as lines:
                lines.look()
        notes = notes_of(self.run, self.fix, self.recorder, self.replay, now, speech_of(self))
        self.query_one(RunNote).show(notes)

    def _take_in(self) -> None:
        run = self.run
        if isinstance(self._content, ReadingTable) and run.store is not None and self._content.store is not run.store:
            self._take_other_store(self._content)
        if self._content is None:
            self._windows = watch_of(run)
            content = content_of(run, self._windows, self._glyphs, speech_of(self), self._clock)
            if content is not None:
                self._content = content
                self.mount(content, before=self.query_one(FilterBar))
                self._adopt_focus(content)
        if self._error is None and run.error is not None:
            names = self.screen.known_names if isinstance(self.screen, KnowsNames) else NOTHING_KNOWN
            again = run_again(run)
            fixes = fixes_for(run.error, run.statement, names) if again is None else (again,)
            self.fix, self.other_fix = (*fixes, None, None)[:2]
            self._error = ErrorView(run, fixes)
            self._error.set_class(self._content is not None, "-beside-rows")
            self.mount(self._error, before=0)
            if self._content is None:
                self._adopt_focus(self._error)
        if run.hides_window and self.fix is None and run.error is None:
            self.fix = fix_for_hidden_window(run.statement)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focuses what there is to look at once the request comes round: rows may have come since it was made."""
        self.app.call_later(self._focus_now, scroll_visible)
        return self

    def _focus_now(self, scroll_visible: bool) -> None:
        if self.is_attached:
            self.screen.set_focus(self.content, scroll_visible)

    def _adopt_focus(self, content: Widget) -> None:
        """Until there is something to look at, the view takes the focus, so that the pane's keys work at once."""
        # The screen knows at once who has the focus, the view only when it has read of it.
        if self.screen.focused is self:
            content.focus()
        self.can_focus = False

    # --- reading the rows -----------------------------------------------------------------------------------------

    def _take_other_store(self, former: ReadingTable) -> None:
        """What makes a row was chosen anew: the same view of the new table, with its columns, in the place of the old.

        The filter goes on; a sort ends.
        """
        had_focus = self.content.has_focus
        for widget in (self._timeline, self._chart, former):
            if widget is not None:
                widget.remove()
        self._timeline = self._chart = None
        self._windows = watch_of(self.run)
        self._content = content = table_of(self.run, self._windows, self._clock)
        content.take_over(former)
        if self._pause.moment is not None and self.run.store is not None:
            self._pause.moment = self._pause.moment.of(self.run.store)
            content.show_moment(self._pause.moment)
        self.mount(content, before=self.query_one(FilterBar))
        if had_focus:
            content.focus()

    def said(self, now: float) -> list[Word]:
        """What the status line adds: a sort and what waits for its end, hidden columns, how an errand went."""
        table, words = self._content, list[Word]()
        if isinstance(table, ReadingTable):
            words = reading_words(table.lens, table.columns, table.store.columns, speech_of(self))
        if said := self._errands.said(now):
            words.append(Word(f"   {speech_of(self)(said)}", "foreground"))
        return words

    @on(ReadingTable.Asked)
    def _tool_asked(self, event: ReadingTable.Asked) -> None:
        event.stop()
        self.open_tool(event.tool)

    def open_tool(self, tool: str) -> None:
        """Opens `filter`, `columns`, `identity` or `export`, where there are rows."""
        table = self._content
        if not isinstance(table, ReadingTable) or not table.display:
            return
        match tool:
            case "filter":
                self.query_one(FilterBar).open()
            case "columns":
                self._errands.columns(table)
            case "identity":
                self._errands.identity(table)
            case "export":
                self._errands.export(table)

    def copy_error(self) -> None:
        """Copies the error's message, if there is one."""
        if self.run.error is not None:
            self._errands.copy(Copied(self.run.error.message, Told("the error")))

    @on(ReadingTable.CopyAsked)
    def _copy_asked(self, event: ReadingTable.CopyAsked) -> None:
        event.stop()
        self._errands.copy(event.copied)

    @on(FilterBar.Wanted)
    def _filter_wanted(self, event: FilterBar.Wanted) -> None:
        event.stop()
        table, bar = self._content, self.query_one(FilterBar)
        if not isinstance(table, ReadingTable):
            return
        try:
            table.look_for(parse_filter(event.text, table.store.columns), only=event.only)
        except FilterError as error:
            bar.show_problem(error.told)
        bar.show_count(table.lens)

    @on(FilterBar.Stepped)
    def _filter_stepped(self, event: FilterBar.Stepped) -> None:
        event.stop()
        if isinstance(self._content, ReadingTable):
            self._content.action_search(event.by)

    @on(FilterBar.Left)
    def _filter_left(self, event: FilterBar.Left) -> None:
        event.stop()
        self.content.focus()
