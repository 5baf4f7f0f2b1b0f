"""What the formats write into topics, what they read from them, and which columns they refuse."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sandbox.errors import NotInSandbox, StatementError
from ksqltui.sandbox.formats import FormatError, SerdeOptions, check_format, key_serde, value_serde
from ksqltui.sandbox.types import (
    BIGINT,
    BOOLEAN,
    BYTES,
    DATE,
    DOUBLE,
    INTEGER,
    STRING,
    TIMESTAMP,
    Column,
    Namespace,
    SqlType,
    array,
    decimal,
    map_of,
    struct,
)

PLAIN = SerdeOptions()


def columns(*types: SqlType) -> tuple[Column, ...]:
    return tuple(Column(f"C{index}", own) for index, own in enumerate(types))


def keys(*types: SqlType) -> tuple[Column, ...]:
    return tuple(Column(f"K{index}", own, Namespace.KEY) for index, own in enumerate(types))


PAYMENT = (Column("NAME", STRING), Column("AMOUNT", INTEGER))


def test_json_columns_are_found_in_any_case_and_the_rest_is_ignored() -> None:
    serde = value_serde("JSON", PAYMENT, PLAIN)
    assert serde.deserialize(b'{"name": "Carol", "Amount": "5", "more": [1]}') == ("Carol", 5)
    assert serde.deserialize(b'{"AMOUNT": 5}') == (None, 5)
    assert serde.deserialize(b"{}") == (None, None)
    assert serde.deserialize(b'{"name": "other", "NAME": "exact"}') == ("exact", None)
    assert serde.deserialize(None) is None


@pytest.mark.parametrize("data", [b"{", b"[1]", b'{"amount": true}', b'{"amount": "x"}', b'{"amount": {}}', b"\xff"])
def test_json_that_does_not_fit_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        value_serde("JSON", PAYMENT, PLAIN).deserialize(data)


def test_json_forms_of_every_type() -> None:
    own = columns(BOOLEAN, DOUBLE, decimal(6, 2), BYTES, DATE, TIMESTAMP, array(DOUBLE), map_of(STRING, decimal(3, 1)))
    values = (True, 1e10, Decimal("12.50"), b"!", 10, 1526075913000, [1.5, None], {"a": Decimal("1.0")})
    serde = value_serde("JSON", own, PLAIN)
    written = serde.serialize(values)
    assert written == (
        b'{"C0":true,"C1":1.0E10,"C2":12.50,"C3":"IQ==","C4":10,"C5":1526075913000,"C6":[1.5,null],"C7":{"a":1.0}}'
    )
    assert serde.deserialize(written) == values


def test_json_decimals_are_exact_and_strings_keep_a_numbers_text() -> None:
    serde = value_serde("JSON", columns(decimal(30, 10), STRING), PLAIN)
    assert serde.deserialize(b'{"c0": 12345678901234567890.0123456789, "c1": 1.50}') == (
        Decimal("12345678901234567890.0123456789"),
        "1.50",
    )
    with pytest.raises(FormatError, match="Cannot fit decimal"):
        value_serde("JSON", columns(decimal(4, 2)), PLAIN).deserialize(b'{"c0": 1.234}')


def test_json_struct_fields_are_all_present() -> None:
    own = columns(struct(("A", INTEGER), ("B", STRING)))
    serde = value_serde("JSON", own, PLAIN)
    assert serde.deserialize(b'{"c0": {"a": 1}}') == ({"A": 1, "B": None},)
    assert serde.serialize(({"A": 1},)) == b'{"C0":{"A":1,"B":null}}'


def test_json_single_columns() -> None:
    bare = value_serde("JSON", columns(INTEGER), SerdeOptions(wrap_single_value=False))
    assert bare.serialize((5,)) == b"5"
    assert bare.deserialize(b"5") == (5,)
    assert bare.serialize((None,)) is None
    assert value_serde("JSON", columns(INTEGER), PLAIN).serialize((5,)) == b'{"C0":5}'
    assert key_serde("JSON", keys(STRING), PLAIN).serialize(("a",)) == b'"a"'
    assert key_serde("JSON", keys(INTEGER, STRING), PLAIN).serialize((1, "a")) == b'{"K0":1,"K1":"a"}'


@pytest.mark.parametrize(
    ("own", "value", "data"),
    [
        (INTEGER, 1, b"\0\0\0\1"),
        (BIGINT, -1, b"\xff" * 8),
        (DOUBLE, 1.0, b"\x3f\xf0\0\0\0\0\0\0"),
        (STRING, "é", b"\xc3\xa9"),
    ],
)
def test_kafka_is_kafkas_binary(own: SqlType, value: Any, data: bytes) -> None:
    serde = key_serde("kafka", keys(own), PLAIN)
    assert serde.serialize((value,)) == data
    assert serde.deserialize(data) == (value,)
    assert serde.serialize((None,)) is None


def test_kafka_refuses_another_length() -> None:
    with pytest.raises(FormatError, match="Size of data received by IntegerDeserializer is not 4"):
        key_serde("KAFKA", keys(INTEGER), PLAIN).deserialize(b"\0")


def test_delimited() -> None:
    serde = value_serde("DELIMITED", columns(INTEGER, STRING, decimal(6, 2), STRING), PLAIN)
    assert serde.serialize((1, 'a "b", c', Decimal("-1.50"), None)) == b'1,"a ""b"", c",-1.50,'
    assert serde.deserialize(b'1,"a ""b"", c",-1.5,') == (1, 'a "b", c', Decimal("-1.50"), None)
    with pytest.raises(FormatError, match="Unexpected field count"):
        serde.deserialize(b"1,2")
    with pytest.raises(FormatError):
        serde.deserialize(b"x,,,")


@given(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), min_size=1))
def test_delimited_text_reads_back(text: str) -> None:
    serde = value_serde("DELIMITED", columns(STRING, STRING), SerdeOptions(value_delimiter="|"))
    assert serde.deserialize(serde.serialize((text, text))) == (text, text)


def test_delimiters() -> None:
    assert (
        value_serde("DELIMITED", columns(INTEGER, INTEGER), SerdeOptions(value_delimiter="TAB")).serialize((1, 2))
        == b"1\t2"
    )
    with pytest.raises(StatementError, match="Delimiter must be a single character or TAB,SPACE"):
        value_serde("DELIMITED", columns(INTEGER), SerdeOptions(value_delimiter="<~>"))
    with pytest.raises(StatementError, match="Configuration KEY_DELIMITER is invalid: Delimiter cannot be empty"):
        key_serde("DELIMITED", keys(INTEGER), SerdeOptions(key_delimiter=" "))


@pytest.mark.parametrize(
    ("name", "own", "is_key", "message"),
    [
        ("KAFKA", columns(array(INTEGER)), False, "The 'KAFKA' format does not support type 'ARRAY'"),
        (
            "KAFKA",
            keys(INTEGER, INTEGER),
            True,
            "only supports a single field. Got: [`K0` INTEGER KEY, `K1` INTEGER KEY]",
        ),
        ("DELIMITED", keys(struct(("F", DOUBLE))), True, "does not support type 'STRUCT', column: `K0`"),
        ("NONE", columns(INTEGER), False, "The 'NONE' format can only be used when no columns are defined."),
        ("JSON", keys(map_of(STRING, INTEGER)), True, "Map keys, including types that contain maps, are not supported"),
        ("FOO", columns(INTEGER), False, "Unknown format: FOO"),
    ],
)
def test_refused_columns(name: str, own: tuple[Column, ...], is_key: bool, message: str) -> None:
    with pytest.raises(StatementError) as refused:
        check_format(name, own, is_key)
    assert message in refused.value.message


def test_registry_formats_are_refused_with_the_way_out() -> None:
    with pytest.raises(NotInSandbox, match="use a real ksqlDB"):
        check_format("avro", columns(INTEGER), is_key=False)


def test_wrapping_is_for_single_columns_of_json() -> None:
    with pytest.raises(StatementError, match="only valid for single-field value schemas"):
        check_format("JSON", PAYMENT, is_key=False, options=SerdeOptions(wrap_single_value=True))
    with pytest.raises(StatementError, match="Format 'KAFKA' does not support 'WRAP_SINGLE_VALUE' set to 'true'"):
        check_format("KAFKA", columns(INTEGER), is_key=False, options=SerdeOptions(wrap_single_value=True))


def test_none_ignores_what_is_there() -> None:
    serde = key_serde("NONE", (), PLAIN)
    assert serde.deserialize(b"anything") == ()
    assert serde.serialize(()) is None


@given(st.dictionaries(st.sampled_from(["name", "AMOUNT", "x"]), st.none() | st.text() | st.integers(-5, 5)))
def test_json_never_fails_but_with_a_format_error(value: dict[str, Any]) -> None:
    serde = value_serde("JSON", PAYMENT, PLAIN)
    try:
        row = serde.deserialize(json.dumps(value).encode())
    except FormatError:
        return
    assert row is not None
    assert serde.deserialize(serde.serialize(row)) == row
