"""The columns that messages speak for, and that what is proposed is a statement whatever the messages are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.topic_schema import EMPTY, MIXED, ONLY_NULL, ColumnType, Sample, sample_of, stream_template, type_of
from ksqltui.sql.parser import parse_script


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1, -(2**31)], ColumnType("INTEGER")),
        ([1, 2**31], ColumnType("BIGINT")),
        ([2**63], ColumnType("DECIMAL(19, 0)")),
        ([1, 2.5], ColumnType("DOUBLE")),
        ([True, None], ColumnType("BOOLEAN")),
        ([True, 1], ColumnType("VARCHAR", MIXED)),
        ([None, None], ColumnType("VARCHAR", ONLY_NULL)),
        (["a"], ColumnType("VARCHAR")),
        ([[1], [], [2**40]], ColumnType("ARRAY<BIGINT>")),
        ([[]], ColumnType("ARRAY<VARCHAR>", EMPTY)),
        ([{"a": 1, "B": {"c": [True]}}], ColumnType("STRUCT<a INTEGER, B STRUCT<c ARRAY<BOOLEAN>>>")),
        (
            [{"a": 1}, {"A": 2**40, "select": None}],
            ColumnType("STRUCT<a BIGINT, `select` VARCHAR>", f"select: {ONLY_NULL}"),
        ),
        ([{"u1": 1}, {"u2": 2}, {"u3": 3}], ColumnType("MAP<VARCHAR, INTEGER>")),
        ([{"2026-01-01": 1.5, "2026-01-02": 2}], ColumnType("MAP<VARCHAR, DOUBLE>")),
        ([{}], ColumnType("MAP<VARCHAR, VARCHAR>", EMPTY)),
    ],
)
def test_the_type_of_a_field(values: list[Any], told: ColumnType) -> None:
    assert type_of(values) == told


def test_a_stream_of_what_was_printed() -> None:
    sample = sample_of(
        [
            "Key format: ",
            "KAFKA_STRING",
            "Value format: ",
            "JSON or KAFKA_STRING",
            'rowtime: 2026/11/22 21:18:08.7 Z, key: Bob, value: {"name": "Bob, value: 1", "from": null}, partition: 0',
            "rowtime: 2026/11/22 21:18:08.741 Z, key: Bob, value: <null>, partition: 2",
        ]
    )
    assert stream_template("my.topic", sample).text == (
        "CREATE STREAM my_topic (\n  message_key VARCHAR KEY,\n  name VARCHAR,\n"
        f"  `from` VARCHAR -- {ONLY_NULL}\n) WITH (\n"
        "  KAFKA_TOPIC = 'my.topic',\n  KEY_FORMAT = 'KAFKA',\n  VALUE_FORMAT = 'JSON'\n);"
    )


def test_recorded_messages_of_a_windowed_table(recordings: Mapping[str, Any]) -> None:
    chunks = recordings["lesson-15-print-topic"]["response"]["chunks"]
    sample = sample_of(line for chunk in chunks for line in chunk["text"].split("\n") if line)
    text = stream_template("PAYMENTS_AGGR", sample).text
    assert "  message_key VARCHAR KEY,\n  CNT INTEGER,\n  SUM INTEGER\n" in text
    assert "WINDOW_TYPE = 'TUMBLING',\n  WINDOW_SIZE = '10 SECONDS'" in text
    assert len(parse_script(text)) == 1


def test_without_messages_one_column_is_left_to_fill_in() -> None:
    text = stream_template("1st", Sample()).text
    assert "CREATE STREAM t_1st (\n  message VARCHAR -- no message was seen\n)" in text


NAMES = st.sampled_from(["a", "A", "select", "x y", "`", "1", "й", "", "key", "message_key"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(NAMES.filter(bool), VALUES, max_size=4), max_size=4),
    st.sampled_from(["Bob", '{"a": 1}', None]),
)
def test_what_is_proposed_can_be_read_whatever_the_messages_are(
    messages: list[dict[str, Any]], key: str | None
) -> None:
    sample = Sample(tuple((key, json.dumps(message)) for message in messages), "KAFKA_STRING")
    assert len(parse_script(stream_template("it's", sample).text)) == 1
