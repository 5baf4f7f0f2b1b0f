"""Owns what a client command does in a session; what only a screen or a shell can do it leaves to them as an Effect."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from ksqltui import __version__
from ksqltui.model.entities import LocalAnswer
from ksqltui.model.entity_table import EntityTable, record, table
from ksqltui.model.errors import KsqlError
from ksqltui.model.writers.protocol import Format, format_named
from ksqltui.session.client_help import help_table
from ksqltui.session.client_state import DEEPEST_SCRIPT, ClearScreen, ClientState, GoToServer, Leave, RunStatements
from ksqltui.session.ports import KsqlServer
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import Told
from ksqltui.sql import client_commands as c

MOST_REMEMBERED = 500
"""How many lines HISTORY gives, the newest ones."""


async def run_client_command(
    run: QueryRun, command: c.ClientCommand, server: KsqlServer, state: ClientState, *, depth: int
) -> None:
    """Carries the command out and says so in the run; `depth` counts the scripts that it stands in.

    Raises KsqlError, FileRefused among them.
    """
    match command:
        case c.Help(topic):
            _answer(run, help_table(topic))
        case c.Clear():
            run.effect = ClearScreen()
        case c.Exit():
            run.effect = Leave()
        case c.ListHistory():
            _answer(run, await _history(state))
        case c.Version():
            info = await server.info()
            _answer(run, record("", ksqltui=__version__, server=info.version, address=server.url))
        case c.Output(name):
            _output(run, name, state)
        case c.Server(address):
            if address:
                run.effect = GoToServer(address)
            else:
                _answer(run, record("", server=server.url))
        case c.RequestPipelining(on):
            _pipelining(run, on, server)
        case c.RunScript(path):
            run.effect = await _script(path, depth + 1)
        case c.Spool(path):
            await _spool(run, path, state)
        case c.SetWrap(on):
            state.style = replace(state.style, wraps=on)
            run.say(
                Told("Cells that are too wide go on below from now on.")
                if on
                else Told("Cells that are too wide are cut from now on, with … at their end.")
            )
        case c.SetColumnWidth(cells):
            state.style = replace(state.style, column_width=cells)
            run.say(
                Told("Columns of the table format are {cells} cells wide from now on.", cells=cells)
                if cells
                else Told("Columns of the table format are as wide as the data from now on.")
            )


def _answer(run: QueryRun, answer: EntityTable) -> None:
    run.entities = (LocalAnswer(statement_text=run.statement, tables=(answer,)),)
    run.touch()


async def _history(state: ClientState) -> EntityTable:
    entries = await state.history() if state.history is not None else ()
    first = max(0, len(entries) - MOST_REMEMBERED)
    return table(
        "",
        ("number", "when", "outcome", "statement"),
        (
            (number, _when(entry.started), entry.outcome, entry.statement)
            for number, entry in enumerate(entries[first:], first + 1)
        ),
    )


def _when(started: float) -> str | None:
    return datetime.fromtimestamp(started).strftime("%Y-%m-%d %H:%M:%S") if started else None


def _output(run: QueryRun, name: str, state: ClientState) -> None:
    if name:
        chosen = format_named(name)
        if chosen is None:
            known = ", ".join(each.value for each in Format)
            raise KsqlError(
                Told("There is no format {name}.", name=name), advice=Told("There are {known}.", known=known)
            )
        state.format = chosen
        run.say(Told("Results are written as {format} from now on.", format=chosen.value))
    else:
        _answer(run, record("", output=state.format.value))


def _pipelining(run: QueryRun, on: bool | None, server: KsqlServer) -> None:
    if on is None:
        _answer(run, table("", ("request-pipelining",), [("ON" if server.pipelined else "OFF",)]))
        return
    server.pipelined = on
    run.say(
        Told("A statement is sent without waiting for the one before it from now on.")
        if on
        else Told("A statement waits for the one before it from now on.")
    )


async def _script(path: str, depth: int) -> RunStatements:
    if depth > DEEPEST_SCRIPT:
        raise KsqlError(Told("{count} scripts run each other, so this one was not run.", count=DEEPEST_SCRIPT))
    from ksqltui.session.text_files import read_text

    read = await asyncio.to_thread(read_text, path)
    return RunStatements(path, read.text, depth)


async def _spool(run: QueryRun, path: str | None, state: ClientState) -> None:
    from ksqltui.session.spool import open_spool

    if path is None:
        spool, state.spool = state.spool, None
        if spool is None:
            run.say(Told("SPOOL was not on, so nothing changed."))
            return
        await spool.close()
        if spool.problem:
            raise KsqlError(spool.problem)
        run.say(Told("{path} is whole; results are no longer written to it.", path=spool.path))
        return
    if state.spool is not None:
        raise KsqlError(
            Told("Results are written to {path} already.", path=state.spool.path),
            advice=Told("SPOOL OFF; ends that."),
        )
    state.spool = await open_spool(path, state)
    run.say(Told("Results are written to {path} too from now on, until SPOOL OFF.", path=state.spool.path))
