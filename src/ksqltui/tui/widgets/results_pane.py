"""Owns the lower pane: a tab for each run, the view of the chosen one, its status line and its keys; runs nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from ksqltui.session.query_run import QueryRun
from ksqltui.session.recorder import Recorder
from ksqltui.session.replay import Replay
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.error_view import ErrorView
from ksqltui.tui.widgets.reading_table import ReadingTable
from ksqltui.tui.widgets.results_actions import KEYS_THAT_CHANGE, ResultsActions
from ksqltui.tui.widgets.results_status import ResultsStatus
from ksqltui.tui.widgets.results_tabs import ResultsTabs, RunTab, TabsState
from ksqltui.tui.widgets.results_words import state_glyph
from ksqltui.tui.widgets.run_note import RunNote
from ksqltui.tui.widgets.run_view import RunView
from ksqltui.tui.widgets.scrub_bar import ScrubBar
from ksqltui.tui.widgets.status_facts import NO_FACTS
from ksqltui.tui.widgets.words import Word

TICKS_A_SECOND = 30
ROOMY = 14
"""A pane of fewer rows leaves no blank row above the status line."""


class ResultsPane(ResultsActions):
    """Shows runs and asks for what is to be done with them; its owner does it."""

    DEFAULT_CSS = """
    ResultsPane {
        width: 1fr; height: 1fr; layout: vertical; background: $surface;
        & #runs { height: 1fr; }
        & #nothing { height: 1fr; padding: 1 2; color: $muted; }
        &.-roomy ResultsStatus { margin-top: 1; }
    }
    """

    class TabClosed(ResultsActions.OfRun):
        """The tab is gone; its run is to be stopped if it is live, and forgotten."""

    def __init__(
        self, *, clock: Callable[[], float] = time.time, glyphs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._glyphs = glyphs
        self._views: list[RunView] = []
        self._active: RunView | None = None
        self._keys_for: object = None

    def compose(self) -> ComposeResult:
        yield ResultsTabs()
        with Container(id="runs"):
            words = "Nothing has run yet. F5 runs the statement at the cursor; its rows appear here."
            yield Static(speech_of(self)(words), id="nothing", markup=False)
        yield ResultsStatus(clock=self._clock, glyphs=self._glyphs)

    def on_mount(self) -> None:
        self._timer = self.set_interval(1 / TICKS_A_SECOND, self._tick, pause=True)

    # --- runs and tabs --------------------------------------------------------------------------------------------

    @property
    def active_run(self) -> QueryRun | None:
        """The run that is shown."""
        return self._active.run if self._active is not None else None

    def open_run(self, run: QueryRun) -> None:
        """Shows the run, in a tab of its own at the right end if it has none yet."""
        view = next((view for view in self._views if view.run is run), None)
        if view is None:
            view = RunView(run, self._clock, self._glyphs)
            self._views.append(view)
            self.query_one("#nothing").display = False
            self.query_one("#runs").mount(view)
        self._show(view)

    def show_recorder(self, recorder: Recorder) -> None:
        """Tells of a recording beside its run."""
        for view in self._views:
            if view.run is recorder.run:
                view.recorder = recorder
        self._wake()

    def open_replay(self, replay: Replay) -> None:
        """Shows a replay's run, with the keys that drive it."""
        self.open_run(replay.run)
        for view in self._views:
            if view.run is replay.run:
                view.replay = replay

    def _show(self, view: RunView) -> None:
        had_focus = self.has_focus_within
        self._active = view
        for each in self._views:
            each.display = each is view
        if had_focus:
            self.focus_content()
        self._timer.resume()
        self.call_after_refresh(self._tick)

    def focus_content(self) -> None:
        """Gives the focus to what the shown run has to look at."""
        if self._active is not None:
            self._active.focus()

    def _tick(self) -> None:
        if not self.is_attached:
            return
        now, active = self._clock(), self._active
        if active is not None and active.is_mounted:
            active.tick(now)
        run = active.run if active is not None else None
        timeline = active.timeline if active is not None else None
        self.query_one(ResultsStatus).show(
            run,
            active.view if active is not None else "",
            now,
            timeline,
            active.facts(now) if active is not None else NO_FACTS,
            active.said(now) if active is not None else (),
        )
        self._show_tabs()
        self._refresh_keys()
        if all(not view.run.is_live for view in self._views) and (active is None or active.is_at_rest):
            self._timer.pause()

    def _show_tabs(self) -> None:
        tabs = []
        for view in self._views:
            glyph = Word(self._glyphs.paused, "warning") if view.is_paused else state_glyph(view.run, self._glyphs)
            trail = view.timeline.trail if view.timeline is not None and view is self._active else ""
            tabs.append(RunTab(view.run.number, view.run.title, glyph.text, glyph.colour, trail))
        active = self._active
        self.query_one(ResultsTabs).show(
            TabsState(
                tuple(tabs),
                active.run.number if active is not None else 0,
                active.views if active is not None and active.view else (),
                active.view if active is not None else "",
                self.has_focus_within,
                active is not None and active.timeline is not None,
            )
        )

    def _refresh_keys(self) -> None:
        """The footer asks again which keys do something, once that changed."""
        keys = [self.check_action(action, ()) for action in KEYS_THAT_CHANGE]
        active = self._active
        stands = active is not None and (active.stands_still, active.is_recording)
        seen = (keys, stands, self._active, self._active.view if self._active is not None else "", len(self._views))
        if seen != self._keys_for:
            self._keys_for = seen
            self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= ROOMY, "-roomy")

    def on_descendant_focus(self) -> None:
        self._show_tabs()

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._show_tabs)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that can do nothing now is not in the footer and passes to whoever wants it."""
        return len(self._views) > 1 if action == "tab" else super().check_action(action, parameters)

    def action_tab(self, by: int) -> None:
        if self._active is not None:
            place = self._views.index(self._active)
            self._show(self._views[(place + by) % len(self._views)])

    def action_close_tab(self) -> None:
        if self._active is not None:
            self._close(self._active)

    def close_ended(self) -> None:
        """Closes the tabs of all runs that have ended."""
        for view in [view for view in self._views if not view.run.is_live]:
            self._close(view)

    def _close(self, closed: RunView) -> None:
        had_focus = self.has_focus_within
        place = self._views.index(closed)
        self._views.remove(closed)
        closed.remove()
        self.post_message(self.TabClosed(closed.run))
        if self._views and closed is self._active:
            self._show(self._views[min(place, len(self._views) - 1)])
        elif not self._views:
            self._active = None
            self.query_one("#nothing").display = True
            self._tick()
        if had_focus:
            self.focus_content()

    def _wake(self) -> None:
        """Shows at once what a key changed."""
        self._timer.resume()
        self._tick()

    # --- mouse ----------------------------------------------------------------------------------------------------

    @on(ResultsTabs.TabChosen)
    def _tab_chosen(self, event: ResultsTabs.TabChosen) -> None:
        event.stop()
        view = next((view for view in self._views if view.run.number == event.number), None)
        if view is not None:
            self._show(view)
            self.focus_content()

    @on(ResultsTabs.BackChosen)
    def _back_chosen(self, event: ResultsTabs.BackChosen) -> None:
        event.stop()
        if self._active is not None:
            self._active.close_timeline()
            self._timer.resume()
            self._tick()

    @on(ResultsTabs.ViewChosen)
    def _view_chosen(self, event: ResultsTabs.ViewChosen) -> None:
        event.stop()
        self._choose_view(event.view)

    @on(ScrubBar.TimeChosen)
    def _time_chosen(self, event: ScrubBar.TimeChosen) -> None:
        event.stop()
        self._wake()

    @on(ReadingTable.Working)
    def _working(self, event: ReadingTable.Working) -> None:
        event.stop()
        self._timer.resume()

    @on(ErrorView.FixClicked)
    def _fix_clicked(self, event: ErrorView.FixClicked) -> None:
        event.stop()
        if self._active is not None:
            self.post_message(self.FixChosen(self._active.run, event.fix))

    @on(ResultsStatus.IdentityClicked)
    def _identity_clicked(self, event: ResultsStatus.IdentityClicked) -> None:
        event.stop()
        if self._active is not None:
            self._active.open_tool("identity")

    @on(RunNote.Clicked)
    def _note_clicked(self, event: RunNote.Clicked) -> None:
        event.stop()
        if event.key == "F8":
            self.action_fix()
        else:
            self.action_from_beginning()
