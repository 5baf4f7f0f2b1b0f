"""Owns the short name of a run, for its tab; knows no runs."""

from __future__ import annotations

from ksqltui.sql.syntax import CreateAsSelect, CreateSource, PrintTopic, Query, Statement

LONGEST = 24


def title_of(statement: Statement | None, text: str) -> str:
    """A query is called after what it reads, a creation after what it makes, anything else by its first two words."""
    match statement:
        case Query():
            title = " ".join([statement.source.name, *(join.right.name for join in statement.joins)]).lower()
        case PrintTopic():
            title = f"print {statement.topic}"
        case CreateSource() | CreateAsSelect():
            title = f"create {statement.name.lower()}"
        case _:
            title = " ".join(text.split()[:2]).rstrip(";").lower()
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"
