"""Owns the functions on strings; many of them take byte strings too."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.functions.signatures import Function, Overload, overload, scalar


def _string(name: str, description: str, *overloads: Overload, spelled: str = "") -> Function:
    return scalar(name, "STRING", description, *overloads, spelled=spelled)


def _concat(*parts: Any) -> Any:
    present = [part for part in parts if part is not None]
    return present[0][:0].join(present) if present else None


def _concat_ws(separator: Any, *parts: Any) -> Any:
    return None if separator is None else separator.join(part for part in parts if part is not None)


def _substring(text: Any, position: int, length: int | None = None) -> Any:
    """Positions count from 1, negative ones from the end; 0 means 1."""
    start = max(len(text) + position, 0) if position < 0 else min(max(position - 1, 0), len(text))
    return text[start:] if length is None else text[start : start + max(length, 0)]


def _instr(text: str, wanted: str, position: int = 1, occurrence: int = 1) -> int:
    if occurrence < 1 or position == 0:
        return 0
    if position < 0:
        found = len(text) + position + 1
        for _ in range(occurrence):
            found = text.rfind(wanted, 0, max(found - 1, 0) + len(wanted)) if found > 0 else -1
            if found < 0:
                return 0
        return found + 1
    found = position - 2
    for _ in range(occurrence):
        found = text.find(wanted, found + 1)
        if found < 0:
            return 0
    return found + 1


def _pad(text: Any, length: int, padding: Any, *, left: bool) -> Any:
    if length < 0 or not padding:
        return None
    missing = length - len(text)
    if missing <= 0:
        return text[:length]
    filling = (padding * (missing // len(padding) + 1))[:missing]
    return filling + text if left else text + filling


def _lpad(text: Any, length: int, padding: Any) -> Any:
    return _pad(text, length, padding, left=True)


def _rpad(text: Any, length: int, padding: Any) -> Any:
    return _pad(text, length, padding, left=False)


def _split(text: Any, delimiter: Any) -> list[Any]:
    if not delimiter:
        return [text[index : index + 1] for index in range(len(text))] or [text]
    return text.split(delimiter)  # type: ignore[no-any-return]


def _split_to_map(text: str, entries: str, pairs: str) -> dict[str, str] | None:
    if not entries or not pairs:
        return None
    parts = [entry.split(pairs) for entry in text.split(entries) if pairs in entry]
    return {part[0]: part[1] for part in parts}


def _elt(position: int | None, *texts: str | None) -> str | None:
    return texts[position - 1] if position is not None and 1 <= position <= len(texts) else None


def _field(wanted: str | None, *texts: str | None) -> int:
    return texts.index(wanted) + 1 if wanted is not None and wanted in texts else 0


def _initcap(text: str) -> str:
    return re.sub(r"\S+", lambda word: word[0][0].upper() + word[0][1:].lower(), text)


def _chr_code(code: int) -> str | None:
    return chr(code) if 0 <= code <= 0x10FFFF else None


def _chr_escape(text: str) -> str:
    if not re.fullmatch(r"(\\u[0-9A-Fa-f]{4})+", text):
        raise EvaluationError(f"CHR: '{text}' is no escape such as \\u0041")
    units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in re.findall(r"\\u(.{4})", text))
    return units.decode("utf-16-be")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


STRINGS: tuple[Function, ...] = (
    _string("LCASE", "The text with all letters in lower case.", overload("STRING input -> STRING", str.lower)),
    _string("UCASE", "The text with all letters in upper case.", overload("STRING input -> STRING", str.upper)),
    _string("TRIM", "The text without blanks at its ends.", overload("STRING input -> STRING", str.strip)),
    _string(
        "LEN",
        "The number of characters of a text, or of bytes.",
        overload("STRING input -> INT", len),
        overload("BYTES input -> INT", len),
    ),
    _string(
        "CONCAT",
        "All the texts, or byte strings, one after the other; nulls are left out.",
        overload("STRING... inputs -> STRING", _concat, nulls=True),
        overload("BYTES... inputs -> BYTES", _concat, nulls=True),
    ),
    _string(
        "CONCAT_WS",
        "The texts, or byte strings, with the first argument between them; nulls are left out.",
        overload("STRING separator, STRING... inputs -> STRING", _concat_ws, nulls=True),
        overload("BYTES separator, BYTES... inputs -> BYTES", _concat_ws, nulls=True),
    ),
    _string(
        "SUBSTRING",
        "The part of a text from a position on, with a length if given. Positions count from 1, negative from the end.",
        overload("STRING value, INT pos -> STRING", _substring),
        overload("STRING value, INT pos, INT length -> STRING", _substring),
        overload("BYTES value, INT pos -> BYTES", _substring),
        overload("BYTES value, INT pos, INT length -> BYTES", _substring),
    ),
    _string(
        "INSTR",
        "The position of a text in another, from 1 on; 0 where it is not found.",
        overload("STRING str, STRING substring -> INT", _instr),
        overload("STRING str, STRING substring, INT pos -> INT", _instr),
        overload("STRING str, STRING substring, INT pos, INT occurrence -> INT", _instr),
    ),
    _string(
        "LPAD",
        "The text brought to a length by padding it on the left, or by cutting it.",
        overload("STRING input, INT targetLen, STRING padding -> STRING", _lpad),
        overload("BYTES input, INT targetLen, BYTES padding -> BYTES", _lpad),
    ),
    _string(
        "RPAD",
        "The text brought to a length by padding it on the right, or by cutting it.",
        overload("STRING input, INT targetLen, STRING padding -> STRING", _rpad),
        overload("BYTES input, INT targetLen, BYTES padding -> BYTES", _rpad),
    ),
    _string(
        "REPLACE",
        "The text with every occurrence of another replaced.",
        overload("STRING str, STRING oldStr, STRING newStr -> STRING", str.replace),
    ),
    _string(
        "SPLIT",
        "The parts of a text between the delimiters; an empty delimiter gives the characters.",
        overload("STRING string, STRING delimiter -> ARRAY<STRING>", _split),
        overload("BYTES bytes, BYTES delimiter -> ARRAY<BYTES>", _split),
    ),
    _string(
        "SPLIT_TO_MAP",
        "A map from a text of entries: one delimiter stands between them, the other between key and value.",
        overload("STRING input, STRING entryDelimiter, STRING kvDelimiter -> MAP<STRING, STRING>", _split_to_map),
    ),
    _string(
        "ELT",
        "The n-th of the texts that follow, null where there is none.",
        overload("INT pos, STRING... args -> STRING", _elt, nulls=True),
    ),
    _string(
        "FIELD",
        "The position of the first text among those that follow, 0 where it is not among them.",
        overload("STRING str, STRING... args -> INT", _field, nulls=True),
    ),
    _string(
        "INITCAP",
        "The text with each word's first letter in upper case and the others in lower case.",
        overload("STRING str -> STRING", _initcap),
    ),
    _string(
        "CHR",
        "The character of a code point, given as a number or as an escape such as \\u0041.",
        overload("INT decimalCode -> STRING", _chr_code),
        overload("STRING utf16Code -> STRING", _chr_escape),
    ),
    _string("MD5", "The MD5 hash of a text, as hexadecimal digits.", overload("STRING s -> STRING", _md5)),
)
