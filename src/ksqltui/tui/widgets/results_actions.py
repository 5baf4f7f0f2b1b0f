"""Owns the keys of the shown run and what they ask for; knows neither the tabs nor who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from ksqltui.model.fixes import Fix
from ksqltui.session.query_run import QueryRun
from ksqltui.tui.replay_control import change_speed
from ksqltui.tui.widgets.results_words import arrived, can_begin_again
from ksqltui.tui.widgets.run_view import RunView

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


class ResultsActions(Widget):
    """The actions on `_active`, the run's view that is shown; `_wake` shows at once what a key changed.

    The pane has the actions of its tabs.
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

    class OfRun(Message, namespace="results_pane"):
        """Something is asked about one run."""

        def __init__(self, run: QueryRun) -> None:
            super().__init__()
            self.run = run

    class FixChosen(OfRun, namespace="results_pane"):
        """The fix is to be put into the editor and run."""

        def __init__(self, run: QueryRun, fix: Fix) -> None:
            super().__init__(run)
            self.fix = fix

    class RunFromBeginning(OfRun, namespace="results_pane"):
        """The run is to be stopped and its statement run again from the earliest row."""

    class StopRequested(OfRun, namespace="results_pane"):
        """The run is to be stopped."""

    class RecordAsked(OfRun, namespace="results_pane"):
        """A recording of the run is to be begun, or the one that goes on to be ended."""

    class GoToError(OfRun, namespace="results_pane"):
        """The editor is to show the place that the error names, or the statement."""

    _active: RunView | None = None
    _clock: Callable[[], float]

    def _wake(self) -> None:
        raise NotImplementedError

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

    def _choose_view(self, name: str) -> None:
        if self._active is not None:
            self._active.show_view(name)
            self._wake()
