"""Owns how one run's view is held at a moment, recorded and replayed, while its store goes on; knows no content."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.containers import Vertical
from textual.widget import Widget

from ksqltui.session.query_run import QueryRun
from ksqltui.session.recorder import Recorder
from ksqltui.session.replay import Replay
from ksqltui.tui.replay_control import recording_words, replay_words
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.run_pause import RunPause
from ksqltui.tui.widgets.scrub_bar import ScrubBar
from ksqltui.tui.widgets.status_facts import StatusFacts


class HeldView(Vertical):
    """A view of one run that can stand still; whoever makes one mounts a ScrubBar in it and sets `_content`."""

    def __init__(self, run: QueryRun, clock: Callable[[], float]) -> None:
        super().__init__()
        self.run = run
        self._clock = clock
        self._content: Widget | None = None
        self._pause = RunPause()
        self.recorder: Recorder | None = None
        """The newest recording of the run."""
        self.replay: Replay | None = None
        """The controls of the run where it is a replay."""

    @property
    def is_paused(self) -> bool:
        return self._pause.moment is not None

    def facts(self, now: float) -> StatusFacts:
        """What the status line tells beside the run at `now`, in wall seconds."""
        say = speech_of(self)
        replay = replay_words(self.replay, say) if self.replay is not None else ""
        return self._pause.facts(recording_words(self.recorder, now, say), replay)

    @property
    def is_recording(self) -> bool:
        return self.recorder is not None and self.recorder.is_recording

    @property
    def stands_still(self) -> bool:
        """Whether it is paused, or is a replay that is."""
        return self.is_paused or (self.replay is not None and self.run.is_live and self.replay.is_paused)

    def toggle_pause(self, now: float) -> None:
        """Holds or goes on: a replay in its own time, so that nothing waits behind what is seen."""
        replay = self.replay if self.run.is_live else None
        if self.is_paused:
            self.resume()
        elif replay is None:
            self.pause(now)
        elif replay.is_paused:
            replay.resume()
        else:
            replay.pause()

    def pause(self, now: float) -> None:
        """Holds what is shown while the store goes on."""
        if self.run.store is not None and not self.is_paused:
            self._pause.begin(self.run.store, now)
            self._show_moment()

    def resume(self) -> None:
        """Follows the newest again."""
        self._pause.end()
        self._show_moment()
        if isinstance(self._content, ResultsTable):
            self._content.action_last()

    def scrub(self, by: int, now: float, *, is_large: bool) -> None:
        """Shows an earlier or later moment; pauses first."""
        self.pause(now)
        self._pause.scrub(by, is_large=is_large)
        self._show_moment()

    @on(ScrubBar.TimeChosen)
    def _time_chosen(self, event: ScrubBar.TimeChosen) -> None:
        if self._pause.moment is not None:
            self._pause.moment.go_to_time(event.time)
            self._show_moment()

    def _show_moment(self) -> None:
        if isinstance(self._content, ResultsTable):
            self._content.show_moment(self._pause.moment)
            self._content.tick(self._pause.now() if self.is_paused else self._clock(), force=True)
        self.query_one(ScrubBar).show(self._pause.moment)
