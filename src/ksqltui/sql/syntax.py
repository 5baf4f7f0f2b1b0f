"""Owns the syntax tree of ksqlDB 7.6: immutable nodes with their place in the text; knows no catalog and no server.

Names are stored as ksqlDB sees them: an unquoted identifier is upper-cased, a quoted one keeps its case.
Spans take no part in equality, so two texts of the same statement give equal nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: `start` and `end` are character offsets; `line` and `column` of the start count from 1."""

    start: int
    end: int
    line: int
    column: int


NOWHERE = Span(0, 0, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The base of every node."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


# --- types ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A scalar or user-defined type by its upper-cased name: INTEGER, INT, VARCHAR, STRING, or a custom type."""

    name: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecimalType(Node):
    precision: int
    scale: int


@dataclass(frozen=True, slots=True)
class ArrayType(Node):
    element: TypeNode


@dataclass(frozen=True, slots=True)
class MapType(Node):
    key: TypeNode
    value: TypeNode


@dataclass(frozen=True, slots=True)
class StructField(Node):
    name: str
    type: TypeNode


@dataclass(frozen=True, slots=True)
class StructType(Node):
    fields: tuple[StructField, ...]


TypeNode = TypeName | DecimalType | ArrayType | MapType | StructType


# --- expressions ---------------------------------------------------------------------------------------------------


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


# --- queries -------------------------------------------------------------------------------------------------------


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


# --- statements ----------------------------------------------------------------------------------------------------


class SourceKind(Enum):
    STREAM = "STREAM"
    TABLE = "TABLE"


class ColumnConstraint(Enum):
    NONE = ""
    KEY = "KEY"
    PRIMARY_KEY = "PRIMARY KEY"
    HEADERS = "HEADERS"
    HEADER = "HEADER"


@dataclass(frozen=True, slots=True)
class ColumnDefinition(Node):
    """`header_key` is set for HEADER('key') only."""

    name: str
    type: TypeNode
    constraint: ColumnConstraint = ColumnConstraint.NONE
    header_key: str | None = None


Literal = (
    NullLiteral | BooleanLiteral | IntegerLiteral | DecimalLiteral | DoubleLiteral | StringLiteral | Variable | Unary
)


@dataclass(frozen=True, slots=True)
class Property(Node):
    """One `NAME = literal` of a WITH clause; the name is upper-cased."""

    name: str
    value: Literal


Properties = tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class CreateSource(Node):
    """CREATE [OR REPLACE] [SOURCE] STREAM|TABLE name (columns) WITH (..)."""

    kind: SourceKind
    name: str
    columns: tuple[ColumnDefinition, ...] = ()
    properties: Properties = ()
    or_replace: bool = False
    if_not_exists: bool = False
    is_source: bool = False


@dataclass(frozen=True, slots=True)
class CreateAsSelect(Node):
    kind: SourceKind
    name: str
    query: Query
    properties: Properties = ()
    or_replace: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class InsertSelect(Node):
    target: str
    query: Query
    properties: Properties = ()


@dataclass(frozen=True, slots=True)
class InsertValues(Node):
    target: str
    columns: tuple[str, ...]
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class DropSource(Node):
    kind: SourceKind
    name: str
    if_exists: bool = False
    delete_topic: bool = False


@dataclass(frozen=True, slots=True)
class AlterSource(Node):
    kind: SourceKind
    name: str
    columns: tuple[ColumnDefinition, ...]


@dataclass(frozen=True, slots=True)
class CreateType(Node):
    name: str
    type: TypeNode
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropType(Node):
    name: str
    if_exists: bool = False


class Listing(Enum):
    """What SHOW or LIST lists."""

    STREAMS = "STREAMS"
    TABLES = "TABLES"
    TOPICS = "TOPICS"
    QUERIES = "QUERIES"
    PROPERTIES = "PROPERTIES"
    FUNCTIONS = "FUNCTIONS"
    TYPES = "TYPES"
    VARIABLES = "VARIABLES"
    CONNECTORS = "CONNECTORS"
    SOURCE_CONNECTORS = "SOURCE CONNECTORS"
    SINK_CONNECTORS = "SINK CONNECTORS"
    CONNECTOR_PLUGINS = "CONNECTOR PLUGINS"


@dataclass(frozen=True, slots=True)
class Show(Node):
    """SHOW or LIST. `all_topics` is SHOW ALL TOPICS."""

    what: Listing
    extended: bool = False
    all_topics: bool = False


@dataclass(frozen=True, slots=True)
class Describe(Node):
    name: str
    extended: bool = False


@dataclass(frozen=True, slots=True)
class DescribeSources(Node):
    """DESCRIBE STREAMS or DESCRIBE TABLES."""

    kind: SourceKind
    extended: bool = False


@dataclass(frozen=True, slots=True)
class DescribeFunction(Node):
    name: str


@dataclass(frozen=True, slots=True)
class DescribeConnector(Node):
    name: str


@dataclass(frozen=True, slots=True)
class CreateConnector(Node):
    """`direction` is SOURCE or SINK."""

    direction: str
    name: str
    properties: Properties = ()
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropConnector(Node):
    name: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class PrintTopic(Node):
    """PRINT topic; topic names are case-sensitive and kept as written."""

    topic: str
    from_beginning: bool = False
    interval: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Explain(Node):
    """EXPLAIN of a running query's id or of a statement: exactly one of the two is set."""

    query_id: str | None = None
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Terminate(Node):
    """`query_id` None means ALL; the same holds for Pause and Resume."""

    query_id: str | None


@dataclass(frozen=True, slots=True)
class Pause(Node):
    query_id: str | None


@dataclass(frozen=True, slots=True)
class Resume(Node):
    query_id: str | None


@dataclass(frozen=True, slots=True)
class SetProperty(Node):
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UnsetProperty(Node):
    name: str


@dataclass(frozen=True, slots=True)
class AlterSystem(Node):
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DefineVariable(Node):
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UndefineVariable(Node):
    name: str


@dataclass(frozen=True, slots=True)
class AssertTopic(Node):
    topic: str
    exists: bool = True
    properties: Properties = ()
    timeout: Duration | None = None


@dataclass(frozen=True, slots=True)
class AssertSchema(Node):
    subject: str | None
    schema_id: int | None
    exists: bool = True
    timeout: Duration | None = None


Statement = (
    Query
    | CreateSource
    | CreateAsSelect
    | InsertSelect
    | InsertValues
    | DropSource
    | AlterSource
    | CreateType
    | DropType
    | Show
    | Describe
    | DescribeSources
    | DescribeFunction
    | DescribeConnector
    | CreateConnector
    | DropConnector
    | PrintTopic
    | Explain
    | Terminate
    | Pause
    | Resume
    | SetProperty
    | UnsetProperty
    | AlterSystem
    | DefineVariable
    | UndefineVariable
    | AssertTopic
    | AssertSchema
)
