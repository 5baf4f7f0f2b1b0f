"""Owns the replacing of `${name}` by a variable's value before a statement is run; knows no session."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.tokens import Token, TokenKind, tokenize

_REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_@]*)\}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_@]*|`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"")
_LITERAL: Final = re.compile(r"'(?:[^']|'')*'|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ALLOWED: Final = "Identifier names cannot start with '@' and may only contain alphanumeric values and '_'."


def substitute(text: str, variables: Mapping[str, str]) -> str:
    """The text with every reference replaced: bare ones, and those inside strings where the variable is defined.

    Comments stay as they are, and so does an undefined reference inside a string. Raises KsqlSyntaxError with
    ksqlDB's words for a bare reference that is undefined or whose value is neither a name nor a literal.
    """
    if "${" not in text:
        return text
    pieces: list[str] = []
    for token in tokenize(text, trivia=True):
        if token.kind is TokenKind.VARIABLE:
            pieces.append(_bare_value(token, variables, text))
        elif token.kind is TokenKind.STRING:
            pieces.append(_REFERENCE.sub(lambda match: _value_in_string(match, variables), token.text))
        elif token.kind is not TokenKind.END:
            pieces.append(token.text)
    return "".join(pieces)


def _value(name: str, variables: Mapping[str, str]) -> str | None:
    """As it is written first, then without regard to case."""
    if name in variables:
        return variables[name]
    return next((value for key, value in variables.items() if key.casefold() == name.casefold()), None)


def _value_in_string(match: re.Match[str], variables: Mapping[str, str]) -> str:
    value = _value(match[1], variables)
    return match[0] if value is None else value.replace("'", "''")


def _bare_value(token: Token, variables: Mapping[str, str], text: str) -> str:
    value = _value(token.text[2:-1], variables)
    shown = token.text if value is None else value
    if _NAME.fullmatch(shown) or _LITERAL.fullmatch(shown):
        return shown
    detail = f"Illegal argument at Line: {token.line}, Col: {token.column}. {_ALLOWED} Got: '{shown}'"
    raise KsqlSyntaxError(
        detail,
        line=token.line,
        column=token.column,
        offset=token.start,
        failed_line=text.split("\n")[token.line - 1],
        message=detail,
    )
