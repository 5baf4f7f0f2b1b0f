"""Exports to Parquet: types, deletions, names; and what is said where pyarrow is not installed."""

from __future__ import annotations

import importlib.util
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.export import ExportFormat, everything_held, export
from ksqltui.session.new_file import FileRefused

COLUMNS = (
    ResultColumn("K", "STRING"),
    ResultColumn("N", "INTEGER"),
    ResultColumn("BIG", "BIGINT"),
    ResultColumn("PRICE", "DECIMAL(9, 2)"),
    ResultColumn("RAW", "BYTES"),
    ResultColumn("TAGS", "ARRAY<STRING>"),
    ResultColumn("K", "DOUBLE"),
)
ROWS = [
    Row(("a", 1, 2**40, Decimal("1.50"), "aGk=", ["x", "y"], 0.5)),
    Row(("b", None, None, None, None, None, None)),
    Row(("a", None, None, None, None, None, None), True),
]


def stored() -> ResultsStore:
    store = ResultsStore(COLUMNS, (0,))
    store.apply(ROWS, datetime(2026, 11, 23, tzinfo=UTC).timestamp())
    return store


@pytest.fixture
def parquet() -> Any:
    return pytest.importorskip("pyarrow.parquet", reason="pyarrow is optional: pip install 'ksqltui[parquet]'")


async def test_every_change_keeps_its_types(parquet: Any, tmp_path: Path) -> None:
    rows = everything_held(stored(), is_table=False)
    path, count = await export(rows, ExportFormat.PARQUET, tmp_path / "out.parquet", overwrite=False)

    table = parquet.read_table(path)
    assert count == table.num_rows == 3
    types = [str(kind) for kind in table.schema.types]
    assert types == ["string", "int32", "int64", "decimal128(9, 2)", "binary", "string", "double", "bool"]
    first, second, third = ([column[at].as_py() for column in table.columns] for at in range(3))
    assert first == ["a", 1, 2**40, Decimal("1.50"), b"hi", '["x","y"]', 0.5, False]
    assert second == ["b", *[None] * 6, False]
    assert third[0] == "a"
    assert third[-1] is True


async def test_a_second_column_of_one_name_can_be_told_apart(parquet: Any, tmp_path: Path) -> None:
    rows = everything_held(stored(), is_table=True)
    path, _ = await export(rows, ExportFormat.PARQUET, tmp_path / "out.parquet", overwrite=False)

    names = parquet.read_table(path).column_names
    assert len(set(names)) == len(names)
    assert names[:1] == ["K"]


async def test_without_pyarrow_it_says_what_to_install_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FileRefused, match=r"pip install 'ksqltui\[parquet\]'"):
        await export(everything_held(stored(), is_table=True), ExportFormat.PARQUET, tmp_path / "o", overwrite=False)
    assert os.listdir(tmp_path) == []
