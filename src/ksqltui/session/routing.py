"""Owns where a statement goes and what it may do, told from its text alone; knows no server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ksqltui.session.run_title import title_of
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind, is_destructive, is_writing, kind_of
from ksqltui.sql.client_words import is_client_command
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.splitter import split
from ksqltui.sql.syntax import Statement
from ksqltui.sql.variables import substitute

if TYPE_CHECKING:
    from ksqltui.sql.client_commands import ClientCommand, ClientCommandError


@dataclass(frozen=True, slots=True)
class Route:
    """A statement ready to be sent.

    `text` starts at its first word, `start` characters into what was given. `statement` is None where our parser
    cannot read it: the server's word counts, so it is sent all the same. It is None for a client command too, which no
    server sees; one that does not fit is `misfit`. `refusal` says why a read-only session does
    not send it, empty where it may.
    """

    text: str
    start: int
    statement: Statement | None
    kind: StatementKind
    title: str
    refusal: str
    changes_catalog: bool
    command: ClientCommand | None = None
    misfit: ClientCommandError | None = None

    @property
    def is_spool(self) -> bool:
        """Whether it begins or ends the file of SPOOL, which does not tell of itself."""
        return self.text[:5].upper() == "SPOOL" and self.statement is None


def route(text: str, variables: Mapping[str, str] | None) -> Route:
    """Reads one statement, with its variables replaced for the reading only, None where none are; never raises."""
    pieces = split(text)
    start = 0
    if len(pieces) == 1:
        text, start = pieces[0].text, pieces[0].start
    if is_client_command(text):
        return _local(text, start)
    statement = _read(text, variables)
    if statement is None:
        kind = _guessed_kind(text)
        streamed = kind is not StatementKind.REQUEST
        refusal = "" if streamed else Told("Read-only: this statement could not be read, so it may change something.")
        return Route(text, start, None, kind, title_of(None, text), refusal, changes_catalog=not streamed)
    writes = is_writing(statement) or is_destructive(statement)
    refusal = (
        Told("Read-only: {words} changes the server, so it was not sent.", words=_first_words(text)) if writes else ""
    )
    return Route(text, start, statement, kind_of(statement), title_of(statement, text), refusal, changes_catalog=writes)


def _local(text: str, start: int) -> Route:
    # Scripts of SQL alone do without what reads them.
    from ksqltui.sql.client_commands import ClientCommandError, client_command

    command, misfit = None, None
    try:
        command = client_command(text)
    except ClientCommandError as error:
        misfit = error
    title = title_of(None, text)
    return Route(text, start, None, StatementKind.LOCAL, title, "", False, command=command, misfit=misfit)


def _read(text: str, variables: Mapping[str, str] | None) -> Statement | None:
    try:
        return parse_statement(text if variables is None else substitute(text, variables))
    except KsqlSyntaxError:
        pass
    try:
        return parse_statement(text)
    except KsqlSyntaxError:
        return None


def _guessed_kind(text: str) -> StatementKind:
    words = text.upper().split()
    match words[:1]:
        case ["SELECT"]:
            return StatementKind.PUSH_QUERY if "EMIT" in words else StatementKind.PULL_QUERY
        case ["PRINT"]:
            return StatementKind.PRINT
        case _:
            return StatementKind.REQUEST


def _first_words(text: str) -> str:
    return " ".join(text.split()[:2]).rstrip(";").upper()
