"""Owns how one value of a result reads in a cell: safe, measured text in two voices; knows no store and no screen.

Raw data is never markup and never reaches the terminal as a control: what a terminal would obey is spelt out
(`\\n`, `\\x1b`, `\\u202e`) in the faint voice, so that it cannot be taken for the same letters in the data.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from ksqltui.model.changes import Number

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
CUT = "…"
MAX_CELLS = 2_000
"""No more of a value is ever measured or drawn in one line."""

_MAX_MARKS = 3
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ALPHABETS = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02af\u0391-\u03a1\u03a3-\u0482\u048a-\u052f]+")
"""Latin, Greek and Cyrillic, without marks that join the letter before them."""
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\dT)(\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d:?\d\d)?")


class Voice(Enum):
    """How loud a piece of text speaks: the thing itself, or a label, a repeat, a stand-in."""

    PLAIN = "plain"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    voice: Voice = Voice.PLAIN


@dataclass(frozen=True, slots=True)
class CellText:
    """A value as pieces of text, `width` terminal cells in all.

    `is_number` asks for the right edge; `after_point` counts the cells from the decimal point on, for aligning points.
    `is_time` marks an ISO time, which falls silent where it repeats the one above.
    """

    pieces: tuple[Piece, ...]
    width: int
    is_number: bool = False
    after_point: int = 0
    is_time: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


_NULL = CellText((Piece("null", Voice.FAINT),), 4)
_EMPTY = CellText((Piece("''", Voice.FAINT),), 2)


def cell_text(value: object) -> CellText:
    """The value as it reads in a cell: null, '' and escapes faint, numbers grouped, JSON for nested values."""
    if value is None:
        return _NULL
    if isinstance(value, str):
        return _string(value) if value else _EMPTY
    if isinstance(value, bool):
        return CellText((Piece("true" if value else "false"),), 4 if value else 5)
    if isinstance(value, (int, float, Decimal)):
        text = number_text(value)
        point = text.find(".")
        return CellText((Piece(text),), len(text), True, len(text) - point if point >= 0 else 0)
    return _measured(visible(compact_json(value)))


def number_text(value: Number) -> str:
    """Groups of three with a no-break space and a true minus; digits after the point as they are."""
    if isinstance(value, int):
        return f"{value:,}".replace(",", NO_BREAK_SPACE).replace("-", MINUS)
    text = str(value)
    sign, digits = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, dot, rest = digits.partition(".")
    if whole.isdigit():
        whole = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    return sign + f"{whole}{dot}{rest}".replace("-", MINUS)


def delta_text(delta: Number) -> str:
    """`▲188` or `▼12`: the arrow says the sign."""
    return f"▲{number_text(delta)}" if delta > 0 else f"▼{number_text(-delta)}"


def compact_json(value: object) -> str:
    """A STRUCT, MAP or ARRAY on one line without spaces; decimals keep their digits."""
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(f"{json.dumps(str(k), ensure_ascii=False)}:{compact_json(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(compact_json, value)) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def visible(text: str, limit: int = MAX_CELLS) -> tuple[Piece, ...]:
    """The text with all that a terminal would obey, hide or reorder spelt out; cut after `limit` characters."""
    is_cut = len(text) > limit
    if is_cut:
        text = text[:limit]
    pieces = [Piece(text)] if text and is_plain(text) else _spelt_out(text)
    if is_cut:
        pieces.append(Piece(CUT, Voice.FAINT))
    return tuple(pieces)


def is_plain(text: str) -> bool:
    """Whether the text, all of it, is drawn as it is: ASCII, or of alphabets whose every letter takes one cell.

    False may be said of other text that is safe too; that is found out letter by letter.
    """
    return text.isprintable() if text.isascii() else _ALPHABETS.fullmatch(text) is not None


def fit(pieces: Sequence[Piece], width: int) -> tuple[Piece, ...]:
    """The pieces cut to `width` cells, with `…` in the last one where something was cut."""
    total = sum(cell_len(piece.text) for piece in pieces)
    if total <= width:
        return tuple(pieces)
    if width <= 0:
        return ()
    room, kept = width - 1, list[Piece]()
    for piece in pieces:
        length = cell_len(piece.text)
        if length > room:
            kept.append(Piece(set_cell_size(piece.text, room), piece.voice))
            break
        kept.append(piece)
        room -= length
    kept.append(Piece(CUT, Voice.FAINT))
    return tuple(kept)


def _string(value: str) -> CellText:
    if len(value) < 40 and (match := _ISO_TIME.fullmatch(value)):
        date, clock, fraction, zone = match.groups()
        pieces = [Piece(date, Voice.FAINT), Piece(clock)]
        if tail := f"{fraction or ''}{zone or ''}":
            pieces.append(Piece(tail, Voice.FAINT))
        return CellText(tuple(pieces), len(value), is_time=True)
    return _measured(visible(value))


def _measured(pieces: tuple[Piece, ...]) -> CellText:
    return CellText(pieces, sum(cell_len(piece.text) for piece in pieces))


def _spelt_out(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    plain: list[str] = []
    marks = _MAX_MARKS
    for character in text:
        kind = _kind(character)
        if kind == "selector":
            continue
        if kind == "mark":
            marks += 1
        elif kind == "safe":
            marks = 0
        if kind == "safe" or (kind == "mark" and marks <= _MAX_MARKS):
            plain.append(character)
            continue
        if plain:
            pieces.append(Piece("".join(plain)))
            plain.clear()
        pieces.append(Piece(_escape(character), Voice.FAINT))
        marks = _MAX_MARKS
    if plain:
        pieces.append(Piece("".join(plain)))
    return pieces


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """`safe` to draw, a combining `mark`, a presentation `selector`, or `unsafe`.

    Unsafe are controls, format characters (bidi, joiners), surrogates, unassigned and private characters, separators
    of lines, and what terminals measure differently: skin tones, wide spaces. Selectors say how to draw a character,
    not which one it is, and terminals disagree on their width; they are left out.
    """
    if character in "\ufe0e\ufe0f":
        return "selector"
    category = unicodedata.category(character)
    if category in ("Mn", "Me"):
        return "mark"
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or "\U0001f3fb" <= character <= "\U0001f3ff":
        return "unsafe"
    if category == "Zs" and character not in " \u00a0\u3000":
        return "unsafe"
    return "safe" if cell_len(character) else "unsafe"


def _escape(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
