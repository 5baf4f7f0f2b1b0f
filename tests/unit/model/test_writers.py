"""What each output format writes: golden texts, and that formats for programs can be read back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.stream import Row
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.protocol import PLAIN, Format, Head, Style

HEAD = Head(("NAME", "CNT", "SHARE"), (False, True, True))
ROWS: tuple[tuple[tuple[object, ...], bool], ...] = (
    (("Carol", 1, Decimal("0.50")), False),
    (("Иван", 1478, None), False),
    (("Carol", None, None), True),
)


def written(
    chosen: Format,
    head: Head,
    rows: Sequence[tuple[Sequence[object], bool]],
    results: int = 1,
    *,
    style: Style = PLAIN,
) -> str:
    out = io.StringIO(newline="")
    writer = writer_for(chosen, out, style)
    for _ in range(results):
        writer.begin(head)
        writer.rows([Row(tuple(values), tombstone) for values, tombstone in rows])
        writer.end()
    return out.getvalue()


GOLDEN = {
    Format.TABLE: """\
NAME  |         CNT |       SHARE
------+-------------+------------
Carol |           1 |        0.50
Иван  |        1478 |        null
Carol | <TOMBSTONE> | <TOMBSTONE>
""",
    Format.VERTICAL: """\
-- row 1 --
NAME   Carol
CNT    1
SHARE  0.50
-- row 2 --
NAME   Иван
CNT    1478
SHARE  null
-- row 3 --
NAME   Carol
CNT    <TOMBSTONE>
SHARE  <TOMBSTONE>
""",
    Format.JSONL: """\
{"NAME":"Carol","CNT":1,"SHARE":0.50}
{"NAME":"Иван","CNT":1478,"SHARE":null}
{"NAME":"Carol","CNT":null,"SHARE":null,"@tombstone":true}
""",
    Format.JSON: """\
[
{"NAME":"Carol","CNT":1,"SHARE":0.50},
{"NAME":"Иван","CNT":1478,"SHARE":null},
{"NAME":"Carol","CNT":null,"SHARE":null,"@tombstone":true}
]
""",
    Format.CSV: """\
NAME,CNT,SHARE
Carol,1,0.50
Иван,1478,
Carol,<TOMBSTONE>,<TOMBSTONE>
""",
    Format.TSV: """\
NAME\tCNT\tSHARE
Carol\t1\t0.50
Иван\t1478\t\\N
Carol\t<TOMBSTONE>\t<TOMBSTONE>
""",
    Format.MARKDOWN: """\
| NAME | CNT | SHARE |
| --- | ---: | ---: |
| Carol | 1 | 0.50 |
| Иван | 1478 | null |
| Carol | \\<TOMBSTONE> | \\<TOMBSTONE> |
""",
}


@pytest.mark.parametrize("chosen", Format)
def test_rows_nulls_and_tombstones(chosen: Format) -> None:
    text = written(chosen, HEAD, ROWS)
    assert [line.rstrip() for line in text.splitlines()] == [line.rstrip() for line in GOLDEN[chosen].splitlines()]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(),
)
NAMES = st.lists(
    st.sampled_from(["A", "B", 'with "quotes"', "back\\slash", "\x1b", "\x9b", "Имя", "@table", ""]),
    min_size=1,
    max_size=3,
)
STYLES = st.builds(Style, st.booleans(), st.sampled_from([None, "", "null", "1", "x"]), st.just(0), st.booleans())


@given(st.sampled_from(Format), NAMES, STYLES, st.data())
def test_columns_at_once_read_as_cells_one_by_one(
    chosen: Format, names: list[str], style: Style, data: st.DataObject
) -> None:
    """A tombstone at the end makes the writers go cell by cell, and may move no more than the cells' edges."""
    rows = data.draw(st.lists(st.tuples(st.tuples(*[VALUES] * len(names)), st.just(False)), max_size=4))
    head = Head(tuple(names), (False,) * len(names), data.draw(st.sampled_from(["", "Title"])))
    at_once = written(chosen, head, rows, style=style).removesuffix("\n]\n").removesuffix("[]\n")
    one_by_one = written(chosen, head, [*rows, (("k",) * len(names), True)], style=style)
    if chosen is Format.TABLE:
        at_once, one_by_one = (re.sub(r" *\n", "\n", re.sub("[- +]+", " ", each)) for each in (at_once, one_by_one))
    assert one_by_one.startswith(at_once)


@pytest.mark.parametrize(
    ("chosen", "text"),
    [(Format.JSON, "[]\n"), (Format.JSONL, ""), (Format.CSV, "A\n"), (Format.TABLE, "A\n-\n"), (Format.VERTICAL, "")],
)
def test_no_rows(chosen: Format, text: str) -> None:
    assert written(chosen, Head(("A",), (False,)), []) == text


def test_results_of_a_script_are_set_apart() -> None:
    head, rows = Head(("A",), (True,)), [((1,), False)]
    assert written(Format.TABLE, head, rows, results=2) == "A\n-\n1\n\nA\n-\n1\n"
    assert written(Format.CSV, head, rows, results=2) == "A\n1\n\nA\n1\n"
    assert written(Format.JSONL, head, rows, results=2) == '{"A":1}\n{"A":1}\n'


@pytest.mark.parametrize("chosen", [Format.TABLE, Format.VERTICAL, Format.MARKDOWN])
def test_what_a_terminal_would_obey_is_spelt_out(chosen: Format) -> None:
    head = Head(("A\x1b[2J",), (False,))
    text = written(chosen, head, [(("red \x1b[31m\r\nnext\x07\x9b1m \u202e",), False)])
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "x1b" in text


def test_json_lines_are_safe_on_a_terminal_and_still_json() -> None:
    value = "\x1b[31m \x9b1m \x7f \u2028"
    text = written(Format.JSONL, Head(("A",), (False,)), [((value,), False)])
    assert text.rstrip("\n").isprintable()
    assert json.loads(text) == {"A": value}


def test_nested_values_are_json_in_every_format() -> None:
    head = Head(("V",), (False,))
    rows = [(({"A": [1, Decimal("2.50")], "B": "x"},), False)]
    assert written(Format.TSV, head, rows).splitlines()[1] == '{"A":[1,2.50],"B":"x"}'
    assert written(Format.JSONL, head, rows) == '{"V":{"A":[1,2.50],"B":"x"}}\n'


def test_a_tombstone_of_keys_alone_is_visible_too() -> None:
    assert written(Format.CSV, Head(("K",), (False,)), [(("a",), True)]) == "K\na <TOMBSTONE>\n"


def test_a_later_wider_cell_widens_the_column_from_there_on() -> None:
    out = io.StringIO()
    writer = writer_for(Format.TABLE, out)
    writer.begin(Head(("A", "B"), (False, False)))
    writer.rows([Row(("x", "y"))])
    writer.rows([Row(("longer", "y"))])
    writer.rows([Row(("x", "y"))])
    assert out.getvalue() == "A | B\n--+--\nx | y\nlonger | y\nx      | y\n"


@given(st.lists(st.tuples(st.one_of(st.none(), st.text()), st.one_of(st.none(), st.integers())), max_size=8))
def test_csv_reads_back(rows: list[tuple[str | None, int | None]]) -> None:
    text = written(Format.CSV, Head(("T", "N"), (False, True)), [(row, False) for row in rows])
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["T", "N"], *([t or "", "" if n is None else str(n)] for t, n in rows)]


@given(st.lists(st.tuples(st.one_of(st.none(), st.text()), st.text()), max_size=8))
def test_tsv_keeps_a_row_a_line(rows: list[tuple[str | None, str]]) -> None:
    text = written(Format.TSV, Head(("T", "U"), (False, False)), [(row, False) for row in rows])
    lines = text.split("\n")[1:-1]
    assert [tuple(map(_untsv, line.split("\t"))) for line in lines] == rows


def _untsv(cell: str) -> str | None:
    if cell == "\\N":
        return None
    plain = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    parts, characters = [], iter(cell)
    for character in characters:
        parts.append(plain[next(characters)] if character == "\\" else character)
    return "".join(parts)


NULLS: tuple[tuple[tuple[object, ...], bool], ...] = ((("null", None), False), (("-", ""), False))


@pytest.mark.parametrize(
    ("chosen", "null", "text"),
    [
        (Format.TABLE, None, '"null" | null\n-      |\n'),
        (Format.TABLE, "-", 'null | -\n"-"  |\n'),
        (Format.MARKDOWN, "-", '| null | - |\n| "-" |  |\n'),
        (Format.CSV, None, 'null,\n-,""\n'),
        (Format.CSV, "-", 'null,-\n"-",""\n'),
        (Format.TSV, "-", "null\t-\n-\t\n"),
        (Format.JSONL, "-", '{"A":"null","B":null}\n{"A":"-","B":""}\n'),
    ],
)
def test_null_is_no_string_and_heads_may_be_left_out(chosen: Format, null: str | None, text: str) -> None:
    head = Head(("A", "B"), (False, False))
    assert written(chosen, head, NULLS, style=Style(heading=False, null=null)) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (Style(column_width=4), "A    | B\n-----+-----\nabcd | 日本\nef   | 語\n"),
        (Style(column_width=4, wraps=False), "A    | B\n-----+-----\nabc… | 日…\n"),
        (Style(column_width=2), "A  | B\n---+---\nab | 日\ncd | 本\nef | 語\n"),
    ],
)
def test_columns_of_a_given_width(style: Style, text: str) -> None:
    head = Head(("A", "B"), (False, False))
    assert written(Format.TABLE, head, [(("abcdef", "日本語"), False)], style=style) == text


def test_without_wrapping_a_long_cell_is_cut_where_a_column_ends() -> None:
    head = Head(("A", "B"), (False, False))
    assert written(Format.TABLE, head, [(("x" * 110, "y"), False)], style=Style(wraps=False)).splitlines()[2] == (
        "x" * 99 + "… | y"
    )
