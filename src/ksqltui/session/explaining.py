"""Owns what is asked to explain a statement: itself, or the query that already runs for it; knows no server."""

from __future__ import annotations

from collections.abc import Iterable

from ksqltui.model.descriptions import RunningQuery
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import CreateAsSelect, Explain, InsertSelect, Pause, Query, Resume, Terminate

PREFIX = "EXPLAIN "


def explain_text(text: str, running: Iterable[RunningQuery]) -> str:
    """The EXPLAIN for a statement; "" where the statement runs no query.

    A CREATE ... AS SELECT whose query is among the `running` ones, and a statement that names a query, ask for that
    query: only what runs has tasks and a lag. A statement that cannot be read is sent: the server's word counts.
    """
    try:
        statement = parse_statement(text)
    except KsqlSyntaxError:
        return PREFIX + text
    match statement:
        case Explain():
            return text
        case CreateAsSelect(name=name, or_replace=False):
            query_id = next((query.id for query in running if name in query.sinks), "")
            return f"{PREFIX}{query_id};" if query_id else PREFIX + text
        case Query() | InsertSelect() | CreateAsSelect():
            return PREFIX + text
        case Terminate(query_id=str(query_id)) | Pause(query_id=str(query_id)) | Resume(query_id=str(query_id)):
            return f"{PREFIX}{query_id};"
        case _:
            return ""
