"""Owns the formats jsonl (one object a row) and json (one array a result, still a row a line)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import starmap
from typing import Any, TextIO

import msgspec

from ksqltui.model.stream import Row
from ksqltui.model.writers.blocks import plain_values
from ksqltui.model.writers.protocol import TOMBSTONE_FIELD, Head


def _plain_text(value: object) -> str:
    """A text of a kind of its own, as words that remember their language are, is written as the text that it is."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError(f"Encoding objects of type {type(value).__name__} is unsupported")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain_text)
# JSON lets these stand as they are, terminals obey them.
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")


def encoded(value: object) -> str:
    """The value as one line of JSON; decimals keep their digits, what a terminal would obey is escaped."""
    return _safe(_ENCODER.encode(value))


def _safe(data: bytes) -> str:
    text = data.decode("utf-8")
    if text.isascii() and "\x7f" not in text:
        return text
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def row_object(head: Head, values: Sequence[object], tombstone: bool) -> dict[str, object]:
    """`{column: value}`; a tombstone has one more field that says so, a titled part of an answer names its part."""
    fields: dict[str, object] = {"@table": head.title} if head.title else {}
    fields.update(zip(head.columns, values, strict=True))
    if tombstone:
        fields[TOMBSTONE_FIELD] = True
    return fields


class RowObjects:
    """Makes `{column: value}` of many rows at once: with a class made for the columns a fifth of what dicts take."""

    def __init__(self, head: Head) -> None:
        self._head = head
        fields = [f"f{index}" for index in range(len(head.columns))]
        self._made: Callable[..., object] | None = None
        if not head.title:
            with suppress(ValueError):  # for names that msgspec does not take, with quotes in them or twice
                rename = dict(zip(fields, map(str, head.columns), strict=True))
                self._made = msgspec.defstruct("Row", [(name, Any) for name in fields], rename=rename, gc=False)

    def lines(self, rows: Sequence[Row]) -> str:
        """A line of JSON for each."""
        if not rows:
            return ""
        values = plain_values(rows)
        if self._made is None or values is None:
            return "".join(f"{encoded(row_object(self._head, *row))}\n" for row in rows)
        return _safe(_ENCODER.encode_lines(list(starmap(self._made, values))))


class JsonLines:
    """jsonl: nothing but rows, so results follow each other without a mark."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._objects = RowObjects(Head((), ()))

    def begin(self, head: Head) -> None:
        self._objects = RowObjects(head)

    def rows(self, rows: Sequence[Row]) -> None:
        self._out.write(self._objects.lines(rows))

    def end(self) -> None:
        pass


class JsonArrays:
    """json: each result is an array, closed however the result ends."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._objects = RowObjects(Head((), ()))
        self._before = "["

    def begin(self, head: Head) -> None:
        self._objects = RowObjects(head)
        self._before = "["

    def rows(self, rows: Sequence[Row]) -> None:
        if rows:
            self._out.write(f"{self._before}\n" + self._objects.lines(rows)[:-1].replace("\n", ",\n"))
            self._before = ","

    def end(self) -> None:
        self._out.write("[]\n" if self._before == "[" else "\n]\n")
