"""A recording's text: what is written reads back, and what was cut or edited is told with its line."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.errors import KsqlError, Place, RequestRefused
from ksqltui.model.recording import (
    EndState,
    Entry,
    Missed,
    RecordedEnd,
    RecordedLines,
    RecordedRows,
    RecordingHeader,
)
from ksqltui.model.recording_reader import RecordingReader
from ksqltui.model.recording_text import CELLS_PER_LINE, entry_text, header_text
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.window_state import WindowShape
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind

COLUMNS = (
    ResultColumn("NAME", "STRING", key=True),
    ResultColumn("SHARE", "DECIMAL(20, 2)"),
    ResultColumn("NESTED", "STRUCT<`D` DECIMAL(4, 1), `L` ARRAY<BIGINT>>"),
    ResultColumn("RATE", "DOUBLE"),
)
HEADER = RecordingHeader(
    "SELECT * FROM t EMIT CHANGES;",
    StatementKind.PUSH_QUERY,
    "http://localhost:8088",
    1_700_000_000.125,
    title="t",
    query_id="transient_7",
    from_beginning=True,
    columns=COLUMNS,
    identity=(0,),
    identity_note="one row per NAME",
    windows=WindowShape(0, None, 60_000, grace=5),
)
ENTRIES: tuple[Entry, ...] = (
    RecordedRows(
        0, (Row(("Carol", Decimal("0.10"), {"D": Decimal("1.0"), "L": [1]}, 5.0)), Row(("Иван",) + (None,) * 3))
    ),
    RecordedRows(250, (Row(("Carol", None, None, None), tombstone=True),), 61),
    Missed(300, 12),
    RecordedEnd(1000, EndState.FINISHED, "time limit of 1 s"),
)


def text(header: RecordingHeader, *entries: Entry) -> bytes:
    return (header_text(header) + "".join(map(entry_text, entries))).encode()


def read(data: bytes) -> tuple[RecordingReader, list[Entry]]:
    reader = RecordingReader()
    entries = reader.feed(data)
    return reader, entries + reader.finish()


def test_everything_reads_back() -> None:
    reader, entries = read(text(HEADER, *ENTRIES))
    assert reader.failure is None
    assert reader.header == HEADER
    assert entries == list(ENTRIES)


texts = st.text(st.characters(codec="utf-8"))
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**17), max_value=10**17)
nested = st.fixed_dictionaries(
    {
        "D": st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=1, min_value=-999, max_value=999),
        "L": st.none() | st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), max_size=3),
    }
)
floats = st.floats(allow_nan=False, allow_infinity=False)
cells = st.tuples(texts, st.none() | decimals, st.none() | nested, st.none() | floats)
times = st.integers(0, 10**9)
blocks = st.builds(RecordedRows, times, st.lists(st.builds(Row, cells, st.booleans()), max_size=4).map(tuple), times)
printed = st.builds(RecordedLines, times, st.lists(texts, max_size=3).map(tuple), times)


@given(st.lists(st.one_of(blocks, printed, st.builds(Missed, times, times)), max_size=6), st.integers(1, 200))
def test_whatever_is_written_reads_back_in_pieces_of_any_size(entries: list[Entry], piece: int) -> None:
    whole = [
        *sorted(
            (each for each in entries if not isinstance(each, RecordedRows) or each.rows), key=lambda each: each.ms
        ),
        RecordedEnd(10**9, EndState.STOPPED),
    ]
    data = text(HEADER, *whole)
    reader, found = RecordingReader(), list[Entry]()
    for start in range(0, len(data), piece):
        found += reader.feed(data[start : start + piece])
    found += reader.finish()
    assert reader.failure is None
    assert found == whole
    for line in data.decode().split("\n")[:-1]:
        assert not any(unicodedata.category(each) == "Cc" for each in line), "a terminal may show a recording"
        json.loads(line)


def test_decimals_keep_their_digits() -> None:
    row = Row(("a", Decimal("123456789012345678.90"), None, 1.0))
    _, (entry, *_rest) = read(text(HEADER, RecordedRows(0, (row,))))
    assert isinstance(entry, RecordedRows)
    assert str(entry.rows[0].values[1]) == "123456789012345678.90"


def test_a_large_block_is_several_lines_of_one_time() -> None:
    header = RecordingHeader("SELECT", StatementKind.PUSH_QUERY, "", 0.0, columns=(ResultColumn("N", "INTEGER"),))
    rows = tuple(Row((number,), number == CELLS_PER_LINE) for number in range(CELLS_PER_LINE * 2 + 1))
    reader, entries = read(text(header, RecordedRows(7, rows, 99)))
    assert [(each.ms, each.size) for each in entries if isinstance(each, RecordedRows)] == [(7, 99), (7, 0), (7, 0)]
    assert [row for each in entries if isinstance(each, RecordedRows) for row in each.rows] == list(rows)
    assert reader.line == 4


def test_a_cut_at_any_byte_keeps_every_whole_line_and_says_where_it_breaks_off() -> None:
    data = text(HEADER, *ENTRIES)
    lines = data.splitlines(keepends=True)
    for cut in range(len(data) - 1):
        reader, entries = read(data[:cut])
        # A line that lacks nothing but its line end is whole.
        whole = data[: cut + 1].count(b"\n") - 1
        assert entries == list(ENTRIES[: max(0, whole)]), cut
        assert reader.failure is not None, cut
        assert reader.failure.line in (len(data[:cut].splitlines()), 1), cut
        if cut > len(lines[0]):
            assert f"breaks off at line {reader.failure.line}" in reader.failure.message
            assert "What comes before is whole." in reader.failure.message
    assert read(data[:-1])[0].failure is None


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ('{"ms":5,"rows":[["a",1.5,null]]}', "length 4"),
        ('{"ms":5,"rows":[["a","many",null,1]]}', "decimal"),
        ('{"ms":5,"rows":[["a",1,null,1]],"tombstones":[1]}', "tombstones"),
        ('{"ms":5,"row":[["a",1,null,1]]}', "none of `rows`"),
        ('{"rows":[["a",1,null,1]]}', "ms"),
        ('{"ms":5,"rows":[["a",1,null,1]]', "truncated"),
        ('{"ms":5,"end":"gone"}', "none of finished"),
        ('{"ms":"soon","missed":1}', "float"),
        ("[" * 100_000, ""),
        ("\x1b[31m", "malformed"),
    ],
)
def test_an_edited_line_is_named_and_nothing_before_it_is_lost(edited: str, said: str) -> None:
    lines = text(HEADER, *ENTRIES).decode().splitlines()
    lines[2] = edited
    reader, entries = read("\n".join(lines).encode())
    assert entries == [ENTRIES[0]]
    assert reader.failure is not None
    assert reader.failure.line == 3
    assert reader.failure.message.startswith("Line 3 of the recording cannot be read: ")
    assert said in reader.failure.message
    assert "What comes before it is whole." in reader.failure.message
    assert reader.failure.message.isprintable()


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("SELECT 1;", "not the first line of a recording"),
        ('{"NAME":"Carol"}', "not the first line of a recording"),
        ('{"ksqltui_recording":2,"statement":"","started":"2026-01-01"}', "format 2"),
        ('{"ksqltui_recording":1,"statement":""}', "started"),
        ('{"ksqltui_recording":1,"statement":"","started":"noon"}', "noon"),
        ('{"ksqltui_recording":1,"statement":"","started":"2026-01-01","kind":"local"}', "local"),
        ('{"ksqltui_recording":1,"statement":"","started":"2026-01-01","identity":[0]}', "identity"),
        (
            '{"ksqltui_recording":1,"statement":"","started":"2026-01-01","columns":[{"name":"A","type":"MAP<DECIMAL"}]}',
            "",
        ),
    ],
)
def test_what_is_no_recording_is_told(first: str, said: str) -> None:
    reader, entries = read(first.encode() + b"\n")
    assert entries == []
    assert reader.header is None
    assert reader.failure is not None
    assert (reader.failure.line, said in reader.failure.message) == (1, True)


def test_an_empty_file_and_bytes_that_are_no_text_are_told() -> None:
    for data in (b"", b"\n\n", b"\x00\xff\xfe" * 50, b'{"ksqltui_recording":1,"statement":"\xff"}\n'):
        failure = read(data)[0].failure
        assert failure is not None, data
        assert failure.message.isprintable()


def test_what_an_editor_does_to_a_file_does_no_harm() -> None:
    lines = text(HEADER, *ENTRIES).decode().splitlines()
    lines[1:1] = ["", "   "]
    reader, entries = read("\ufeff".encode() + "\r\n".join(lines).encode())
    assert reader.failure is None
    assert entries == list(ENTRIES)


def test_times_never_run_backwards() -> None:
    _, entries = read(text(HEADER, Missed(500, 1), Missed(20, 1), Missed(-3, 1)))
    assert [entry.ms for entry in entries] == [500, 500, 500]


def test_nothing_may_follow_the_end() -> None:
    reader, entries = read(text(HEADER, *ENTRIES, *ENTRIES))
    assert entries == list(ENTRIES)
    assert reader.failure is not None
    assert reader.failure.line == 6


def test_an_error_keeps_its_place_and_advice() -> None:
    refused = RequestRefused("No such source", code=40001, status=400, place=Place(1, 8), advice="Create it.")
    for error in (refused, KsqlError("gone", advice="Wait.")):
        _, (entry,) = read(text(HEADER, RecordedEnd(1, EndState.FAILED, "", error)))
        assert isinstance(entry, RecordedEnd)
        assert type(entry.error) is type(error)
        assert vars(entry.error) == vars(error)


def test_words_that_remember_their_language_are_written_as_text() -> None:
    header = RecordingHeader(
        "SELECT 1;", StatementKind.PUSH_QUERY, "s", 0.0, identity_note=Told("one row per {names}", names="NAME")
    )
    reader, _ = read(header_text(header).encode())
    assert reader.header is not None
    assert reader.header.identity_note == "one row per NAME"
