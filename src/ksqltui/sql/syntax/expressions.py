"""Owns the nodes of expressions; knows no types of values."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.sql.syntax.node import Node
from ksqltui.sql.syntax.types import TypeNode


@dataclass(frozen=True, slots=True)
class NullLiteral(Node):
    pass


@dataclass(frozen=True, slots=True)
class BooleanLiteral(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class IntegerLiteral(Node):
    """A whole number without a sign; INTEGER if it fits 32 bits, else BIGINT."""

    value: int


@dataclass(frozen=True, slots=True)
class DecimalLiteral(Node):
    """A number with a point; its text is kept because precision and scale are the literal's own."""

    text: str


@dataclass(frozen=True, slots=True)
class DoubleLiteral(Node):
    """A number with an exponent, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class StringLiteral(Node):
    """A string in single quotes, unescaped."""

    value: str


@dataclass(frozen=True, slots=True)
class TypedLiteral(Node):
    """DATE '..', TIME '..', TIMESTAMP '..': a type's name before a string."""

    type_name: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitLiteral(Node):
    """A bare time unit as an argument: TIMESTAMPADD(DAYS, 1, ts)."""

    unit: str


@dataclass(frozen=True, slots=True)
class ColumnRef(Node):
    """A column, `source` being the name or alias before the point, None where there is none."""

    name: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """`${name}` where an expression or a name may stand; replaced before a statement is run."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """Operator `+` or `-`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Operators + - * / % and `||`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """= <> != < <= > >= (kept as written), and IS DISTINCT FROM / IS NOT DISTINCT FROM as these words."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """AND or OR."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not(Node):
    operand: Expression


@dataclass(frozen=True, slots=True)
class IsNull(Node):
    operand: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between(Node):
    operand: Expression
    low: Expression
    high: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InList(Node):
    operand: Expression
    items: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Like(Node):
    operand: Expression
    pattern: Expression
    escape: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AtTimeZone(Node):
    operand: Expression
    zone: str


@dataclass(frozen=True, slots=True)
class WhenClause(Node):
    condition: Expression
    result: Expression


@dataclass(frozen=True, slots=True)
class Case(Node):
    """Both forms: with an `operand` each WHEN holds a value, without one a condition."""

    operand: Expression | None
    whens: tuple[WhenClause, ...]
    default: Expression | None


@dataclass(frozen=True, slots=True)
class Cast(Node):
    operand: Expression
    type: TypeNode


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """`base[index]` on an ARRAY or a MAP."""

    base: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Dereference(Node):
    """`base->field` on a STRUCT."""

    base: Expression
    field_name: str


@dataclass(frozen=True, slots=True)
class ArrayConstructor(Node):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MapConstructor(Node):
    entries: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True, slots=True)
class StructConstructor(Node):
    fields: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Star(Node):
    """The `*` of COUNT(*)."""


@dataclass(frozen=True, slots=True)
class Lambda(Node):
    """`x => e` or `(x, y) => e`; inside, a parameter is a ColumnRef of its name."""

    parameters: tuple[str, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class FunctionCall(Node):
    """A call of a scalar, aggregate or table function; `name` is upper-cased."""

    name: str
    arguments: tuple[Expression, ...]


Expression = (
    NullLiteral
    | BooleanLiteral
    | IntegerLiteral
    | DecimalLiteral
    | DoubleLiteral
    | StringLiteral
    | TypedLiteral
    | UnitLiteral
    | ColumnRef
    | Variable
    | Unary
    | Arithmetic
    | Comparison
    | Logical
    | Not
    | IsNull
    | Between
    | InList
    | Like
    | AtTimeZone
    | Case
    | Cast
    | Subscript
    | Dereference
    | ArrayConstructor
    | MapConstructor
    | StructConstructor
    | Star
    | Lambda
    | FunctionCall
)
