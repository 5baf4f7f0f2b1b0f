"""Owns the parts that ksqlDB's messages about expressions share: an expression's text and its place in a statement."""

from __future__ import annotations

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.formatter import format_expression
from ksqltui.sql.syntax import Expression


def text_of(node: Expression) -> str:
    """The expression as ksqlDB prints it in messages."""
    return format_expression(node)


def type_text(sql_type: SqlType | None) -> str:
    """A type as messages name it; the untyped NULL is `null`."""
    return "null" if sql_type is None else str(sql_type)


def expression_error(message: str, node: Expression) -> StatementError:
    """A refusal that names the expression: its text ends the message and stands for the statement."""
    text = text_of(node)
    return StatementError(f"{message}\nStatement: {text}", statement=text)


class CodegenError(StatementError):
    """A refusal that ksqlDB gives while it compiles: the compiler puts `Invalid Select: ` or so before it."""
