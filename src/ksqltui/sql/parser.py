"""Owns the way from text to syntax tree for all who need one; the grammar itself is in `sql.grammar`."""

from __future__ import annotations

from ksqltui.sql.grammar.statements import StatementGrammar
from ksqltui.sql.syntax import Expression, Statement


def parse_script(text: str) -> tuple[Statement, ...]:
    """The statements of a text, each ended by its `;` as the server demands.

    Raises KsqlSyntaxError with ksqlDB's message and place for the first thing that does not fit.
    """
    return StatementGrammar(text).script()


def parse_statement(text: str) -> Statement:
    """The one statement of a text, whose `;` may be missing.

    Raises KsqlSyntaxError, also for an empty text and for a second statement.
    """
    return StatementGrammar(text).single_statement()


def parse_expression(text: str) -> Expression:
    """The expression that fills the whole text. Raises KsqlSyntaxError."""
    grammar = StatementGrammar(text)
    expression = grammar.expression()
    if not grammar.at_end():
        raise grammar.mismatch()
    return expression
