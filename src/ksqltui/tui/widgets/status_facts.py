"""Owns what the status line tells of a run beside the run itself: pause, recording, replay; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ksqltui.model.cell_text import number_text
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import ENGLISH, Speech
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


def beside(facts: StatusFacts) -> list[Word]:
    """What goes on beside the run, behind its state."""
    return [Word(f"   {words}", "accent") for words in (facts.recording, facts.replay) if words]


def paused_left(run: QueryRun, facts: StatusFacts, glyphs: Glyphs, say: Speech = ENGLISH) -> list[Word]:
    """`‖ paused   +128 waiting   412 rows received, none lost`, and the moment where one was gone back to."""
    word = say("paused" if run.is_live else "looking back")
    words = [Word(glyphs.paused, "warning", bold=True), Word(f" {word}", "foreground", bold=True)]
    if facts.moment is not None:
        words.append(Word(f" {say('at {time}', time=_clock(facts.moment))}", "foreground"))
    if facts.waiting:
        waiting = number_text(facts.waiting)
        told = say("+{count} waiting" if run.is_live else "+{count} later", count=waiting)
        words.append(Word(f"   {told}", "warning", bold=True))
    words += beside(facts)
    store = run.store
    if store is None:
        return words
    lost = store.changelog.dropped
    if lost and facts.kept_from is not None:
        kept = _clock(facts.kept_from)
        told = say("{count} older dropped, kept from {time}", count=number_text(lost), time=kept)
        words.append(Word(f"   {told}", "warning"))
    else:
        told = say("{count} received, none lost", count=number_text(store.received))
        words.append(Word(f"   {told}", dispensable=True))
    return words


def paused_right(*, short: bool, say: Speech = ENGLISH) -> list[Word]:
    return [Word("P", "foreground", bold=True), Word(f" {say('resumes' if short else 'resumes at the newest')}")]


def _clock(time: float) -> str:
    return f"{datetime.fromtimestamp(time):%H:%M:%S.%f}"[:-3]
