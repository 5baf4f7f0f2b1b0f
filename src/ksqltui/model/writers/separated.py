"""Owns the formats csv (RFC 4180, but lines end in \\n) and tsv (backslash escapes, \\N for null)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from ksqltui.model.writers.protocol import PLAIN, Head, Style, emptied
from ksqltui.model.writers.text import bare_text

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

    def row(self, values: Sequence[object], tombstone: bool) -> None:
        texts = [self.cell(value) for value in values]
        self._line(emptied(texts, values) if tombstone else texts)

    def end_block(self) -> None:
        pass

    def end(self) -> None:
        pass

    def cell(self, value: object) -> str:
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


class Tsv(_Separated):
    """Backslash, tab and line ends are escaped, so every row is one line."""

    def __init__(self, out: TextIO, style: Style = PLAIN) -> None:
        super().__init__(out, "\t", style)
        self._null = "\\N" if style.null is None else style.null

    def cell(self, value: object) -> str:
        return self._null if value is None else bare_text(value).translate(_TSV_ESCAPES)
