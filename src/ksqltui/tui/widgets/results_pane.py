"""Owns the lower pane: a tab for each run, the view of the chosen one, its status line and its keys; runs nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from ksqltui.model.fixes import Fix
from ksqltui.session.query_run import QueryRun
from ksqltui.session.recorder import Recorder
from ksqltui.session.replay import Replay
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.replay_control import change_speed
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.error_view import ErrorView
from ksqltui.tui.widgets.reading_table import ReadingTable
from ksqltui.tui.widgets.results_status import ResultsStatus
from ksqltui.tui.widgets.results_tabs import ResultsTabs, RunTab, TabsState
from ksqltui.tui.widgets.results_words import arrived, can_begin_again, state_glyph
from ksqltui.tui.widgets.run_note import RunNote
from ksqltui.tui.widgets.run_view import RunView
from ksqltui.tui.widgets.scrub_bar import ScrubBar
from ksqltui.tui.widgets.status_facts import NO_FACTS
from ksqltui.tui.widgets.words import Word

TICKS_A_SECOND = 30
KEYS_THAT_CHANGE = (
    "fix",
    "other_fix",
    "go_to_error",
    "stop",
    "view",
    "from_beginning",
    "pause",
    "scrub",
    "record",
    "step",
)
"""Actions that are there from time to time."""
ROOMY = 14
"""A pane of fewer rows leaves no blank row above the status line."""


class ResultsPane(Widget):
    """Shows runs and asks for what is to be done with them; its owner does it."""

    DEFAULT_CSS = """
    ResultsPane {
        width: 1fr; height: 1fr; layout: vertical; background: $surface;
        & #runs { height: 1fr; }
        & #nothing { height: 1fr; padding: 1 2; color: $muted; }
        &.-roomy ResultsStatus { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "fix", "Fix and run", id="results.fix"),
        Binding("shift+f8", "other_fix", "Other fix", id="results.other-fix"),
        Binding("enter", "go_to_error", "Go to the line", id="results.go-to-error"),
        Binding("escape,ctrl+c", "stop", "Stop", id="results.stop"),
        Binding("t", "view", "Changelog", id="results.view"),
        Binding("p", "pause", "Pause", id="results.pause"),
        Binding("comma", "scrub(-1)", "Back", id="results.back", tooltip="Show the moment before"),
        Binding("full_stop", "scrub(1)", "On", id="results.on", tooltip="Show the moment after"),
        Binding("less_than_sign", "scrub(-1, True)", "Far back", show=False, id="results.far-back"),
        Binding("greater_than_sign", "scrub(1, True)", "Far on", show=False, id="results.far-on"),
        Binding("r", "record", "Record", id="results.record", tooltip="Record the result in a file, or stop recording"),
        Binding("space", "step", "Next row", id="replay.step", tooltip="Play the next row of the recording"),
        Binding("plus,equals_sign", "speed(1)", "Faster", id="replay.faster", tooltip="Play the recording faster"),
        Binding("minus", "speed(-1)", "Slower", id="replay.slower", tooltip="Play the recording slower"),
        Binding("f9,b", "from_beginning", "From the beginning", id="results.from-beginning"),
        Binding("y", "copy_error", "Copy the error", id="results.copy-error"),
        Binding("right_square_bracket", "tab(1)", "Next tab", id="results.next-tab"),
        Binding("left_square_bracket", "tab(-1)", "Previous tab", show=False, id="results.previous-tab"),
        Binding("w", "close_tab", "Close tab", id="results.close-tab"),
    ]

    class OfRun(Message):
        """Something is asked about one run."""

        def __init__(self, run: QueryRun) -> None:
            super().__init__()
            self.run = run

    class FixChosen(OfRun):
        """The fix is to be put into the editor and run."""

        def __init__(self, run: QueryRun, fix: Fix) -> None:
            super().__init__(run)
            self.fix = fix

    class RunFromBeginning(OfRun):
        """The run is to be stopped and its statement run again from the earliest row."""

    class StopRequested(OfRun):
        """The run is to be stopped."""

    class RecordAsked(OfRun):
        """A recording of the run is to be begun, or the one that goes on to be ended."""

    class GoToError(OfRun):
        """The editor is to show the place that the error names, or the statement."""

    class TabClosed(OfRun):
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
            active.facts if active is not None else NO_FACTS,
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

    # --- keys -----------------------------------------------------------------------------------------------------

    def key_label(self, action: str) -> str | None:
        """What the toggles will do now."""
        if action == "pause":
            return "Resume" if self._active is not None and self._active.stands_still else "Pause"
        if action == "record":
            return "Stop recording" if self._active is not None and self._active.is_recording else "Record"
        return self._next_view.capitalize() if action == "view" and self._next_view else None

    @property
    def _next_view(self) -> str:
        views = self._active.views if self._active is not None else ()
        if self._active is None or self._active.view not in views:
            return ""
        return views[(views.index(self._active.view) + 1) % len(views)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that can do nothing now is not in the footer and passes to whoever wants it."""
        view = self._active
        run = view.run if view is not None else None
        match action:
            case "fix":
                return view is not None and view.fix is not None
            case "other_fix":
                return view is not None and view.other_fix is not None
            case "go_to_error" | "copy_error":
                return run is not None and run.error is not None
            case "stop":
                return run is not None and run.is_live
            case "view":
                return view is not None and view.view != "" and view.timeline is None
            case "pause":
                can = view is not None and view.run.is_live and (view.can_pause or view.replay is not None)
                return view is not None and (can or view.is_paused)
            case "record":
                is_ready = run is not None and run.is_streamed and (run.is_live or arrived(run) > 0)
                return view is not None and (is_ready or view.is_recording)
            case "step" | "speed":
                return view is not None and view.replay is not None and view.run.is_live
            case "scrub":
                return view is not None and view.can_pause and view.view != "chart"
            case "from_beginning":
                return view is not None and (view.replay is not None or can_begin_again(view.run))
            case "tab":
                return len(self._views) > 1
            case "close_tab":
                return view is not None
            case _:
                return True

    def action_fix(self) -> None:
        if self._active is not None and self._active.fix is not None:
            self.post_message(self.FixChosen(self._active.run, self._active.fix))

    def action_other_fix(self) -> None:
        if self._active is not None and self._active.other_fix is not None:
            self.post_message(self.FixChosen(self._active.run, self._active.other_fix))

    def action_go_to_error(self) -> None:
        if self._active is not None:
            self.post_message(self.GoToError(self._active.run))

    def action_copy_error(self) -> None:
        if self._active is not None and self._active.run.error is not None:
            self._active.copy_error()

    def action_stop(self) -> None:
        if self._active is not None:
            self.post_message(self.StopRequested(self._active.run))

    def action_from_beginning(self) -> None:
        if self._active is not None:
            self.post_message(self.RunFromBeginning(self._active.run))

    def action_view(self) -> None:
        if self._next_view:
            self._choose_view(self._next_view)

    def action_pause(self) -> None:
        if self._active is not None:
            self._active.toggle_pause(self._clock())
            self._wake()

    def action_record(self) -> None:
        if self._active is not None:
            self.post_message(self.RecordAsked(self._active.run))

    def action_step(self) -> None:
        if self._active is not None and self._active.replay is not None:
            self._active.replay.step()
            self._wake()

    def action_speed(self, by: int) -> None:
        if self._active is not None and self._active.replay is not None:
            change_speed(self._active.replay, by)
            self._wake()

    def action_scrub(self, by: int, is_large: bool = False) -> None:
        if self._active is not None:
            self._active.scrub(by, self._clock(), is_large=is_large)
            self._wake()

    def _wake(self) -> None:
        """Shows at once what a key changed."""
        self._timer.resume()
        self._tick()

    def action_tab(self, by: int) -> None:
        if self._active is not None:
            place = self._views.index(self._active)
            self._show(self._views[(place + by) % len(self._views)])

    def action_close_tab(self) -> None:
        closed = self._active
        if closed is None:
            return
        had_focus = self.has_focus_within
        place = self._views.index(closed)
        self._views.remove(closed)
        closed.remove()
        self.post_message(self.TabClosed(closed.run))
        if self._views:
            self._show(self._views[min(place, len(self._views) - 1)])
        else:
            self._active = None
            self.query_one("#nothing").display = True
            self._tick()
        if had_focus:
            self.focus_content()

    def _choose_view(self, name: str) -> None:
        if self._active is not None:
            self._active.show_view(name)
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
