"""Owns what is noted under a run's rows: a recording that broke off, a hidden window, silence; draws nothing."""

from __future__ import annotations

from ksqltui.model.fixes import Fix
from ksqltui.session.query_run import QueryRun
from ksqltui.session.recorder import Recorder
from ksqltui.session.replay import Replay
from ksqltui.speech.speech import Speech
from ksqltui.tui.widgets.error_view import FIX_KEY
from ksqltui.tui.widgets.results_words import arrived, can_begin_again, hint
from ksqltui.tui.widgets.run_note import Note

BEGINNING_KEY = "F9"


def notes_of(
    run: QueryRun, fix: Fix | None, recorder: Recorder | None, replay: Replay | None, now: float, say: Speech
) -> list[tuple[Note, bool]]:
    """The notes with whether each is a warning; `now` in wall seconds."""
    notes: list[tuple[Note, bool]] = []
    if recorder is not None and recorder.error is not None:
        stopped = recorder.error
        notes.append(((f"{say(stopped.message)} {say(stopped.advice)}", "", ""), True))
    if replay is not None:
        notes += [((say(message), "", ""), True) for message in run.messages]
    if run.hides_window and run.error is None:
        does = say("{fix} and run", fix=fix.title) if fix is not None else ""
        text = say("The rows have a window that the query does not show, so every row stands on its own.")
        notes.append(((text, FIX_KEY if does else "", does), True))
    if replay is None and (why := hint(run, now, say)):
        can = can_begin_again(run) and not arrived(run)
        does = say("runs it again from the earliest row")
        notes.append(((why, BEGINNING_KEY if can else "", does if can else ""), False))
    return notes
