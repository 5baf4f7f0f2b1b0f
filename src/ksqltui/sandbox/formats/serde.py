"""Owns what a format is to the engine: values to bytes and back; knows no topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class FormatError(Exception):
    """A record that cannot be read in its format: it is skipped and the processing log says why."""


@dataclass(frozen=True, slots=True)
class SerdeOptions:
    """What WITH says of a source's formats; the delimiters are single characters, TAB or SPACE."""

    wrap_single_value: bool | None = None
    value_delimiter: str | None = None
    key_delimiter: str | None = None


class Serde(Protocol):
    """Writes and reads the key columns or the value columns of one source, in the schema's order."""

    def serialize(self, values: Sequence[object]) -> bytes | None:
        """The record's bytes; None where the format writes nothing."""

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        """The columns' values; None for a null record. Raises FormatError."""
