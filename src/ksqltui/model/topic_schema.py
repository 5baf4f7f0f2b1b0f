"""Owns what columns a topic's messages speak for: JSON values in, the types of ksqlDB out; reads no topic."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ksqltui.sql.keywords import RESERVED
from ksqltui.sql.templates import Blank, Template

_RECORD: Final = re.compile(r"rowtime: .*?, key: (.*?), value: (.*), partition: \d+", re.DOTALL)
_WINDOWED_KEY: Final = re.compile(r"\[(.*)@\d+/(?:-|\d+)\]", re.DOTALL)
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEY_NUMBERS: Final = {"KAFKA_INT": "INTEGER", "KAFKA_BIGINT": "BIGINT", "KAFKA_DOUBLE": "DOUBLE"}
_SMALL, _LARGE = 2**31, 2**63
_MOST_DIGITS = 38
_MOST_FIELDS = 24
"""An object with more names than this, none of them in all messages, is taken for a map."""

_NULL = "<null>"
ONLY_NULL, EMPTY, MIXED = "only null was seen", "only empty ones were seen", "values of several types were seen"


@dataclass(frozen=True, slots=True)
class Sample:
    """Messages as PRINT tells them, keys and values as texts, None for null; the rest is its guess."""

    records: tuple[tuple[str | None, str | None], ...] = ()
    key_format: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type as one writes it, and what is uncertain about it: "" where nothing is."""

    text: str
    doubt: str = ""


def sample_of(lines: Iterable[str]) -> Sample:
    """Reads the lines of PRINT; what is no record of one line is left out."""
    records: list[tuple[str | None, str | None]] = []
    key_format = window = before = ""
    for line in lines:
        told = line.strip()
        if before == "Key format:":
            key_format = told
        elif told.startswith("Key format: "):
            key_format = told.removeprefix("Key format: ")
        elif record := _RECORD.fullmatch(told):
            key, value = record.groups()
            windowed = _WINDOWED_KEY.fullmatch(key)
            if windowed and ("TUMBLING(" in key_format or "HOPPING(" in key_format or "SESSION(" in key_format):
                window = "SESSION" if "SESSION(" in key_format else "TUMBLING"
                key = windowed[1]
            records.append((None if key == _NULL else key, None if value == _NULL else value))
        before = told
    return Sample(tuple(records), key_format, window)


def stream_template(topic: str, sample: Sample) -> Template:
    """CREATE STREAM for a topic that is there, with the columns that its messages speak for."""
    values = [value for _, text in sample.records if isinstance(value := _json(text), dict)]
    columns = _key_columns(sample, {name.upper() for value in values for name in value})
    format_name = "JSON"
    if any(values):
        columns += [(_name(name), "", type_of(each)) for name, each in _fields(values).items()]
    else:
        format_name = "KAFKA"
        told = [text for _, text in sample.records if text is not None]
        columns.append(("message", "", ColumnType("VARCHAR", "" if told else "no message was seen")))
    parts: list[str | Blank] = ["CREATE STREAM ", Blank(_source_name(topic)), " (\n"]
    for at, (name, role, column) in enumerate(columns):
        comma = "," if at < len(columns) - 1 else ""
        doubt = f" -- {column.doubt}" if column.doubt else ""
        parts += [f"  {name} ", Blank(column.text), f"{role}{comma}{doubt}\n"]
    key_is_json = any(isinstance(_json(key), dict) for key, _ in sample.records)
    settings = [f"KAFKA_TOPIC = '{topic.replace(chr(39), chr(39) * 2)}'"]
    settings += [f"KEY_FORMAT = '{'JSON' if key_is_json else 'KAFKA'}'"] if len(columns) and columns[0][1] else []
    parts += [") WITH (\n  ", ",\n  ".join([*settings, f"VALUE_FORMAT = '{format_name}'"])]
    if sample.window:
        parts += [",\n  WINDOW_TYPE = '", Blank(sample.window), "'"]
        parts += [",\n  WINDOW_SIZE = '", Blank("10 SECONDS"), "'"] if sample.window != "SESSION" else []
    return Template((*parts, "\n);"))


def type_of(values: Sequence[Any]) -> ColumnType:
    """The type that holds all values of one field, None being null."""
    told = [value for value in values if value is not None]
    if not told:
        return ColumnType("VARCHAR", ONLY_NULL)
    kinds = {_kind(value) for value in told}
    if kinds == {"whole", "broken"}:
        return ColumnType("DOUBLE")
    if len(kinds) > 1:
        return ColumnType("VARCHAR", MIXED)
    match kinds.pop():
        case "truth":
            return ColumnType("BOOLEAN")
        case "whole":
            return _whole(told)
        case "broken":
            return ColumnType("DOUBLE")
        case "list":
            inner = [each for value in told for each in value]
            element = type_of(inner) if inner else ColumnType("VARCHAR", EMPTY)
            return ColumnType(f"ARRAY<{element.text}>", element.doubt)
        case "object":
            return _object(told)
    return ColumnType("VARCHAR")


def _kind(value: Any) -> str:
    # bool is an int in Python, so it is asked for first.
    names = ((bool, "truth"), (int, "whole"), (float, "broken"), (str, "text"), (list, "list"), (dict, "object"))
    return next(name for kind, name in names if isinstance(value, kind))


def _whole(values: Sequence[int]) -> ColumnType:
    if all(-_SMALL <= value < _SMALL for value in values):
        return ColumnType("INTEGER")
    if all(-_LARGE <= value < _LARGE for value in values):
        return ColumnType("BIGINT")
    digits = max(len(str(abs(value))) for value in values)
    return (
        ColumnType(f"DECIMAL({digits}, 0)") if digits <= _MOST_DIGITS else ColumnType("DOUBLE", "too long for DECIMAL")
    )


def _object(values: Sequence[dict[str, Any]]) -> ColumnType:
    fields = _fields(values)
    if not fields:
        return ColumnType("MAP<VARCHAR, VARCHAR>", EMPTY)
    types = {name: type_of(each) for name, each in fields.items()}
    in_all = any(all(name in value for value in values) for name in fields)
    names_are_data = not in_all and (len(values) > 2 or len(fields) > _MOST_FIELDS)
    if names_are_data or (len(fields) > 1 and not any(_PLAIN.fullmatch(name) for name in fields)):
        value = type_of([each for seen in fields.values() for each in seen])
        if value.doubt != MIXED:
            return ColumnType(f"MAP<VARCHAR, {value.text}>", value.doubt)
    doubt = next((f"{name}: {each.doubt}" for name, each in types.items() if each.doubt), "")
    return ColumnType(f"STRUCT<{', '.join(f'{_name(name)} {each.text}' for name, each in types.items())}>", doubt)


def _fields(values: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """What each field holds; names that differ in case only are one, for ksqlDB reads JSON's names in any case."""
    found: dict[str, list[Any]] = {}
    spelled: dict[str, str] = {}
    for value in values:
        for name, each in value.items():
            found.setdefault(spelled.setdefault(name.upper(), name), []).append(each)
    return found


def _key_columns(sample: Sample, taken: set[str]) -> list[tuple[str, str, ColumnType]]:
    keys = [key for key, _ in sample.records if key is not None]
    if not keys:
        return []
    objects = [key for text in keys if isinstance(key := _json(text), dict)]
    if objects:
        return [
            (_name(f"key_{name}" if name.upper() in taken else name), " KEY", type_of(each))
            for name, each in _fields(objects).items()
        ]
    number = next((_KEY_NUMBERS[part] for part in re.split(r"[() ]", sample.key_format) if part in _KEY_NUMBERS), None)
    name = next(each for each in ("message_key", "record_key", "topic_key_") if each.upper() not in taken)
    return [(name, " KEY", ColumnType(number or "VARCHAR"))]


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None


def _name(name: str) -> str:
    """A field's name as one writes it: ksqlDB finds it in any case, so quotes are only for what is no plain word."""
    if _PLAIN.fullmatch(name) and name.upper() not in RESERVED:
        return name
    return "`" + name.replace("`", "``") + "`"


def _source_name(topic: str) -> str:
    word = re.sub(r"[^A-Za-z0-9_]+", "_", topic).strip("_") or "name"
    return _name(word if not word[0].isdigit() else f"t_{word}")
