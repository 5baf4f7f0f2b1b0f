"""Owns the nodes of SELECT and its clauses."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from ksqltui.sql.syntax.expressions import Expression
from ksqltui.sql.syntax.node import Node, node


@node
class SelectAll(Node):
    """`*` or `source.*`."""

    source: str | None = None


@node
class SelectStructAll(Node):
    """`expression->*`."""

    base: Expression


@node
class SelectItem(Node):
    expression: Expression
    alias: str | None = None


SelectElement = SelectAll | SelectStructAll | SelectItem


@node
class Duration(Node):
    """`unit` is singular and upper-case (SECOND); `plural` tells how it was written."""

    value: int
    unit: str
    plural: bool = field(default=True, compare=False)


@node
class TableRef(Node):
    name: str
    alias: str | None = None


class JoinType(Enum):
    INNER = "INNER"
    LEFT = "LEFT OUTER"
    RIGHT = "RIGHT OUTER"
    FULL = "FULL OUTER"


@node
class Within(Node):
    before: Duration
    after: Duration
    grace: Duration | None = None


@node
class Join(Node):
    type: JoinType
    right: TableRef
    criteria: Expression
    within: Within | None = None


class WindowType(Enum):
    TUMBLING = "TUMBLING"
    HOPPING = "HOPPING"
    SESSION = "SESSION"


@node
class Window(Node):
    """`size` is the gap of a SESSION window; `advance` is set for HOPPING only."""

    type: WindowType
    size: Duration
    advance: Duration | None = None
    retention: Duration | None = None
    grace: Duration | None = None
    name: str | None = None


class Emit(Enum):
    CHANGES = "CHANGES"
    FINAL = "FINAL"


@node
class Query(Node):
    """A SELECT. No `emit` and no sink means a pull query."""

    select: tuple[SelectElement, ...]
    source: TableRef
    joins: tuple[Join, ...] = ()
    window: Window | None = None
    where: Expression | None = None
    group_by: tuple[Expression, ...] | None = None
    partition_by: tuple[Expression, ...] | None = None
    having: Expression | None = None
    emit: Emit | None = None
    limit: int | None = None
