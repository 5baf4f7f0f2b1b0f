"""Owns the formats csv (RFC 4180, but lines end in \\n) and tsv (backslash escapes, \\N for null)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TextIO

from ksqltui.model.stream import Row
from ksqltui.model.writers.blocks import plain_values, texts_of
from ksqltui.model.writers.protocol import PLAIN, Head, Style, emptied
from ksqltui.model.writers.text import bare_text

_CSV_SPECIAL = re.compile(r'[,"\n\r]')
_TSV_SPECIAL = re.compile(r"[\\\t\n\r]")
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Separated:
    """A heading line, then a line a row; a blank line stands between results."""

    def __init__(self, out: TextIO, separator: str, style: Style) -> None:
        self._out = out
        self._separator = separator
        self._heading = style.heading
        self._is_first = True

    def begin(self, head: Head) -> None:
        if not self._is_first:
            self._out.write("\n")
        self._is_first = False
        if self._heading:
            self._line([self.cell(name) for name in head.columns])

    def rows(self, rows: Sequence[Row]) -> None:
        values = plain_values(rows)
        if values and values[0]:
            columns = [texts_of(column, self.cell, self.is_bare) for column in zip(*values, strict=True)]
            self._out.write("\n".join(map(self._separator.join, zip(*columns, strict=True))) + "\n")
            return
        for row, tombstone in rows:
            texts = [self.cell(value) for value in row]
            self._line(emptied(texts, row) if tombstone else texts)

    def end(self) -> None:
        pass

    def cell(self, value: object) -> str:
        raise NotImplementedError

    def is_bare(self, text: str) -> bool:
        """Whether texts that together are this one are cells as they are."""
        raise NotImplementedError

    def _line(self, texts: Sequence[str]) -> None:
        self._out.write(self._separator.join(texts) + "\n")


class Csv(_Separated):
    """Null is nothing at all unless told otherwise; a string that reads like null is quoted, `""` too."""

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        super().__init__(out, ",", style)
        self._null = style.null or ""

    def cell(self, value: object) -> str:
        if value is None:
            return self._null
        text = bare_text(value)
        if text and text != self._null and not any(character in text for character in ',"\n\r'):
            return text
        return '"' + text.replace('"', '""') + '"'

    def is_bare(self, text: str) -> bool:
        return _CSV_SPECIAL.search(text) is None and (not self._null or self._null not in text)


class Tsv(_Separated):
    """Backslash, tab and line ends are escaped, so every row is one line."""

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        super().__init__(out, "\t", style)
        self._null = "\\N" if style.null is None else style.null

    def cell(self, value: object) -> str:
        return self._null if value is None else bare_text(value).translate(_TSV_ESCAPES)

    def is_bare(self, text: str) -> bool:
        return _TSV_SPECIAL.search(text) is None
