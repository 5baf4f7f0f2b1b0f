"""How values read in a cell: whatever the data holds, the text is safe, measured and recognisable."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ksqltui.model.cell_text import CUT, Voice, cell_text, compact_json, delta_text, fit, number_text, visible

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ("", "''"),
        ("null", "null"),
        (True, "true"),
        (1478, f"1{NBSP}478"),
        (-1234567, f"−1{NBSP}234{NBSP}567"),
        (1234.5, f"1{NBSP}234.5"),
        (Decimal("-1234567.50"), f"−1{NBSP}234{NBSP}567.50"),
        (1e-7, "1e−07"),
        ("[bold red]x[/]", "[bold red]x[/]"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\x9b31m", "\\x9b31m"),
        ("日本", "日本"),
        ("e\u0301", "e\u0301"),
        ("\u0301x", "\\u0301x"),
        ("❤\ufe0f", "❤"),
        ({"A": [1, Decimal("1.10"), None], "b": "é\n"}, '{"A":[1,1.10,null],"b":"é\\n"}'),
        ([], "[]"),
    ],
)
def test_a_value_reads_as(value: object, text: str) -> None:
    assert cell_text(value).text == text


def test_what_stands_for_something_is_fainter_than_the_same_letters_in_the_data() -> None:
    assert [piece.voice for piece in cell_text(None).pieces] == [Voice.FAINT]
    assert [piece.voice for piece in cell_text("null").pieces] == [Voice.PLAIN]
    assert [piece.voice for piece in cell_text("\\n\n").pieces] == [Voice.PLAIN, Voice.FAINT]


def test_an_iso_time_is_whole_and_its_clock_is_loud() -> None:
    cell = cell_text("2026-11-22T21:16:30.000")

    assert cell.is_time
    assert [(piece.text, piece.voice) for piece in cell.pieces] == [
        ("2026-11-22T", Voice.FAINT),
        ("21:16:30", Voice.PLAIN),
        (".000", Voice.FAINT),
    ]


@given(st.text(max_size=60) | st.text(alphabet="a\x00\x1b\x9b\u202e\u0301\u200d日👩🏽", max_size=60))
def test_no_text_reaches_the_terminal_as_a_control_and_its_width_is_known(text: str) -> None:
    cell = cell_text(text)

    assert not [c for c in cell.text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert cell.width == sum(cell_len(piece.text) for piece in cell.pieces)


@given(st.text(max_size=30), st.integers(0, 20))
def test_a_cut_cell_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    cell = cell_text(text)
    pieces = fit(cell.pieces, width)

    assert sum(cell_len(piece.text) for piece in pieces) <= width
    if cell.width > width > 0:
        assert pieces[-1].text == CUT


def test_a_huge_value_is_looked_at_only_as_far_as_it_can_be_seen() -> None:
    assert cell_text("x" * 100_000).width < 3_000
    assert visible("abc", limit=2)[-1].text == CUT


@given(st.integers())
def test_a_grouped_number_is_still_the_number(number: int) -> None:
    assert int(number_text(number).replace(NBSP, "").replace("−", "-")) == number


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_grouped_decimal_is_still_the_decimal(number: Decimal) -> None:
    assert Decimal(number_text(number).replace(NBSP, "").replace("−", "-")) == number


def test_deltas_say_their_sign_with_an_arrow() -> None:
    assert (delta_text(1880), delta_text(-12), delta_text(Decimal("-0.5"))) == (f"▲1{NBSP}880", "▼12", "▼0.5")


def test_nested_json_keeps_the_digits_of_decimals() -> None:
    assert compact_json([Decimal("1.10"), {"k": 2**60}]) == '[1.10,{"k":1152921504606846976}]'
