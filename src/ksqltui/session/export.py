"""Owns the writing of a result to a file: which rows, in which format, whole or not at all; knows no screen."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import TextIO

from ksqltui.model.changes import DELETED, ResultLine
from ksqltui.model.result_lines import Lines
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.heads import head_of_rows
from ksqltui.model.writers.protocol import Format
from ksqltui.session.new_file import FileRefused, not_written, writable_path
from ksqltui.speech.speech import Told

ROWS_BETWEEN_WORDS = 5_000
"""How often progress is told."""


class ExportFormat(Enum):
    """The value is the suffix of the file and the word that a person reads."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "md"
    PARQUET = "parquet"


_WRITERS = {
    ExportFormat.CSV: Format.CSV,
    ExportFormat.TSV: Format.TSV,
    ExportFormat.JSON: Format.JSON,
    ExportFormat.JSONL: Format.JSONL,
    ExportFormat.MARKDOWN: Format.MARKDOWN,
}


@dataclass(frozen=True, slots=True)
class ExportRows:
    """The rows as they were when the export was asked for: `store` must not change any more.

    `numbers` are lines of its table or of its changelog, in their order; `columns` are shown ones by index.
    `deletions` says whether deleted rows are written, as tombstones.
    """

    store: ResultsStore
    is_table: bool
    numbers: Sequence[int]
    columns: tuple[int, ...]
    deletions: bool

    @property
    def heads(self) -> tuple[ResultColumn, ...]:
        return tuple(self.store.columns[index] for index in self.columns)

    def rows(self) -> Iterator[Row]:
        for line in self._lines():
            if line.version != DELETED or self.deletions:
                yield Row(tuple(line.values[index] for index in self.columns), line.version == DELETED)

    def _lines(self) -> Iterator[ResultLine]:
        lines: Lines = self.store.table if self.is_table else self.store.changelog
        return (lines.line(number) for number in self.numbers)


def everything_held(store: ResultsStore, *, is_table: bool) -> ExportRows:
    """All rows that are not deleted, or every change with its tombstones, with all columns."""
    held = store.frozen()
    lines = held.table if is_table else held.changelog
    columns = tuple(range(len(held.columns)))
    return ExportRows(held, is_table, range(lines.first, lines.end), columns, deletions=not is_table)


def can_write(chosen: ExportFormat) -> str:
    """Why the format cannot be written here and what to install; "" where it can."""
    if chosen is ExportFormat.PARQUET and importlib.util.find_spec("pyarrow") is None:
        return Told("Parquet needs pyarrow, which is not installed: pip install 'ksqltui[parquet]'")
    return ""


async def export(
    rows: ExportRows,
    chosen: ExportFormat,
    path: str | Path,
    *,
    overwrite: bool,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Path, int]:
    """Writes the file in a thread; gives its path and how many rows are in it.

    `tell` hears from the loop how many of how many rows were written. A file that was there is replaced at the end
    only. Raises FileExists, and FileRefused where it cannot be written or the format is not there.
    """
    if why := can_write(chosen):
        raise FileRefused(why)
    loop = asyncio.get_running_loop()
    total = len(rows.numbers)

    def heard(done: int) -> None:
        if done % ROWS_BETWEEN_WORDS == 0:
            loop.call_soon_threadsafe(tell, done, total)

    return await asyncio.to_thread(_write, rows, chosen, path, overwrite, heard)


def _write(
    rows: ExportRows, chosen: ExportFormat, path: str | Path, overwrite: bool, heard: Callable[[int], None]
) -> tuple[Path, int]:
    target = writable_path(path, overwrite=overwrite)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
        os.close(handle)
        part = Path(name)
        try:
            count = _fill(rows, chosen, part, heard)
            os.chmod(part, _mode_of(target))
            # It may have been made by another while the rows were written.
            writable_path(target, overwrite=overwrite)
            os.replace(part, target)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
    except OSError as error:
        raise not_written(target, error) from None
    return target, count


def _fill(rows: ExportRows, chosen: ExportFormat, part: Path, heard: Callable[[int], None]) -> int:
    if chosen is ExportFormat.PARQUET:
        from ksqltui.session.parquet_file import write_parquet

        return write_parquet(rows.heads, rows.rows(), part, heard)
    # What no encoding can hold, a lone surrogate, is spelt out and never ends an export.
    with part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        count = _write_text(rows, _WRITERS[chosen], out, heard)
        out.flush()
        os.fsync(out.fileno())
    return count


def _write_text(rows: ExportRows, chosen: Format, out: TextIO, heard: Callable[[int], None]) -> int:
    writer = writer_for(chosen, out)
    writer.begin(head_of_rows(rows.heads))
    count, source = 0, rows.rows()
    while block := list(islice(source, ROWS_BETWEEN_WORDS)):
        writer.rows(block)
        count += len(block)
        heard(count)
    writer.end()
    return count


def _mode_of(target: Path) -> int:
    """The rights of the file that is replaced, or those of any new file."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
