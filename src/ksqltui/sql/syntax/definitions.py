"""Owns the nodes of statements that define, change or fill streams, tables and types."""

from __future__ import annotations

from enum import Enum

from ksqltui.sql.syntax.expressions import (
    BooleanLiteral,
    DecimalLiteral,
    DoubleLiteral,
    Expression,
    IntegerLiteral,
    NullLiteral,
    StringLiteral,
    Unary,
    Variable,
)
from ksqltui.sql.syntax.node import Node, node
from ksqltui.sql.syntax.queries import Query
from ksqltui.sql.syntax.types import TypeNode


class SourceKind(Enum):
    STREAM = "STREAM"
    TABLE = "TABLE"


class ColumnConstraint(Enum):
    NONE = ""
    KEY = "KEY"
    PRIMARY_KEY = "PRIMARY KEY"
    HEADERS = "HEADERS"
    HEADER = "HEADER"


@node
class ColumnDefinition(Node):
    """`header_key` is set for HEADER('key') only."""

    name: str
    type: TypeNode
    constraint: ColumnConstraint = ColumnConstraint.NONE
    header_key: str | None = None


Literal = (
    NullLiteral | BooleanLiteral | IntegerLiteral | DecimalLiteral | DoubleLiteral | StringLiteral | Variable | Unary
)


@node
class Property(Node):
    """One `NAME = literal` of a WITH clause; the name is upper-cased."""

    name: str
    value: Literal


Properties = tuple[Property, ...]


@node
class CreateSource(Node):
    """CREATE [OR REPLACE] [SOURCE] STREAM|TABLE name (columns) WITH (..)."""

    kind: SourceKind
    name: str
    columns: tuple[ColumnDefinition, ...] = ()
    properties: Properties = ()
    or_replace: bool = False
    if_not_exists: bool = False
    is_source: bool = False


@node
class CreateAsSelect(Node):
    kind: SourceKind
    name: str
    query: Query
    properties: Properties = ()
    or_replace: bool = False
    if_not_exists: bool = False


@node
class InsertSelect(Node):
    target: str
    query: Query
    properties: Properties = ()


@node
class InsertValues(Node):
    target: str
    columns: tuple[str, ...]
    values: tuple[Expression, ...]


@node
class DropSource(Node):
    kind: SourceKind
    name: str
    if_exists: bool = False
    delete_topic: bool = False


@node
class AlterSource(Node):
    kind: SourceKind
    name: str
    columns: tuple[ColumnDefinition, ...]


@node
class CreateType(Node):
    name: str
    type: TypeNode
    if_not_exists: bool = False


@node
class DropType(Node):
    name: str
    if_exists: bool = False
