"""Owns how rows become a Parquet file with pyarrow: which ksqlDB type is which column; needs pyarrow to be there."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.writers.protocol import TOMBSTONE_FIELD
from ksqltui.model.writers.text import bare_text

ROWS_A_GROUP = 50_000

_TYPES = {
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
    "INT": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BYTES": pa.binary(),
}
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")


def write_parquet(
    columns: Sequence[ResultColumn], rows: Iterable[Row], path: Path, heard: Callable[[int], None]
) -> int:
    """Writes all rows and gives their number.

    DECIMAL, BIGINT and the other numbers keep their types and BYTES become bytes; times stay the server's text, and
    nested values become JSON. A column more says which rows are tombstones.
    """
    names = _distinct([column.name for column in columns])
    kinds = [_kind(column.type) for column in columns]
    schema = pa.schema([*zip(names, kinds, strict=True), (TOMBSTONE_FIELD, pa.bool_())])
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        for group in _groups(rows):
            cells: list[Any] = []
            for index, kind in enumerate(kinds):
                cells.append(pa.array([_cell(row.values[index], kind) for row in group], kind))
            cells.append(pa.array([row.tombstone for row in group], pa.bool_()))
            writer.write_table(pa.Table.from_arrays(cells, schema=schema))
            for _ in group:
                count += 1
                heard(count)
    return count


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while group := list(islice(left, ROWS_A_GROUP)):
        yield group


def _kind(text: str) -> Any:
    if found := _DECIMAL.fullmatch(text.upper()):
        precision, scale = int(found[1]), int(found[2])
        return pa.decimal128(precision, scale) if precision <= 38 else pa.decimal256(precision, scale)
    return _TYPES.get(text.upper(), pa.string())


def _cell(value: object, kind: Any) -> object:
    if value is None:
        return None
    if pa.types.is_string(kind):
        return bare_text(value)
    if pa.types.is_binary(kind):
        try:
            return b64decode(str(value), validate=True)
        except (NotBase64, ValueError):
            return str(value).encode("utf-8", "replace")
    if pa.types.is_decimal(kind):
        return value if isinstance(value, Decimal) else Decimal(str(value))
    return value


def _distinct(names: Sequence[str]) -> list[str]:
    """A second column of one name gets a number: readers of Parquet find columns by name."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result
