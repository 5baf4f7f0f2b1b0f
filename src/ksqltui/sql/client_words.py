"""Owns by which words a client command is told from SQL; reads none of them any further."""

from __future__ import annotations

from itertools import islice
from typing import Final

from ksqltui.sql.tokens import tokenize

_FIRST: Final = frozenset(
    {"HELP", "CLEAR", "EXIT", "QUIT", "HISTORY", "VERSION", "OUTPUT", "SERVER", "REQUEST", "SPOOL"}
)
_PAIRS: Final = frozenset({("RUN", "SCRIPT"), ("SET", "CLI")})


def begins_client_command(first: str, second: str) -> bool:
    """Whether a statement with these first two words, in capitals, is a client command, which ends with its line."""
    return first in _FIRST or (first, second) in _PAIRS


def is_client_command(text: str) -> bool:
    """Whether one statement is a client command, one that does not fit too."""
    first, second = ([token.word for token in islice(tokenize(text), 2)] + ["", ""])[:2]
    return begins_client_command(first, second)
