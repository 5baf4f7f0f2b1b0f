"""Owns the nodes of SELECT and its clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ksqltui.sql.syntax.expressions import Expression
from ksqltui.sql.syntax.node import Node


@dataclass(frozen=True, slots=True)
class SelectAll(Node):
    """`*` or `source.*`."""

    source: str | None = None


@dataclass(frozen=True, slots=True)
class SelectStructAll(Node):
    """`expression->*`."""

    base: Expression


@dataclass(frozen=True, slots=True)
class SelectItem(Node):
    expression: Expression
    alias: str | None = None


SelectElement = SelectAll | SelectStructAll | SelectItem


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """`unit` is singular and upper-case (SECOND); `plural` tells how it was written."""

    value: int
    unit: str
    plural: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class TableRef(Node):
    name: str
    alias: str | None = None


class JoinType(Enum):
    INNER = "INNER"
    LEFT = "LEFT OUTER"
    RIGHT = "RIGHT OUTER"
    FULL = "FULL OUTER"


@dataclass(frozen=True, slots=True)
class Within(Node):
    before: Duration
    after: Duration
    grace: Duration | None = None


@dataclass(frozen=True, slots=True)
class Join(Node):
    type: JoinType
    right: TableRef
    criteria: Expression
    within: Within | None = None


class WindowType(Enum):
    TUMBLING = "TUMBLING"
    HOPPING = "HOPPING"
    SESSION = "SESSION"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
