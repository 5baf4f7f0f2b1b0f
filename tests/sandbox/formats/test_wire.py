"""How values look in the rows of the REST interface."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from ksqltui.sandbox.formats import wire_encoder, wire_value
from ksqltui.sandbox.types import BIGINT, BYTES, DATE, DOUBLE, INTEGER, STRING, TIME, TIMESTAMP, array, decimal, struct


def test_rows_of_simple_types_are_passed_on() -> None:
    row = ["Carol", 5, None]
    assert wire_encoder([STRING, INTEGER, BIGINT])(row) is row


def test_texts_of_the_other_types() -> None:
    types = [
        TIMESTAMP,
        DATE,
        TIME,
        TIME,
        decimal(6, 2),
        BYTES,
        DOUBLE,
        array(TIMESTAMP),
        struct(("D", DATE)),
    ]
    row = (1526075913045, 0, 60_000, 60_001, Decimal("1.50"), b"!", 1e10, [0, None], {"D": 1})
    assert msgspec.json.encode(wire_encoder(types)(row)) == (
        b'["2018-05-11T21:58:33.045","1970-01-01","00:01","00:01:00.001",1.50,"IQ==",1.0E10,'
        b'["1970-01-01T00:00:00.000",null],{"D":"1970-01-02"}]'
    )


def test_null_stays_null() -> None:
    assert wire_value(None, TIMESTAMP) is None
