"""The reader gives the same events wherever the network cut the bytes, and loses no row before a failure."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.ksqldb.print_reader import PrintReader
from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.model.errors import ConnectionLost, KsqlError, MalformedResponse, RequestRefused
from ksqltui.model.stream import Ended, EndReason, Header, Lines, ResultColumn, Row, Rows, StreamEvent

HEADER = '[{"header":{"queryId":"q1","schema":"`NAME` STRING, `N` INTEGER"}},\n'


def read(pieces: Iterable[bytes], reader: StreamReader | PrintReader | None = None) -> tuple[list[Any], str]:
    """What a person gets to see of the bytes: header, rows or lines one by one, end; and the failure's text."""
    reader = reader or StreamReader()
    events: list[StreamEvent] = []
    for piece in pieces:
        events += reader.feed(piece)
    events += reader.finish()
    seen: list[Any] = []
    for event in events:
        match event:
            case Rows(rows):
                seen += rows
            case Lines(lines):
                seen += lines
            case _:
                seen.append(event)
    return seen, repr(reader.failure)


def read_text(text: str) -> tuple[list[Any], KsqlError | None]:
    reader = StreamReader()
    seen: list[Any] = []
    for event in [*reader.feed(text.encode()), *reader.finish()]:
        seen += event.rows if isinstance(event, Rows) else [event]
    return seen, reader.failure


def streams(recordings: Mapping[str, Any]) -> Iterable[tuple[str, bytes, type[StreamReader] | type[PrintReader]]]:
    for name, recording in recordings.items():
        if recording["request"]["path"] in ("/query", "/query-stream") and "delimited" not in name:
            body = "".join(chunk["text"] for chunk in recording["response"]["chunks"]).encode()
            yield name, body, PrintReader if "print" in name else StreamReader


def test_every_cut_gives_the_same_events(recordings: Mapping[str, Any]) -> None:
    for name, body, kind in streams(recordings):
        whole = read([body], kind())
        chance = random.Random(name)
        for cut in range(1, min(len(body), 2000)):
            assert read([body[:cut], body[cut:]], kind()) == whole, (name, cut)
        for _ in range(20):
            cuts = sorted(chance.sample(range(len(body) + 1), k=min(12, len(body))))
            pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
            assert read(pieces, kind()) == whole, (name, cuts)


@given(st.lists(st.text(max_size=8), max_size=6), st.data())
def test_hostile_texts_arrive_whole_at_any_cut(names: list[str], data: st.DataObject) -> None:
    rows = "".join(json.dumps({"row": {"columns": [name, 1]}}, ensure_ascii=False) + ",\n" for name in names)
    body = (HEADER + rows + '{"finalMessage":"Query Completed"}]').encode()
    cut = data.draw(st.integers(0, len(body)))
    seen, failure = read([body[:cut], body[cut:]])
    assert failure == "None"
    assert [row.values[0] for row in seen[1:-1]] == names


@given(st.lists(st.one_of(st.text(max_size=8), st.just('}},\n{"row":{"columns":')), min_size=1, max_size=6))
def test_rows_can_be_kept_without_their_envelopes(names: list[str]) -> None:
    body = HEADER + "".join(json.dumps({"row": {"columns": [name, 1]}}) + ",\n" for name in names)
    reader = StreamReader()
    reader.feed(body[: len(HEADER)].encode())
    (event,) = reader.feed(body.replace(": ", ":")[len(HEADER) :].encode())

    assert isinstance(event, Rows)
    assert event.segment is not None
    assert list(event.rows) == [Row((name.replace(": ", ":"), 1)) for name in names]
    assert event.segment.values() == [row.values for row in event.rows]
    assert len(event.segment.data) < len(body) - len(HEADER) - 20 * len(names)


@pytest.mark.parametrize(
    "odd",
    [
        '{"row":{"columns":["a",1],"tombstone":true}}',
        '{"row":{"columns":["a",1],"more":[2]}}',
        '{"row":{"columns":["a",1]},"more":{"x":2}}',
    ],
)
def test_a_row_that_says_more_than_its_values_is_not_stripped(odd: str) -> None:
    plain = '{"row":{"columns":["b",2]}}'
    reader = StreamReader()
    reader.feed(HEADER.encode())
    (event,) = reader.feed(f"{plain},\n{odd},\n{plain},\n".encode())

    assert isinstance(event, Rows)
    assert event.segment is None
    assert [row.values for row in event.rows] == [("b", 2), ("a", 1), ("b", 2)]


def test_every_sql_type_keeps_its_value(recordings: Mapping[str, Any]) -> None:
    body = "".join(chunk["text"] for chunk in recordings["types-pull"]["response"]["chunks"])
    (header, full, empty, end), failure = read_text(body)
    assert failure is None
    assert header.columns[5] == ResultColumn("DEC", "DECIMAL(10, 2)")
    assert header.columns[13].type == "STRUCT<`X` INTEGER, `Y` STRUCT<`Z` STRING>>"
    values = dict(zip([column.name for column in header.columns], full.values, strict=True))
    assert values["L"] == 9007199254740993
    assert isinstance(values["D"], float)
    assert str(values["DEC"]) == "12.30"
    assert values["S"] == 'Привет, "мир" [bold]x[/] \x1b[31mred'
    assert values["ST"] == {"X": 1, "Y": {"Z": "deep"}}
    assert empty.values == ("k2", *[None] * 13)
    assert end == Ended(EndReason.QUERY_COMPLETED, "Query Completed")


def test_decimals_are_exact_at_any_depth_and_doubles_stay_floats() -> None:
    schema = (
        "`D` DOUBLE, `A` ARRAY<DECIMAL(30, 4)>, `M` MAP<STRING, DECIMAL(4, 1)>, "
        "`S` STRUCT<`odd, ``name` DECIMAL(4, 2), `D` DOUBLE>"
    )
    row = '[0.1,[12345678901234567890.1234,null],{"k":1.0},{"odd, `name":0.10,"D":0.1}]'
    (_, row_seen, _), failure = read_text(f'[{{"header":{{"schema":"{schema}"}}}},\n{{"row":{{"columns":{row}}}}}]')
    assert failure is None
    double, array, mapping, struct = row_seen.values
    assert type(double) is float
    assert array == [Decimal("12345678901234567890.1234"), None]
    assert str(mapping["k"]) == "1.0"
    assert (str(struct["odd, `name"]), type(struct["D"])) == ("0.10", float)


def test_key_columns_of_a_pull_query_are_marked(recordings: Mapping[str, Any]) -> None:
    body = "".join(chunk["text"] for chunk in recordings["pull-table-scan"]["response"]["chunks"])
    seen, failure = read_text(body)
    assert failure is None
    assert [(column.name, column.type) for column in seen[0].columns if column.key] == [
        ("NAME", "STRING"),
        ("WINDOWSTART", "BIGINT"),
        ("WINDOWEND", "BIGINT"),
    ]
    assert seen[-1] == Ended(EndReason.CLOSED)


def test_tombstones_are_told_from_rows(recordings: Mapping[str, Any]) -> None:
    body = "".join(chunk["text"] for chunk in recordings["push-having-tombstone"]["response"]["chunks"])
    seen, _ = read_text(body)
    assert Row(("Trent", None), tombstone=True) in seen
    assert Row(("Trent", 1)) in seen


@pytest.mark.parametrize("tail", ["]", "\n]", ",\n]", ",\n\n]\n"], ids=repr)
def test_every_servers_way_to_close_the_array_is_an_end(tail: str) -> None:
    seen, failure = read_text(HEADER + '\n{"row":{"columns":["a",1]}}' + tail)
    assert failure is None
    assert seen[1:] == [Row(("a", 1)), Ended(EndReason.CLOSED)]


@pytest.mark.parametrize("tail", ["]", "", ",\n", "\n]"], ids=repr)
def test_an_error_in_the_stream_comes_after_its_rows(tail: str) -> None:
    error = '{"errorMessage":{"@type":"generic_error","error_code":50000,"message":"it broke"}}'
    seen, failure = read_text(HEADER + '{"row":{"columns":["a",1]}},\n' + error + tail)
    assert seen[1:] == [Row(("a", 1))]
    assert isinstance(failure, RequestRefused)
    assert (failure.code, failure.message) == (50000, "it broke")


def test_keep_alive_lines_and_tokens_are_nothing_to_see() -> None:
    token = '{"consistencyToken":{"consistencyToken":"x"}},\n'
    seen, failure = read_text("\n\n" + HEADER + "\n" + token + '\n\n{"row":{"columns":["a",1]}},\n' + token + "\n]")
    assert failure is None
    assert seen == [
        Header("q1", (ResultColumn("NAME", "STRING"), ResultColumn("N", "INTEGER"))),
        Row(("a", 1)),
        Ended(EndReason.CLOSED),
    ]


@pytest.mark.parametrize(
    "bad", ['{"row":{"columns":["b"', "<html>", '{"row":{"columns":["b"]}},', '["b",2],', "\xff"], ids=repr
)
def test_rows_before_a_malformed_line_are_kept(bad: str) -> None:
    seen, failure = read_text(HEADER + '{"row":{"columns":["a",1]}},\n' + bad + "\n")
    assert seen[1:] == [Row(("a", 1))]
    assert isinstance(failure, MalformedResponse)
    assert failure.excerpt == bad.rstrip(",")


def test_a_stream_without_an_end_mark_is_lost() -> None:
    seen, failure = read_text(HEADER + '{"row":{"columns":["a",1]}},\n')
    assert seen[1:] == [Row(("a", 1))]
    assert isinstance(failure, ConnectionLost)


def test_print_gives_its_lines_without_the_keep_alive_ones() -> None:
    body = "Key format: ¯\\_(ツ)_/¯ - no data processed\n\n\nrowtime: x, value: é\n".encode()
    seen, failure = read([body[:20], body[20:]], PrintReader())
    assert failure == "None"
    assert seen == ["Key format: ¯\\_(ツ)_/¯ - no data processed", "rowtime: x, value: é", Ended(EndReason.CLOSED)]
