"""Owns which writer serves which format; imports no more than that one."""

from __future__ import annotations

from typing import TextIO

from ksqltui.model.writers.protocol import PLAIN, Format, Style, Writer


def writer_for(chosen: Format, out: TextIO, style: Style = PLAIN) -> Writer:
    match chosen:
        case Format.TABLE | Format.VERTICAL | Format.MARKDOWN:
            from ksqltui.model.writers.aligned import Markdown, Table, Vertical

            if chosen is Format.TABLE:
                return Table(out, style)
            return Vertical(out, style) if chosen is Format.VERTICAL else Markdown(out, style)
        case Format.JSON | Format.JSONL:
            from ksqltui.model.writers.json_lines import JsonArrays, JsonLines

            return JsonLines(out) if chosen is Format.JSONL else JsonArrays(out)
        case Format.CSV | Format.TSV:
            from ksqltui.model.writers.separated import Csv, Tsv

            return Csv(out, style) if chosen is Format.CSV else Tsv(out, style)
