"""Owns the way from text to syntax tree for all who need one; the grammar itself is in `sql.grammar`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ksqltui.sql.grammar.statements import StatementGrammar
from ksqltui.sql.syntax import Expression, Statement

T = TypeVar("T")


def parse_script(text: str) -> tuple[Statement, ...]:
    """The statements of a text, each ended by its `;` as the server demands.

    Raises KsqlSyntaxError with ksqlDB's message and place for the first thing that does not fit.
    """
    return _read(text, StatementGrammar.script)


def parse_statement(text: str) -> Statement:
    """The one statement of a text, whose `;` may be missing.

    Raises KsqlSyntaxError, also for an empty text and for a second statement.
    """
    return _read(text, StatementGrammar.single_statement)


def parse_expression(text: str) -> Expression:
    """The expression that fills the whole text. Raises KsqlSyntaxError."""
    return _read(text, StatementGrammar.single_expression)


def _read(text: str, rule: Callable[[StatementGrammar], T]) -> T:
    grammar = StatementGrammar(text)
    try:
        return rule(grammar)
    except RecursionError:
        deepest = grammar.current
    raise grammar.error_at(deepest, "The statement is nested too deeply: split it into several")
