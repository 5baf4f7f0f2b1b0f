"""Owns the life of a statement that is answered with entities; knows the server as a port only."""

from __future__ import annotations

from collections.abc import Callable

from ksqltui.model.entities import CurrentStatus
from ksqltui.model.errors import KsqlError
from ksqltui.session.local_statements import SessionValues
from ksqltui.session.ports import KsqlServer
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import Told

_UNDER_WAY = ("QUEUED", "PARSING", "EXECUTING")


async def run_request(run: QueryRun, server: KsqlServer, values: SessionValues, clock: Callable[[], float]) -> None:
    """Sends the statement and ends the run with what was answered. Raises KsqlError where it is refused.

    A command that failed on the server comes with HTTP 200 and the status ERROR: it is raised too.
    """
    entities = await server.execute(run.statement, properties=values.properties, variables=values.variables)
    run.entities = entities
    for entity in entities:
        for warning in entity.warnings:
            run.say(Told("Warning: {warning}", warning=warning))
        if not isinstance(entity, CurrentStatus):
            continue
        status = entity.command_status
        if status.status == "ERROR":
            raise KsqlError(status.message or Told("ksqlDB could not carry out the command and did not say why."))
        if status.status in _UNDER_WAY:
            run.say(
                Told(
                    "ksqlDB has accepted the command and has not finished it yet ({state}).",
                    state=status.status.lower(),
                )
            )
    if not entities:
        run.say(Told("Done. ksqlDB answers nothing to this statement."))
    run.end(RunState.FINISHED, now=clock())
