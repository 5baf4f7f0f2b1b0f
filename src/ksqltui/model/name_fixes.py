"""Owns the quick fixes of names: one that is nearly right, one that is a reserved word; knows no screen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ksqltui.model.fix import Fix, made_fix
from ksqltui.speech.speech import Told
from ksqltui.sql.diagnostics import KnownNames, name_of, nearest
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.formatter import format_identifier
from ksqltui.sql.keywords import RESERVED
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.tokens import tokenize

_COLUMN = re.compile(r"column '(?:[^'.]+\.)?(?P<name>[^'.]+)' cannot be resolved")
_SOURCE = re.compile(r"(?:Could not find STREAM/TABLE '(?P<name>[^']+)'|statement: (?P<bare>\S+) does not exist)")
_FUNCTION = re.compile(r"Can't find any functions with the name '(?P<name>[^']+)'")
_NO_COLUMN = Told("No source of this query has {wrong}. {right} is the column whose name is most like it.")
_NO_SOURCE = Told(
    "The server has no stream or table {wrong}. {right} is the stream or table whose name is most like it."
)
_NO_FUNCTION = Told("The server has no function {wrong}. {right} is the function whose name is most like it.")
_PLACE = re.compile(r"^line (?P<line>\d+):(?P<column>\d+): Syntax Error")


def name_fix(message: str, statement: str, names: KnownNames) -> Fix | None:
    """The refused name replaced by the one of the catalog that is most like it."""
    if found := _COLUMN.search(message):
        read = {name_of(token) for token in tokenize(statement)} & names.sources.keys()
        columns = frozenset[str]().union(*(names.sources[name] for name in read))
        return _renamed(statement, found["name"], columns, _NO_COLUMN)
    if found := _SOURCE.search(message):
        wrong = found["name"] or found["bare"]
        return _renamed(statement, wrong, names.sources, _NO_SOURCE)
    if found := _FUNCTION.search(message):
        return _renamed(statement, found["name"], names.functions, _NO_FUNCTION)
    return None


def quote_reserved(message: str, statement: str) -> Fix | None:
    """The reserved word at which the server stopped, quoted, where that makes the statement one."""
    found = _PLACE.match(message)
    if found is None:
        return None
    place = (int(found["line"]), int(found["column"]))
    token = next((token for token in tokenize(statement) if (token.line, token.column) == place), None)
    if token is None or token.word not in RESERVED:
        return None
    fixed = f"{statement[: token.start]}`{token.word}`{statement[token.end :]}"
    try:
        parse_statement(fixed)
    except KsqlSyntaxError:
        return None
    why = Told(
        "{word} is a reserved word of ksqlDB. In backquotes it is a name, and then its case counts.", word=token.word
    )
    return made_fix(Told("Write {word}", word=f"`{token.word}`"), statement, fixed, why)


def _renamed(statement: str, wrong: str, known: Iterable[str], reason: Told) -> Fix | None:
    right = nearest(wrong, known)
    if not right:
        return None
    fixed = statement
    for token in reversed(list(tokenize(statement))):
        if name_of(token) == wrong:
            written = format_identifier(right)
            if token.text.islower() and written == right.upper():
                written = right.lower()
            fixed = f"{fixed[: token.start]}{written}{fixed[token.end :]}"
    why = Told(reason, wrong=wrong, right=right)
    return made_fix(Told("Write {word}", word=right), statement, fixed, why)
