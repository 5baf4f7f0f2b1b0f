"""Owns the DELIMITED format: one CSV line, quoted where it must be."""

from __future__ import annotations

import csv
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ksqltui.sandbox.errors import EvaluationError, StatementError
from ksqltui.sandbox.expressions.numbers import decimal_text, double_text, fit_exactly
from ksqltui.sandbox.formats.serde import FormatError
from ksqltui.sandbox.types import Column, Kind, SqlType

_NAMED_DELIMITERS = {"TAB": "\t", "SPACE": " "}


def delimiter_of(text: str | None, property_name: str) -> str:
    """The character that VALUE_DELIMITER or KEY_DELIMITER names; a comma by default.

    Raises StatementError with ksqlDB's text for anything but one visible character, TAB or SPACE.
    """
    if text is None:
        return ","
    if text.upper() in _NAMED_DELIMITERS:
        return _NAMED_DELIMITERS[text.upper()]
    if not text.strip():
        reason = (
            "Delimiter cannot be empty, if you meant to have a tab or space for delimiter, "
            "please use the special values 'TAB' or 'SPACE'"
        )
    elif len(text) != 1:
        reason = f"Invalid delimiter value: '{text}'. Delimiter must be a single character or TAB,SPACE"
    else:
        return text
    raise StatementError(
        f"Failed to prepare statement: Configuration {property_name} is invalid: {reason}\nExample valid value: ';'"
    )


class DelimitedSerde:
    """A null column is an empty field, and an empty field is a null column."""

    def __init__(self, columns: Sequence[Column], delimiter: str) -> None:
        self._delimiter = delimiter
        self._writers = [_WRITERS.get(column.type.kind, str) for column in columns]
        self._readers = [_reader(column.type) for column in columns]

    def serialize(self, values: Sequence[object]) -> bytes:
        fields = [
            "" if value is None else self._quoted(write(value), first=index == 0)
            for index, (value, write) in enumerate(zip(values, self._writers, strict=True))
        ]
        return self._delimiter.join(fields).encode()

    def _quoted(self, text: str, *, first: bool) -> str:
        """Quotes as Apache Commons CSV does: also a first field that does not start with a letter or a digit."""
        if not text:
            return '""' if first else ""
        odd_start = (first and not (text[0].isascii() and text[0].isalnum())) or text[0] <= "#"
        if odd_start or text[-1] <= " " or any(mark in text for mark in (self._delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        if data is None:
            return None
        line = data.decode("utf-8", "replace")
        try:
            fields = next(csv.reader([line], delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise FormatError(f"invalid CSV: {error}") from None
        if len(fields) != len(self._readers):
            raise FormatError(
                f"Unexpected field count, csvFields: {len(fields)} schemaFields: {len(self._readers)} line: {line}"
            )
        try:
            return tuple(None if text == "" else read(text) for text, read in zip(fields, self._readers, strict=True))
        except (ValueError, InvalidOperation, EvaluationError) as error:
            raise FormatError(f"Exception while parsing CSV record: {error}") from None


def _write_boolean(value: Any) -> str:
    return "true" if value else "false"


_WRITERS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.BOOLEAN: _write_boolean,
    Kind.DOUBLE: double_text,
    Kind.DECIMAL: decimal_text,
    Kind.BYTES: lambda value: b64encode(value).decode(),
}


def _reader(sql_type: SqlType) -> Callable[[str], object]:
    match sql_type.kind:
        case Kind.BOOLEAN:
            return lambda text: text.strip().lower() == "true"
        case Kind.STRING:
            return str
        case Kind.DOUBLE:
            return float
        case Kind.DECIMAL:
            return lambda text: fit_exactly(Decimal(text.strip()), sql_type)
        case Kind.BYTES:
            return lambda text: b64decode(text, validate=True)
        case _:
            return int
