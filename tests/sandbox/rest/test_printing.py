"""PRINT's guess of formats and its lines."""

from __future__ import annotations

import struct

import pytest

from ksqltui.sandbox.rest.printing import FormatGuess, RecordPrinter
from ksqltui.sandbox.results import PrintedRecord


def record(key: bytes | None, value: bytes | None, window: tuple[int, int | None] | None = None) -> PrintedRecord:
    return PrintedRecord(1795382093290, 2, 7, key, value, (), window)


@pytest.mark.parametrize(
    ("values", "guess"),
    [
        ([None], "¯\\_(ツ)_/¯ - no data processed"),
        ([b'{"name": "Chuck", "amount": 298}'], "JSON or KAFKA_STRING"),
        ([b"k1"], "KAFKA_STRING"),
        ([b"12", b"k1"], "KAFKA_STRING"),
        ([struct.pack(">q", 5)], "KAFKA_BIGINT or KAFKA_DOUBLE or KAFKA_STRING"),
        ([b"\xff\xfe\xfd"], "UNRECOGNIZED_BYTES"),
    ],
)
def test_every_value_narrows_the_guess(values: list[bytes | None], guess: str) -> None:
    formats = FormatGuess()
    for value in values:
        formats.learn(value)
    assert str(formats) == guess


def test_lines_read_as_the_servers() -> None:
    printer = RecordPrinter(formats=True)
    pieces = printer.lines([record(None, b'{"name": "Chuck"}'), record(None, None)])
    assert b"".join(pieces).decode() == (
        "Key format: ¯\\_(ツ)_/¯ - no data processed\n"
        "Value format: JSON or KAFKA_STRING\n"
        'rowtime: 2026/11/22 21:14:53.290 Z, key: <null>, value: {"name": "Chuck"}, partition: 2\n'
        "rowtime: 2026/11/22 21:14:53.290 Z, key: <null>, value: <null>, partition: 2\n"
    )


def test_formats_are_said_again_when_the_guess_narrows() -> None:
    printer = RecordPrinter(formats=True)
    printer.lines([record(b"12", b"1")])
    assert b"Key format: " in printer.lines([record(b"k1", b"1")])


def test_a_windowed_key_shows_its_window() -> None:
    text = b"".join(RecordPrinter(formats=True).lines([record(b"Alice", b'{"CNT":7}', (1795382280000, None))])).decode()
    assert "Key format: HOPPING(KAFKA_STRING) or TUMBLING(KAFKA_STRING)\n" in text
    assert "key: [Alice@1795382280000/-], " in text
