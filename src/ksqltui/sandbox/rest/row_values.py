"""Owns how rows become lines of JSON by the hundred; knows no streams and no HTTP."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ksqltui.sandbox.formats.wire import wire_encoder
from ksqltui.sandbox.types import Column

_ENCODER = msgspec.json.Encoder()


class RowEncoder:
    """Encodes rows of one schema, each as a JSON array without any newline in it."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._wire = wire_encoder([column.type for column in columns])

    def encode(self, rows: Sequence[Sequence[object]]) -> list[bytes]:
        return _ENCODER.encode_lines([self._wire(row) for row in rows]).split(b"\n")[:-1]
