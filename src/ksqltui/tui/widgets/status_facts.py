"""Owns what the status line tells of a run beside the run itself: pause, recording, replay; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ksqltui.model.cell_text import number_text
from ksqltui.session.query_run import QueryRun
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.words import Word


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """`moment` is what is looked at, in wall seconds, where that is not the newest at the time of the pause.

    `kept_from` is the time of the oldest kept row where older ones were dropped. `recording` and `replay` are words
    for the line, empty where there is nothing to tell.
    """

    is_paused: bool = False
    waiting: int = 0
    moment: float | None = None
    kept_from: float | None = None
    recording: str = ""
    replay: str = ""


NO_FACTS = StatusFacts()


def paused_left(run: QueryRun, facts: StatusFacts, glyphs: Glyphs) -> list[Word]:
    """`‖ paused   +128 waiting   412 rows received, none lost`, and the moment where one was gone back to."""
    word = "paused" if run.is_live else "looking back"
    words = [Word(glyphs.paused, "warning", bold=True), Word(f" {word}", "foreground", bold=True)]
    if facts.moment is not None:
        words.append(Word(f" at {_clock(facts.moment)}", "foreground"))
    if facts.waiting:
        told = "waiting" if run.is_live else "later"
        words.append(Word(f"   +{number_text(facts.waiting)} {told}", "warning", bold=True))
    store = run.store
    if store is None:
        return words
    lost = store.changelog.dropped
    if lost and facts.kept_from is not None:
        words.append(Word(f"   {number_text(lost)} older dropped, kept from {_clock(facts.kept_from)}", "warning"))
    else:
        words.append(Word(f"   {number_text(store.received)} received, none lost", dispensable=True))
    return words


def paused_right(*, short: bool) -> list[Word]:
    return [Word("P", "foreground", bold=True), Word(" resumes" if short else " resumes at the newest")]


def _clock(time: float) -> str:
    return f"{datetime.fromtimestamp(time):%H:%M:%S.%f}"[:-3]
