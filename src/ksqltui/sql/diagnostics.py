"""Owns what is wrong with one statement as far as it can be told without running it; knows no server and no editor."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Final

from ksqltui.sql.client_commands import ClientCommandError, client_command
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.grammar.cursor import is_name
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import (
    AlterSource,
    ColumnRef,
    CreateAsSelect,
    Describe,
    DropSource,
    FunctionCall,
    InsertSelect,
    InsertValues,
    Lambda,
    Query,
    SelectItem,
    Statement,
    TableRef,
)
from ksqltui.sql.syntax.node import Node
from ksqltui.sql.tokens import Token, TokenKind, tokenize, unquote

PSEUDO_COLUMNS: Final = frozenset({"ROWTIME", "ROWPARTITION", "ROWOFFSET", "WINDOWSTART", "WINDOWEND"})
LIKENESS: Final = 0.6
"""How alike a name must be to be meant, as difflib counts it: 1.0 is the same."""


class Severity(Enum):
    """A statement with an ERROR is refused; a WARNING tells what the catalog, as old as it is, does not have."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong between two character offsets of the statement; `start` < `end`."""

    start: int
    end: int
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a catalog has. Each source with its columns, which are empty while they have not been asked for.

    Without `sources` or `functions` nothing is said of them: they are not known yet.
    """

    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()


NOTHING_KNOWN: Final = KnownNames()


def diagnose(
    text: str, names: KnownNames = NOTHING_KNOWN, defined: frozenset[str] = frozenset()
) -> tuple[Diagnostic, ...]:
    """What is wrong with one statement, by place. `defined` are sources that its script makes itself."""
    try:
        if client_command(text) is not None:
            return ()
    except ClientCommandError as error:
        return (Diagnostic(0, len(text), Severity.ERROR, str(error)),)
    try:
        statement = parse_statement(text)
    except KsqlSyntaxError as error:
        start, end = word_at(text, error.offset)
        message = " ".join(error.message.partition("\n")[2].split()) or "Syntax error"
        return (Diagnostic(start, end, Severity.ERROR, message),)
    found = [
        *_unknown_sources(text, statement, names, defined),
        *_unknown_columns(statement, names),
        *_unknown_functions(text, statement, names),
    ]
    return tuple(sorted(set(found), key=lambda each: each.start))


def defined_source(text: str) -> str:
    """The stream or table that a statement makes, "" where it makes none; it may be half-typed."""
    tokens = [token for _, token in zip(range(9), tokenize(text), strict=False)]
    if not tokens or tokens[0].word != "CREATE":
        return ""
    at = next((at for at, token in enumerate(tokens) if token.word in ("STREAM", "TABLE")), len(tokens))
    rest = [token for token in tokens[at + 1 :] if token.word not in ("IF", "NOT", "EXISTS")]
    return name_of(rest[0]) if rest and is_name(rest[0]) else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; "" where none is like it."""
    return next(iter(difflib.get_close_matches(name.upper(), sorted(known), n=1, cutoff=LIKENESS)), "")


def name_of(token: Token) -> str:
    """An identifier as ksqlDB sees it; "" for any other token."""
    return unquote(token.text) if token.kind is TokenKind.QUOTED_NAME else token.word


def word_at(text: str, offset: int) -> tuple[int, int]:
    """From where to where the token at `offset` goes; past the end it is the last one."""
    tokens = list(tokenize(text))[:-1]
    if not tokens:
        return 0, max(len(text), 1)
    token = next((token for token in tokens if token.start <= offset < token.end), None)
    if token is None:
        token = next((token for token in tokens if token.start >= offset), tokens[-1])
    return token.start, min(token.end, token.start + len(token.text.partition("\n")[0]) or token.end)


def _unknown_sources(
    text: str, statement: Statement, names: KnownNames, defined: frozenset[str]
) -> Iterator[Diagnostic]:
    if not names.sources:
        return
    wanted = [(node.name, node.span.start) for node, _ in _walk(statement) if isinstance(node, TableRef)]
    match statement:
        case Describe(name) | DropSource(name=name, if_exists=False) | AlterSource(name=name):
            wanted.append((name, -1))
        case InsertValues(target=name) | InsertSelect(target=name):
            wanted.append((name, -1))
        case _:
            pass
    for name, start in wanted:
        if name in names.sources or name in defined:
            continue
        place = start if start >= 0 else next((t.start for t in tokenize(text) if name_of(t) == name), 0)
        meant = nearest(name, names.sources)
        yield Diagnostic(*word_at(text, place), Severity.WARNING, _said(f"No stream or table {name}", meant))


def _unknown_columns(statement: Statement, names: KnownNames) -> Iterator[Diagnostic]:
    query = statement.query if isinstance(statement, CreateAsSelect | InsertSelect) else statement
    if not isinstance(query, Query):
        return
    refs = [query.source, *(join.right for join in query.joins)]
    columns = {ref.alias or ref.name: names.sources.get(ref.name, frozenset()) for ref in refs}
    if not all(columns.values()):
        return
    aliases = {item.alias for item in query.select if isinstance(item, SelectItem) and item.alias}
    every = frozenset[str]().union(*columns.values())
    for node, parameters in _walk(query):
        if not isinstance(node, ColumnRef) or node.name in PSEUDO_COLUMNS or node.name in parameters:
            continue
        here = every if node.source is None else columns.get(node.source, every)
        if node.name in here or (node.source is None and node.name in aliases):
            continue
        # A join gives its columns a prefix of their source where they are read again.
        if len(refs) > 1 and node.source is None:
            continue
        said = _said(f"No column {node.name}", nearest(node.name, here))
        yield Diagnostic(node.span.start, node.span.end, Severity.WARNING, said)


def _unknown_functions(text: str, statement: Statement, names: KnownNames) -> Iterator[Diagnostic]:
    for node, _ in _walk(statement):
        if names.functions and isinstance(node, FunctionCall) and node.name not in names.functions:
            meant = nearest(node.name, names.functions)
            place = word_at(text, node.span.start)
            yield Diagnostic(*place, Severity.WARNING, _said(f"No function {node.name}", meant))


def _said(what: str, meant: str) -> str:
    return f"{what}: did you mean {meant}?" if meant else what


def _walk(value: object, parameters: frozenset[str] = frozenset()) -> Iterator[tuple[Node, frozenset[str]]]:
    """Every node with the lambda parameters that stand for values in it."""
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item, parameters)
    elif isinstance(value, Node):
        yield value, parameters
        inner = parameters | frozenset(value.parameters) if isinstance(value, Lambda) else parameters
        for each in fields(value):
            if each.name != "span":
                yield from _walk(getattr(value, each.name), inner)
