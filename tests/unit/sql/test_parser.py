"""Texts become the nodes that the console and the sandbox rely on."""

from __future__ import annotations

import pytest

from ksqltui.sql.parser import parse_expression, parse_script, parse_statement
from ksqltui.sql.syntax import (
    AlterSource,
    Arithmetic,
    AssertTopic,
    Between,
    ColumnConstraint,
    ColumnRef,
    Comparison,
    CreateAsSelect,
    CreateConnector,
    CreateSource,
    DefineVariable,
    Dereference,
    DescribeSources,
    DropSource,
    Duration,
    Emit,
    Explain,
    Expression,
    FunctionCall,
    InsertValues,
    IntegerLiteral,
    JoinType,
    Lambda,
    Listing,
    Logical,
    Not,
    PrintTopic,
    Query,
    SelectAll,
    SelectItem,
    SelectStructAll,
    SetProperty,
    Show,
    SourceKind,
    Star,
    Statement,
    StringLiteral,
    StructType,
    Subscript,
    TableRef,
    Terminate,
    Unary,
    UnitLiteral,
    Window,
    WindowType,
)

A, B, C = ColumnRef("A"), ColumnRef("B"), ColumnRef("C")


def query(text: str) -> Query:
    statement = parse_statement(text)
    assert isinstance(statement, Query)
    return statement


def test_the_lessons_windowed_query() -> None:
    node = query(
        "SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, name, COUNT(*) AS cnt, SUM(amount) sum FROM payments "
        "WINDOW TUMBLING(SIZE 10 SECONDS, GRACE PERIOD 1 MINUTE) GROUP BY name HAVING COUNT(*) > 3 EMIT FINAL LIMIT 5;"
    )
    assert node.select == (
        SelectItem(FunctionCall("FROM_UNIXTIME", (ColumnRef("WINDOWSTART"),)), "WS"),
        SelectItem(ColumnRef("NAME")),
        SelectItem(FunctionCall("COUNT", (Star(),)), "CNT"),
        SelectItem(FunctionCall("SUM", (ColumnRef("AMOUNT"),)), "SUM"),
    )
    assert node.window == Window(WindowType.TUMBLING, Duration(10, "SECOND"), grace=Duration(1, "MINUTE"))
    assert (node.group_by, node.emit, node.limit) == ((ColumnRef("NAME"),), Emit.FINAL, 5)


def test_sources_joins_and_their_aliases() -> None:
    node = query(
        "SELECT p.*, u.city FROM payments p LEFT JOIN users AS u WITHIN (1 HOUR, 2 HOURS) GRACE PERIOD 1 DAY "
        "ON p.name = u.id JOIN x ON a = b EMIT CHANGES"
    )
    assert node.source == TableRef("PAYMENTS", "P")
    assert node.select[0] == SelectAll("P")
    left, inner = node.joins
    assert (left.type, left.right, inner.type) == (JoinType.LEFT, TableRef("USERS", "U"), JoinType.INNER)
    assert left.within is not None
    assert (left.within.before, left.within.after) == (Duration(1, "HOUR"), Duration(2, "HOUR"))


def test_words_that_may_be_names_are_names_where_a_name_is_wanted() -> None:
    assert query("SELECT key, type FROM source EMIT EMIT CHANGES").source == TableRef("SOURCE", "EMIT")
    assert query("SELECT emit FROM s EMIT CHANGES").source == TableRef("S")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a, b", (A, B)),
        ("(a, b)", (A, B)),
        ("()", ()),
        ("(a + b) * c", (Arithmetic("*", Arithmetic("+", A, B), C),)),
    ],
)
def test_group_by_with_and_without_parentheses(text: str, keys: tuple[Expression, ...]) -> None:
    assert query(f"SELECT COUNT(*) FROM s GROUP BY {text} EMIT CHANGES;").group_by == keys


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a OR b AND NOT c", Logical("OR", A, Logical("AND", B, Not(C)))),
        ("NOT a AND b", Logical("AND", Not(A), B)),
        ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
        ("a || b + c * -a", Arithmetic("||", A, Arithmetic("+", B, Arithmetic("*", C, Unary("-", A))))),
        ("a IS NOT DISTINCT FROM b", Comparison("IS NOT DISTINCT FROM", A, B)),
        ("a NOT BETWEEN b AND c", Between(A, B, C, negated=True)),
        ("NOT (a BETWEEN b AND c)", Between(A, B, C, negated=True)),
        ("a[1]->b", Dereference(Subscript(A, IntegerLiteral(1)), "B")),
        (
            "f((x, y) => x + y)",
            FunctionCall("F", (Lambda(("X", "Y"), Arithmetic("+", ColumnRef("X"), ColumnRef("Y"))),)),
        ),
        ("f(MINUTES, a)", FunctionCall("F", (UnitLiteral("MINUTES"), A))),
        ("p.a", ColumnRef("A", "P")),
        ("`a``b`", ColumnRef("a`b")),
        ("'it''s'", StringLiteral("it's")),
    ],
)
def test_expressions(text: str, node: Expression) -> None:
    assert parse_expression(text) == node


def test_struct_star() -> None:
    assert query("SELECT a->b->* FROM s").select == (SelectStructAll(Dereference(A, "B")),)


def test_columns_types_and_properties_of_a_source() -> None:
    node = parse_statement(
        "CREATE OR REPLACE SOURCE TABLE IF NOT EXISTS t (id INT PRIMARY KEY, "
        "s STRUCT<a ARRAY<INT>, `b` DECIMAL(4, 2)>, h BYTES HEADER('x')) WITH (kafka_topic = 't', 'Partitions' = 3);"
    )
    assert isinstance(node, CreateSource)
    assert (node.kind, node.or_replace, node.is_source, node.if_not_exists) == (SourceKind.TABLE, True, True, True)
    assert [column.constraint for column in node.columns] == [
        ColumnConstraint.PRIMARY_KEY,
        ColumnConstraint.NONE,
        ColumnConstraint.HEADER,
    ]
    assert isinstance(node.columns[1].type, StructType)
    assert [field.name for field in node.columns[1].type.fields] == ["A", "b"]
    assert [each.name for each in node.properties] == ["KAFKA_TOPIC", "PARTITIONS"]


def test_properties_of_a_connector_keep_their_case() -> None:
    node = parse_statement("CREATE SINK CONNECTOR c WITH (\"connector.class\"='X', 'topics'='p');")
    assert isinstance(node, CreateConnector)
    assert [each.name for each in node.properties] == ["connector.class", "topics"]


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("SHOW ALL TOPICS EXTENDED", Show(Listing.TOPICS, extended=True, all_topics=True)),
        ("LIST SOURCE CONNECTORS", Show(Listing.SOURCE_CONNECTORS)),
        ("PRINT payments FROM BEGINNING INTERVAL 2 LIMIT 3", PrintTopic("payments", True, 2, 3)),
        ("PRINT 'my-topic'", PrintTopic("my-topic")),
        ("TERMINATE ALL", Terminate(None)),
        ("TERMINATE ctas_x_1", Terminate("CTAS_X_1")),
        ("EXPLAIN ctas_x_1", Explain("CTAS_X_1")),
        ("SET 'auto.offset.reset' = 'earliest'", SetProperty("auto.offset.reset", "earliest")),
        ("DEFINE topic = 'p'", DefineVariable("topic", "p")),
        ("DROP TABLE IF EXISTS t DELETE TOPIC", DropSource(SourceKind.TABLE, "T", True, True)),
        ("DESCRIBE STREAMS EXTENDED", DescribeSources(SourceKind.STREAM, True)),
        ("INSERT INTO s (a) VALUES (1)", InsertValues("S", ("A",), (IntegerLiteral(1),))),
        (
            "ASSERT NOT EXISTS TOPIC x TIMEOUT 5 SECONDS",
            AssertTopic("x", exists=False, timeout=Duration(5, "SECOND")),
        ),
    ],
)
def test_other_statements(text: str, node: Statement) -> None:
    assert parse_statement(text) == node
    assert parse_script(text + ";") == (node,)


def test_added_columns() -> None:
    node = parse_statement("ALTER STREAM s ADD COLUMN a INT, ADD b STRING;")
    assert isinstance(node, AlterSource)
    assert [column.name for column in node.columns] == ["A", "B"]


def test_a_node_knows_its_place() -> None:
    text = "SHOW TABLES;\nCREATE TABLE t AS SELECT (a + b) AS c FROM s;"
    node = parse_script(text)[1]
    assert isinstance(node, CreateAsSelect)
    item = node.query.select[0]
    assert isinstance(item, SelectItem)
    span = item.expression.span
    assert text[span.start : span.end] == "a + b"
    assert (span.line, span.column) == (2, 27)
    assert text[item.span.start : item.span.end] == "(a + b) AS c"
