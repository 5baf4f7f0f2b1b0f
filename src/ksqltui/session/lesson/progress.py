"""Owns what of the lesson was seen, told from runs and the server's state; knows no screen and no step's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.changes import ResultLine
from ksqltui.session.lesson.step import LessonStep, Sign
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.expression_formatter import format_expression
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import Emit, PrintTopic, Query, Statement

STREAM, TABLE, TOPIC = "PAYMENTS", "PAYMENTS_AGGR", "payments"
NEWEST = 64
"""How many of a result's newest rows are looked at: eight names in several windows."""


class LessonProgress:
    """The signs that were seen, earlier ones among them. `note` it often: it looks only at runs that have changed."""

    def __init__(self, seen: frozenset[Sign] = frozenset()) -> None:
        self.seen = seen
        self._versions: dict[int, tuple[int, RunState]] = {}
        self._statements: dict[int, Statement | None] = {}

    def note(self, runs: Iterable[QueryRun], snapshot: ServerSnapshot) -> bool:
        """Takes a look; whether something was seen for the first time."""
        found = set(signs_of_server(snapshot))
        for run in runs:
            looked = (run.version, run.state)
            if self._versions.get(run.number) == looked:
                continue
            self._versions[run.number] = looked
            if run.number not in self._statements:
                self._statements[run.number] = _read(run.statement)
            found.update(signs_of_run(run, self._statements[run.number]))
        before, self.seen = self.seen, self.seen | found
        return before != self.seen

    def forget(self) -> None:
        """Nothing was seen; what has run already is not looked at again."""
        self.seen = frozenset()

    def is_done(self, step: LessonStep) -> bool:
        return self.share(step) == 1

    def share(self, step: LessonStep) -> float:
        """How much of a step was seen, from 0 to 1."""
        return len(self.seen.intersection(step.look_for)) / len(step.look_for)


def signs_of_server(snapshot: ServerSnapshot) -> Iterator[Sign]:
    """What the server's state shows."""
    if snapshot.server is not None:
        yield Sign.SERVER_ANSWERS
    if any(topic.name == TOPIC for topic in snapshot.topics):
        yield Sign.PAYMENTS_TOPIC
    if any(stream.name == STREAM for stream in snapshot.streams):
        yield Sign.STREAM_CREATED
    if any(table.name == TABLE for table in snapshot.tables):
        yield Sign.TABLE_CREATED
    if any(TABLE in query.sinks and query.state == "RUNNING" for query in snapshot.queries):
        yield Sign.TABLE_QUERY_RUNS


def signs_of_run(run: QueryRun, statement: Statement | None) -> Iterator[Sign]:
    """What a run shows so far; `statement` is its text, read."""
    match statement:
        case PrintTopic(topic=topic) if topic == TABLE and run.lines:
            yield Sign.TOPIC_PRINTED
        case Query(emit=None):
            yield from _pull_signs(run, statement)
        case Query() if statement.source.name == TABLE:
            if run.rows_received:
                yield Sign.TABLE_ROWS
        case Query(group_by=None):
            yield from _push_signs(run, statement)
        case Query():
            yield from _group_signs(run, statement)


def _pull_signs(run: QueryRun, query: Query) -> Iterator[Sign]:
    if query.group_by is not None:
        if run.state is RunState.FAILED and run.error is not None and "GROUP BY" in run.error.message:
            yield Sign.GROUP_BY_REFUSED
        return
    if run.rows_received:
        yield Sign.PULL_HAD_ROWS
    if run.state is RunState.FINISHED:
        yield Sign.PULL_ENDED
        condition = _condition(query)
        if "AMOUNT" in condition:
            yield Sign.FILTERED_BY_AMOUNT
        if "NAME" in condition:
            yield Sign.FILTERED_BY_NAME


def _push_signs(run: QueryRun, query: Query) -> Iterator[Sign]:
    if not run.rows_received:
        return
    yield Sign.PUSH_ROWS
    if "ROWPARTITION" in _condition(query):
        yield Sign.ONE_PARTITION
    if run.state is RunState.STOPPED:
        yield Sign.PUSH_STOPPED


def _group_signs(run: QueryRun, query: Query) -> Iterator[Sign]:
    lines = _newest(run)
    if not lines:
        return
    changes = max(line.version for line in lines) - 1
    if query.window is None:
        yield Sign.GROUPS_SHOWN
        if changes:
            yield Sign.GROUP_CHANGED
        return
    start = run.windows.start if run.windows is not None else None
    windows = 0 if start is None else len({str(line.values[start]) for line in lines})
    if query.emit is Emit.FINAL:
        yield Sign.FINAL_PRINTED
        if windows > 1 and not changes:
            yield Sign.FINAL_ONCE
            if query.having is not None and "NAME" in format_expression(query.having):
                yield Sign.NAME_IN_WINDOWS
        return
    if changes >= 2:
        yield Sign.WINDOW_CHANGED
    if windows > 1:
        yield Sign.SEVERAL_WINDOWS


def _newest(run: QueryRun) -> list[ResultLine]:
    if run.store is None:
        return []
    table = run.store.table
    return [table.line(number) for number in range(max(table.first, table.end - NEWEST), table.end)]


def _condition(query: Query) -> str:
    return "" if query.where is None else format_expression(query.where)


def _read(text: str) -> Statement | None:
    try:
        return parse_statement(text)
    except KsqlSyntaxError:
        return None
