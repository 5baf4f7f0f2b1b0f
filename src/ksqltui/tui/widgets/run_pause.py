"""Owns the pause of one run's view and the moment that it shows while the store goes on; draws nothing."""

from __future__ import annotations

from ksqltui.model.moment import Moment
from ksqltui.model.results import ResultsStore
from ksqltui.tui.widgets.status_facts import StatusFacts

LARGE_STEPS = 20
"""How many large steps lead through all that is kept."""


class RunPause:
    """`moment` is what is shown; None while the view follows the store."""

    def __init__(self) -> None:
        self.moment: Moment | None = None
        self._paused_at = 0.0
        self._received = 0

    def begin(self, store: ResultsStore, now: float) -> None:
        """Shows what there is now, `now` in wall seconds, until `end`."""
        self.moment = Moment(store)
        self._paused_at = now
        self._received = store.received

    def end(self) -> None:
        self.moment = None

    def scrub(self, by: int, *, is_large: bool) -> None:
        """Moves the moment by changes, or by twentieths of all that is kept."""
        moment = self.moment
        if moment is not None:
            kept = moment.at + moment.waiting - moment.first + 1
            moment.go_to(moment.at + by * (max(1, kept // LARGE_STEPS) if is_large else 1))

    def now(self) -> float:
        """The time that the shown rows are of, in wall seconds: nothing fades."""
        received = self.moment.received if self.moment is not None and self._has_moved else None
        return self._paused_at if received is None else received

    @property
    def _has_moved(self) -> bool:
        return self.moment is not None and self.moment.at != self._received

    def facts(self, recording: str, replay: str) -> StatusFacts:
        """What the status line tells."""
        moment = self.moment
        if moment is None:
            return StatusFacts(recording=recording, replay=replay)
        return StatusFacts(
            True,
            moment.waiting,
            moment.received if self._has_moved else None,
            moment.span[0] if moment.span is not None else None,
            recording,
            replay,
        )
