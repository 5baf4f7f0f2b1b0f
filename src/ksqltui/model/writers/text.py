"""Owns how one value reads in a text format: bare digits, JSON for nested values, safe for a terminal where asked."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells, set_cell_size

from ksqltui.model.cell_text import compact_json, visible

NULL = "null"
LONGEST = 1_000_000
"""One-shot mode cuts nothing that a person could want; this many characters of one cell are beyond that."""


def bare_text(value: object) -> str:
    """The value for programs: strings as they are, numbers without grouping, nested values as JSON."""
    return value if isinstance(value, str) else compact_json(value)


def shown_text(value: object) -> str:
    """The value for people: on one line, and what a terminal would obey is spelt out."""
    if value is None:
        return NULL
    return "".join(piece.text for piece in visible(bare_text(value), LONGEST))


def shown_cell(value: object, null: str) -> str:
    """As shown_text, but null is `null` and a string that reads like it is quoted."""
    if value is None:
        return null
    text = shown_text(value)
    return f'"{text}"' if text == null and isinstance(value, str) else text


def width(text: str) -> int:
    """Cells of a terminal."""
    return cell_len(text)


def padded(text: str, cells: int, *, to_the_right: bool = False) -> str:
    """The text filled with blanks to a width; longer text stays whole."""
    blanks = " " * max(0, cells - width(text))
    return blanks + text if to_the_right else text + blanks


def cut(text: str, cells: int) -> str:
    """The text in so many cells at most, with `…` at its end where it went on."""
    return text if width(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"


def wrapped(text: str, cells: int) -> list[str]:
    """The text in lines of so many cells at most."""
    return chop_cells(text, cells) or [""]
