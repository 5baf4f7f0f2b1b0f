"""Owns whether a run that the server was lost to is offered to be run once more; knows no server and no screen."""

from __future__ import annotations

from ksqltui.model.errors import KsqlError, NotReached, RequestRefused
from ksqltui.model.fix import Fix
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind

_AWAY = range(50300, 50400)
"""ksqlDB's codes while it starts, shuts down or catches up: nothing was carried out."""


def run_again(run: QueryRun) -> Fix | None:
    """The same statement as a fix; None where it is not the server's absence that ended it, or it may have acted."""
    error = run.error
    if error is None or not (run.state is RunState.LOST or _is_away(error)):
        return None
    if not run.is_streamed and not _was_not_carried_out(error):
        return None
    return Fix(Told("Run it again"), run.statement, (), (), _why(run))


def _is_away(error: KsqlError) -> bool:
    if isinstance(error, NotReached):
        return error.may_pass
    return isinstance(error, RequestRefused) and error.code in _AWAY


def _was_not_carried_out(error: KsqlError) -> bool:
    return isinstance(error, RequestRefused) or (isinstance(error, NotReached) and not error.was_sent)


def _why(run: QueryRun) -> Told:
    if run.state is not RunState.LOST:
        return Told("The server was away or not ready, which passes.")
    if run.kind is StatementKind.PUSH_QUERY and not run.from_beginning:
        return Told(
            "The rows that came before the loss stay in this tab. What comes until the query runs again is not in "
            "its result, unless it begins at the earliest row: F9."
        )
    return Told("The rows that came before the loss stay in this tab; the query starts anew.")
