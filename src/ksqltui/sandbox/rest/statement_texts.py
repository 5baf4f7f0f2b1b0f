"""Owns the way from a request's text to its statements: variables replaced, each with its own text; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.sql.parser import parse_script
from ksqltui.sql.splitter import split
from ksqltui.sql.syntax import DefineVariable, Statement, UndefineVariable
from ksqltui.sql.variables import substitute


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement with its text as sent, `;` included."""

    text: str
    statement: Statement


def read_statements(text: str, variables: Mapping[str, str]) -> tuple[StatementText, ...]:
    """The statements of a request, all of them or none.

    Raises KsqlSyntaxError for the first thing that is no statement, with its place in the whole text.
    """
    whole = substitute_all(text, variables) if "${" in text else text
    statements = parse_script(whole)
    texts = [piece.text for piece in split(whole)]
    return tuple(StatementText(piece, statement) for piece, statement in zip(texts, statements, strict=True))


def substitute_all(text: str, variables: Mapping[str, str]) -> str:
    """The text with every `${name}` replaced; a DEFINE in it counts for the statements after it."""
    known = dict(variables)
    parts: list[str] = []
    end = 0
    for piece in split(text):
        parts += [text[end : piece.start], substitute(piece.text, known)]
        end = piece.end
        _learn(parts[-1], known)
    return "".join([*parts, text[end:]])


def _learn(text: str, known: dict[str, str]) -> None:
    if not text.lstrip()[:8].upper().startswith(("DEFINE", "UNDEFINE")):
        return
    for statement in parse_script(text):
        match statement:
            case DefineVariable(name=name, value=value):
                known[name] = value
            case UndefineVariable(name=name):
                known.pop(name, None)
            case _:
                pass
