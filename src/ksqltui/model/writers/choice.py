"""Owns which writer serves which format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from ksqltui.model.writers.aligned import Markdown, Table, Vertical
from ksqltui.model.writers.json_lines import JsonArrays, JsonLines
from ksqltui.model.writers.protocol import Format, Writer
from ksqltui.model.writers.separated import Csv, Tsv

_WRITERS: dict[Format, Callable[[TextIO], Writer]] = {
    Format.TABLE: Table,
    Format.VERTICAL: Vertical,
    Format.JSON: JsonArrays,
    Format.JSONL: JsonLines,
    Format.CSV: Csv,
    Format.TSV: Tsv,
    Format.MARKDOWN: Markdown,
}


def writer_for(chosen: Format, out: TextIO) -> Writer:
    return _WRITERS[chosen](out)
