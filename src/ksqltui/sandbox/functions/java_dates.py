"""Owns Java's date patterns (yyyy-MM-dd'T'HH:mm:ss.SSS ..): writing and reading texts with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.temporal import datetime_of, millis_of, zone_of

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ABBREVIATIONS: Mapping[str, str] = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "BST": "Europe/London",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "EET": "Europe/Helsinki",
    "JST": "Asia/Tokyo",
    "IST": "Asia/Kolkata",
}
_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of one pattern letter, or plain text (letter empty)."""

    letter: str
    count: int
    text: str = ""


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[_Piece, ...]:
    pieces = []
    for found in _TOKEN.finditer(pattern):
        if found[1] is not None:
            pieces.append(_Piece("", 0, found[1].replace("''", "'") or "'"))
        elif found[2]:
            if found[2] not in _WRITERS:
                raise EvaluationError(f"Unknown pattern letter: {found[2]} in '{pattern}'")
            pieces.append(_Piece(found[2], len(found[0])))
        elif found[3] not in "[]":
            pieces.append(_Piece("", 0, found[3]))
    return tuple(pieces)


def _offset(moment: datetime, colon: str) -> str:
    seconds = int((moment.utcoffset() or timedelta(0)).total_seconds())
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{colon}{minutes % 60:02}"


def _year(moment: datetime, count: int) -> str:
    return f"{moment.year % 100:02}" if count == 2 else str(moment.year).zfill(count)


def _month(moment: datetime, count: int) -> str:
    if count < 3:
        return str(moment.month).zfill(count)
    return _MONTHS[moment.month - 1][: 3 if count == 3 else None]


def _weekday(moment: datetime, count: int) -> str:
    return _DAYS[moment.weekday()][: None if count == 4 else 3]


def _zone_name(moment: datetime, count: int) -> str:
    return moment.tzname() or "UTC"


def _zone_id(moment: datetime, count: int) -> str:
    return getattr(moment.tzinfo, "key", None) or ("Z" if not moment.utcoffset() else _offset(moment, ":"))


def _zone_x(moment: datetime, count: int) -> str:
    if not moment.utcoffset():
        return "Z"
    text = _offset(moment, ":" if count in (3, 5) else "")
    return text[:3] if count == 1 and text.endswith("00") else text


def _zone_small_x(moment: datetime, count: int) -> str:
    text = _offset(moment, ":" if count in (3, 5) else "")
    return text[:3] if count == 1 and text.endswith("00") else text


def _zone_big_z(moment: datetime, count: int) -> str:
    if count == 4:
        return "GMT" if not moment.utcoffset() else f"GMT{_offset(moment, ':')}"
    return _offset(moment, ":" if count == 5 else "")


_Writer = Callable[[datetime, int], str]


def _number(of: Callable[[datetime], int]) -> _Writer:
    return lambda moment, count: str(of(moment)).zfill(count)


_WRITERS: Mapping[str, _Writer] = {
    "y": _year,
    "u": _year,
    "M": _month,
    "L": _month,
    "d": _number(lambda moment: moment.day),
    "D": _number(lambda moment: moment.timetuple().tm_yday),
    "H": _number(lambda moment: moment.hour),
    "k": _number(lambda moment: moment.hour or 24),
    "h": _number(lambda moment: (moment.hour - 1) % 12 + 1),
    "K": _number(lambda moment: moment.hour % 12),
    "m": _number(lambda moment: moment.minute),
    "s": _number(lambda moment: moment.second),
    "S": lambda moment, count: f"{moment.microsecond:06}".ljust(count, "0")[:count],
    "n": _number(lambda moment: moment.microsecond * 1000),
    "a": lambda moment, count: "AM" if moment.hour < 12 else "PM",
    "E": _weekday,
    "G": lambda moment, count: "AD",
    "z": _zone_name,
    "V": _zone_id,
    "Z": _zone_big_z,
    "X": _zone_x,
    "x": _zone_small_x,
}

_ZONE_TEXT = r"[A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*|[+-]\d{1,2}:?\d{2}"
_READ: Mapping[str, str] = {
    "a": r"(?i:[AP]M)",
    "E": "|".join(_DAYS) + "|" + "|".join(day[:3] for day in _DAYS),
    "G": "AD|CE",
    "z": _ZONE_TEXT,
    "V": _ZONE_TEXT,
    "Z": r"(?:GMT)?[+-]\d{2}:?\d{2}|Z|GMT",
    "X": r"[Zz]|[+-]\d{2}(?::?\d{2})?",
    "x": r"[+-]\d{2}(?::?\d{2})?",
}


@lru_cache(maxsize=256)
def _reader(pattern: str) -> tuple[re.Pattern[str], tuple[tuple[str, int], ...]]:
    """The regular expression of a pattern, and which letter each of its groups reads."""
    parts, letters = [], []
    for piece in _pieces(pattern):
        if not piece.letter:
            parts.append(re.escape(piece.text))
            continue
        parts.append(f"({_piece_expression(piece)})")
        letters.append((piece.letter, piece.count))
    return re.compile("".join(parts), re.IGNORECASE), tuple(letters)


def _piece_expression(piece: _Piece) -> str:
    letter, count = piece.letter, piece.count
    if letter in _READ:
        return _READ[letter]
    if letter in "ML" and count >= 3:
        return "|".join(name if count == 4 else name[:3] for name in _MONTHS)
    if letter == "S":
        return rf"\d{{{count}}}"
    if letter in "yu":
        return r"\d{1,9}" if count == 1 else rf"\d{{{count}}}"
    return r"\d{1,3}" if count == 1 else rf"\d{{{count}}}"


def format_moment(moment: datetime, pattern: str) -> str:
    """A datetime as a pattern writes it. Raises EvaluationError for a pattern that is no pattern."""
    return "".join(_WRITERS[p.letter](moment, p.count) if p.letter else p.text for p in _pieces(pattern))


def format_timestamp(millis: int, pattern: str, zone: tzinfo = UTC) -> str:
    return format_moment(datetime_of(millis).replace(tzinfo=UTC).astimezone(zone), pattern)


def parse_timestamp(text: str, pattern: str, zone: tzinfo = UTC) -> int:
    """Milliseconds since the epoch; a zone in the text wins over `zone`. Raises EvaluationError."""
    moment, own_zone = parse_moment(text, pattern)
    aware = moment.replace(tzinfo=own_zone or zone)
    return millis_of(aware.astimezone(UTC).replace(tzinfo=None))


def parse_moment(text: str, pattern: str, *, prefix: bool = False) -> tuple[datetime, tzinfo | None]:
    """What a text says by a pattern; the missing fields are those of 1970-01-01T00:00. Raises EvaluationError.

    `prefix` lets other text follow, as Java's SimpleDateFormat does.
    """
    expression, letters = _reader(pattern)
    found = expression.match(text) if prefix else expression.fullmatch(text)
    if not found:
        raise EvaluationError(f"Failed to parse timestamp '{text}' with formatter '{pattern}'")
    fields = {letter: (value, count) for (letter, count), value in zip(letters, found.groups(), strict=True)}
    try:
        return _assemble(fields)
    except ValueError as error:
        raise EvaluationError(f"Failed to parse timestamp '{text}' with formatter '{pattern}': {error}") from None


def _assemble(fields: Mapping[str, tuple[str, int]]) -> tuple[datetime, tzinfo | None]:
    def number(letters: str, default: int) -> int:
        return next((int(fields[letter][0]) for letter in letters if letter in fields), default)

    year = number("yu", 1970)
    if any(letter in fields and fields[letter][1] == 2 for letter in "yu"):
        year += 2000
    day = date(year, _read_month(fields), number("d", 1))
    if "D" in fields:
        day = date(year, 1, 1) + timedelta(days=number("D", 1) - 1)
    hour = number("H", -1)
    if hour < 0:
        hour = number("k", 0) % 24
        if "h" in fields or "K" in fields:
            afternoon = fields.get("a", ("AM", 1))[0].upper() == "PM"
            hour = number("hK", 0) % 12 + (12 if afternoon else 0)
    micros = int(fields["S"][0].ljust(6, "0")[:6]) if "S" in fields else number("n", 0) // 1000
    moment = datetime(day.year, day.month, day.day, hour, number("m", 0), number("s", 0), micros)
    return moment, next((_read_zone(fields[letter][0]) for letter in "VzZXx" if letter in fields), None)


def _read_month(fields: Mapping[str, tuple[str, int]]) -> int:
    text, count = next((fields[letter] for letter in "ML" if letter in fields), ("1", 1))
    if count < 3:
        return int(text)
    return next(index for index, name in enumerate(_MONTHS, 1) if name[:3].lower() == text[:3].lower())


def _read_zone(text: str) -> tzinfo:
    return zone_of(_ABBREVIATIONS.get(text.upper(), text.upper() if text in "zZ" else text))
