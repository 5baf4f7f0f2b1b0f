"""Owns the nodes of expressions; knows no types of values."""

from __future__ import annotations

from ksqltui.sql.syntax.node import Node, node
from ksqltui.sql.syntax.types import TypeNode


@node
class NullLiteral(Node):
    pass


@node
class BooleanLiteral(Node):
    value: bool


@node
class IntegerLiteral(Node):
    """A whole number without a sign; INTEGER if it fits 32 bits, else BIGINT."""

    value: int


@node
class DecimalLiteral(Node):
    """A number with a point; its text is kept because precision and scale are the literal's own."""

    text: str


@node
class DoubleLiteral(Node):
    """A number with an exponent, as written."""

    text: str


@node
class StringLiteral(Node):
    """A string in single quotes, unescaped."""

    value: str


@node
class TypedLiteral(Node):
    """DATE '..', TIME '..', TIMESTAMP '..': a type's name before a string."""

    type_name: str
    text: str


@node
class UnitLiteral(Node):
    """A bare time unit as an argument: TIMESTAMPADD(DAYS, 1, ts)."""

    unit: str


@node
class ColumnRef(Node):
    """A column, `source` being the name or alias before the point, None where there is none."""

    name: str
    source: str | None = None


@node
class Variable(Node):
    """`${name}` where an expression or a name may stand; replaced before a statement is run."""

    name: str


@node
class Unary(Node):
    """Operator `+` or `-`."""

    operator: str
    operand: Expression


@node
class Arithmetic(Node):
    """Operators + - * / % and `||`."""

    operator: str
    left: Expression
    right: Expression


@node
class Comparison(Node):
    """= <> != < <= > >= (kept as written), and IS DISTINCT FROM / IS NOT DISTINCT FROM as these words."""

    operator: str
    left: Expression
    right: Expression


@node
class Logical(Node):
    """AND or OR."""

    operator: str
    left: Expression
    right: Expression


@node
class Not(Node):
    operand: Expression


@node
class IsNull(Node):
    operand: Expression
    negated: bool = False


@node
class Between(Node):
    operand: Expression
    low: Expression
    high: Expression
    negated: bool = False


@node
class InList(Node):
    operand: Expression
    items: tuple[Expression, ...]
    negated: bool = False


@node
class Like(Node):
    operand: Expression
    pattern: Expression
    escape: str | None = None
    negated: bool = False


@node
class AtTimeZone(Node):
    operand: Expression
    zone: str


@node
class WhenClause(Node):
    condition: Expression
    result: Expression


@node
class Case(Node):
    """Both forms: with an `operand` each WHEN holds a value, without one a condition."""

    operand: Expression | None
    whens: tuple[WhenClause, ...]
    default: Expression | None


@node
class Cast(Node):
    operand: Expression
    type: TypeNode


@node
class Subscript(Node):
    """`base[index]` on an ARRAY or a MAP."""

    base: Expression
    index: Expression


@node
class Dereference(Node):
    """`base->field` on a STRUCT."""

    base: Expression
    field_name: str


@node
class ArrayConstructor(Node):
    items: tuple[Expression, ...]


@node
class MapConstructor(Node):
    entries: tuple[tuple[Expression, Expression], ...]


@node
class StructConstructor(Node):
    fields: tuple[tuple[str, Expression], ...]


@node
class Star(Node):
    """The `*` of COUNT(*)."""


@node
class Lambda(Node):
    """`x => e` or `(x, y) => e`; inside, a parameter is a ColumnRef of its name."""

    parameters: tuple[str, ...]
    body: Expression


@node
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
