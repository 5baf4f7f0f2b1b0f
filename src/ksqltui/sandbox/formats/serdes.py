"""Owns the choice of the serde for a format and its columns."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.sandbox.formats.checks import format_name
from ksqltui.sandbox.formats.delimited_format import DelimitedSerde, delimiter_of
from ksqltui.sandbox.formats.json_format import JsonObjectSerde, JsonValueSerde
from ksqltui.sandbox.formats.kafka_format import EmptySerde, KafkaSerde, NoneSerde
from ksqltui.sandbox.formats.serde import Serde, SerdeOptions
from ksqltui.sandbox.types import Column


def value_serde(name: str, columns: Sequence[Column], options: SerdeOptions) -> Serde:
    """The serde of a source's value columns. Raises StatementError for an unknown format or delimiter."""
    match format_name(name):
        case "JSON":
            if len(columns) == 1 and options.wrap_single_value is False:
                return JsonValueSerde(columns[0])
            return JsonObjectSerde(columns)
        case "KAFKA":
            return KafkaSerde(columns[0]) if columns else EmptySerde(b"")
        case "DELIMITED":
            return _delimited(columns, delimiter_of(options.value_delimiter, "VALUE_DELIMITER"))
        case _:
            return NoneSerde()


def key_serde(name: str, columns: Sequence[Column], options: SerdeOptions) -> Serde:
    """The serde of a source's key columns: a single one is never wrapped; without columns the key is ignored."""
    found = format_name(name)
    if not columns:
        return NoneSerde()
    match found:
        case "JSON":
            return JsonValueSerde(columns[0]) if len(columns) == 1 else JsonObjectSerde(columns)
        case "KAFKA":
            return KafkaSerde(columns[0])
        case "DELIMITED":
            return _delimited(columns, delimiter_of(options.key_delimiter, "KEY_DELIMITER"))
        case _:
            return NoneSerde()


def _delimited(columns: Sequence[Column], delimiter: str) -> Serde:
    return DelimitedSerde(columns, delimiter) if columns else EmptySerde(b"")
