"""The shapes of streamed rows: values as ksqlDB writes them, tombstones, ends, and which Accept gets which."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ksqltui.sandbox.rest.row_formats import DELIMITED, JSON, V1_JSON, Delimited, PlainJson, StreamedRows, accepted_type
from ksqltui.sandbox.results import OutputRow
from ksqltui.sandbox.types import BIGINT, DOUBLE, INTEGER, STRING, TIMESTAMP, Column, Namespace, array, decimal, struct

NAME = Column("NAME", STRING, Namespace.KEY)
COUNT = Column("CNT", BIGINT)


def test_streamed_rows_read_as_one_json_array_over_lines() -> None:
    shape = StreamedRows([NAME, COUNT])
    rows = shape.rows([OutputRow(["Carol", 1]), OutputRow(["Carol", None], tombstone=True)])
    assert (
        shape.header("q_1", with_keys=False)
        == b'[{"header":{"queryId":"q_1","schema":"`NAME` STRING, `CNT` BIGINT"}},\n'
    )
    assert rows == [
        b'{"row":{"columns":["Carol",1]}},\n',
        b'{"row":{"columns":["Carol",null],"tombstone":true}},\n',
    ]
    assert shape.end("Limit Reached") == [b'{"finalMessage":"Limit Reached"}', b"]"]


def test_only_a_look_into_a_table_marks_keys() -> None:
    shape = StreamedRows([NAME, COUNT])
    assert b"`NAME` STRING KEY, `CNT` BIGINT" in shape.header("q_1", with_keys=True)


def test_delimited_and_plain_json_leave_tombstones_out() -> None:
    batch = [OutputRow(["Carol", 1]), OutputRow(["Carol", None], tombstone=True)]
    assert Delimited([NAME, COUNT]).rows(batch) == [b'["Carol",1]\n']
    assert PlainJson([NAME, COUNT]).rows(batch) == [b',["Carol",1]']


def test_values_are_written_as_the_server_writes_them() -> None:
    nested = struct(("X", INTEGER), ("Y", array(decimal(4, 2))))
    shape = Delimited([Column("D", DOUBLE), Column("N", decimal(10, 2)), Column("T", TIMESTAMP), Column("S", nested)])
    row = OutputRow([1.5e10, Decimal("12.30"), 1728573110123, {"X": 1, "Y": [Decimal("1.00"), None]}])
    assert shape.rows([row]) == [b'[1.5E10,12.30,"2024-10-10T15:11:50.123",{"X":1,"Y":[1.00,null]}]\n']


@pytest.mark.parametrize("hostile", ["line\nbreak", "Привет [bold]\x1b[31m", '"],[', "\x00"])
def test_text_never_breaks_a_line(hostile: str) -> None:
    (line,) = Delimited([NAME]).rows([OutputRow([hostile])])
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, DELIMITED),
        ("*/*", DELIMITED),
        ("application/vnd.ksql.v1+json", V1_JSON),
        ("application/json", JSON),
        ("text/html, application/vnd.ksql.v1+json;q=0.9", V1_JSON),
        ("text/html", None),
    ],
)
def test_accept_chooses_the_shape(accept: str | None, chosen: str | None) -> None:
    assert accepted_type(accept) == chosen
