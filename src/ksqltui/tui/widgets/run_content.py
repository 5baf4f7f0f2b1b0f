"""Owns which widget shows what a run has: rows, printed lines, a plan or an answer; knows neither pause nor keys."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from ksqltui.model.entities import QueryDescription
from ksqltui.model.entity_tables import entity_tables
from ksqltui.model.window_state import WindowWatch
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import Speech, Told
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.entity_view import EntityView, reads_best_as_rows, store_of
from ksqltui.tui.widgets.plan_view import PlanView
from ksqltui.tui.widgets.printed_lines import PrintedLines
from ksqltui.tui.widgets.reading_table import ReadingTable
from ksqltui.tui.widgets.results_table import ResultsTable


def watch_of(run: QueryRun) -> WindowWatch | None:
    """Follows the windows of a push query's rows; None where a row has not one window.

    Rows that join several windows have none of their own.
    """
    shape, store = run.windows, run.store
    if store is None or shape is None or run.kind is not StatementKind.PUSH_QUERY:
        return None
    is_of_row = not store.identity or shape.start in store.identity or shape.end in store.identity
    return WindowWatch(shape) if is_of_row else None


def table_of(run: QueryRun, windows: WindowWatch | None, clock: Callable[[], float]) -> ReadingTable:
    """The rows of a run that has a store; only a push query's come one by one."""
    assert run.store is not None
    is_push = run.kind is StatementKind.PUSH_QUERY
    return ReadingTable(run.store, tagged=is_push, follows=is_push, windows=windows, clock=clock)


def content_of(
    run: QueryRun, windows: WindowWatch | None, glyphs: Glyphs, say: Speech, clock: Callable[[], float]
) -> Widget | None:
    """The widget for what the run has now; None while there is nothing, or only an error."""
    if run.store is not None:
        return table_of(run, windows, clock)
    if run.kind is StatementKind.PRINT and (run.lines or run.state is not RunState.FAILED):
        return PrintedLines(run)
    if run.is_live or run.is_streamed:
        return None
    if len(run.entities) == 1 and isinstance(run.entities[0], QueryDescription) and not run.messages:
        return PlanView(run.entities[0].query, glyphs=glyphs)
    tables = [table for entity in run.entities for table in entity_tables(entity)]
    if reads_best_as_rows(tables) and not run.messages:
        return ResultsTable(store_of(tables[0], say), tagged=False, follows=False, own_heads=True, clock=clock)
    if tables or run.messages:
        return EntityView(run.messages, tables)
    return EntityView([Told("Done. The server had nothing to add.")], ()) if run.error is None else None
