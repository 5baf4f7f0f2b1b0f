"""Owns how the bytes of a key or value read: as text, JSON, hex or a windowed key of ksqlDB; draws nothing."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass
from enum import Enum

from ksqltui.model.positions import iso_time

LONGEST = 100_000
"""Bytes of a key or value that are decoded for a person; the rest is counted."""
INDENT = "  "
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_LATEST_YEAR_MS = 4_102_444_800_000
"""2100-01-01: a window beyond it is no window but some other bytes."""


class Form(Enum):
    """How bytes are read. AUTO takes JSON, then text, then hex, whichever fits first."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    HEX = "hex"
    TIME_WINDOW = "time window"
    SESSION_WINDOW = "session window"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the form that it came by; `left_out` counts bytes beyond the longest that is decoded."""

    text: str | None
    form: Form
    left_out: int = 0


def decoded(data: bytes | None, form: Form = Form.AUTO, *, longest: int = LONGEST) -> Decoded:
    """The bytes as text; None for null. What does not fit the form falls back to text or hex, never to an error.

    Of more than `longest` bytes the rest is counted; what was cut is no JSON any more.

    Text holds control characters as they are: whoever draws it makes them visible.
    """
    if data is None:
        return Decoded(None, form)
    left_out = max(0, len(data) - longest)
    match form:
        case Form.HEX:
            return Decoded(data[:longest].hex(" "), Form.HEX, left_out)
        case Form.TEXT:
            return Decoded(data[:longest].decode("utf-8", "backslashreplace"), Form.TEXT, left_out)
        case Form.TIME_WINDOW | Form.SESSION_WINDOW:
            return _windowed(data, form)
        case Form.JSON | Form.AUTO:
            return _json(data, left_out) or _plain(data, left_out, longest)


def indented(text: str) -> str:
    """JSON with each member on a line of its own, its names and numbers as they were written."""
    parts: list[str] = []
    depth = 0
    before = ""
    for token in _JSON_TOKEN.findall(text):
        if token in "]}":
            depth -= 1
            parts.append("" if before in ("[", "{") else "\n" + INDENT * depth)
        elif before in ("[", "{", ","):
            parts.append("\n" + INDENT * depth)
        parts.append(": " if token == ":" else token)
        depth += token in ("[", "{")
        before = token
    return "".join(parts)


def _json(data: bytes, left_out: int) -> Decoded | None:
    """The text of an object or a list, as it was written: numbers would not survive being read and written anew."""
    if left_out or data[:1] not in (b"{", b"["):
        return None
    try:
        text = data.decode("utf-8")
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    return Decoded(text, Form.JSON)


def _plain(data: bytes, left_out: int, longest: int) -> Decoded:
    part = data[:longest]
    if left_out:
        # The cut may fall into a character of several bytes.
        while part and part[-1] & 0xC0 == 0x80:
            part = part[:-1]
        part = part[:-1] if part and part[-1] >= 0xC0 else part
        left_out = len(data) - len(part)
    try:
        return Decoded(part.decode("utf-8"), Form.TEXT, left_out)
    except UnicodeDecodeError:
        return Decoded(part.hex(" "), Form.HEX, left_out)


def _windowed(data: bytes, form: Form) -> Decoded:
    """ksqlDB's key of a windowed table: the key's own bytes, then the window as big-endian milliseconds.

    A time window has its start; a session has its end and then its start (Kafka's WindowKeySchema and
    SessionKeySchema).
    """
    width = 8 if form is Form.TIME_WINDOW else 16
    if len(data) < width:
        return decoded(data)
    times = struct.unpack(f">{width // 8}q", data[-width:])
    if not all(0 <= each < _LATEST_YEAR_MS for each in times):
        return decoded(data)
    key = decoded(data[:-width])
    window = f"{iso_time(times[0])}Z" if form is Form.TIME_WINDOW else f"{iso_time(times[1])}Z to {iso_time(times[0])}Z"
    return Decoded(f"{key.text} @ {window}", form, key.left_out)
