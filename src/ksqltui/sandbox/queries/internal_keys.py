"""Owns the bytes of keys inside a query: what rows are grouped, joined and sent to partitions by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.formats import SerdeOptions, check_format, key_serde
from ksqltui.sandbox.operators.events import Row
from ksqltui.sandbox.types import Column, Namespace, SqlType

SerializeKey = Callable[[Row], bytes]


def internal_key_serializer(types: Sequence[SqlType], preferred: str = "KAFKA") -> SerializeKey:
    """The preferred format where it can hold the types, else KAFKA, else JSON."""
    columns = tuple(Column(f"K{index}", kind, Namespace.KEY) for index, kind in enumerate(types))
    serde = key_serde(_format(preferred, columns), columns, SerdeOptions())

    def serialize(key: Row) -> bytes:
        data = serde.serialize(key)
        assert data is not None
        return data

    return serialize


def _format(preferred: str, columns: tuple[Column, ...]) -> str:
    for name in (preferred, "KAFKA"):
        try:
            check_format(name, columns, is_key=True)
        except StatementError:
            continue
        return name
    return "JSON"
