"""Owns dates, times and timestamps as text: ksqlDB's partial ISO forms and the forms that CAST writes.

A date is days since 1970-01-01, a time ms of the day, a timestamp ms since the epoch, always UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.types import Kind

DAY_MS = 86_400_000
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")


def days_of(value: date) -> int:
    return value.toordinal() - _EPOCH_ORDINAL


def date_of(days: int) -> date:
    """Raises EvaluationError for a day outside the years 1 to 9999."""
    try:
        return date.fromordinal(days + _EPOCH_ORDINAL)
    except (ValueError, OverflowError):
        raise EvaluationError(f"the day {days} is outside the years 1 to 9999") from None


def millis_of(value: datetime) -> int:
    """Milliseconds since the epoch of a datetime without zone, read as UTC."""
    return (value - _EPOCH) // timedelta(milliseconds=1)


def datetime_of(millis: int) -> datetime:
    """The datetime without zone, in UTC. Raises EvaluationError for an instant outside the years 1 to 9999."""
    try:
        return _EPOCH + timedelta(milliseconds=millis)
    except OverflowError:
        raise EvaluationError(f"the timestamp {millis} is outside the years 1 to 9999") from None


def zone_of(name: str) -> tzinfo:
    """A zone by its region name or offset (`+0200`, `-05:00`, `Z`). Raises EvaluationError for an unknown one."""
    if name in ("Z", "UTC", "GMT"):
        return UTC
    offset = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EvaluationError(f"Unknown time-zone ID: {name}") from None


def parse_date(text: str) -> int:
    """Days of `yyyy[-MM[-dd]]`. Raises EvaluationError."""
    return days_of(_date_part(text, text))


def parse_time(text: str) -> int:
    """Milliseconds of `HH[:mm[:ss[.SSS]]]`. Raises EvaluationError."""
    return _time_part(text, text)


def parse_timestamp(text: str) -> int:
    """Milliseconds of `yyyy[-MM[-dd[THH[:mm[:ss[.SSS]]]]]]` with an optional offset. Raises EvaluationError."""
    day_text, _, time_text = text.strip().replace(" ", "T", 1).partition("T")
    zone = _ZONE.search(time_text)
    if zone:
        time_text = time_text[: zone.start()]
    day = _date_part(day_text, text)
    moment = datetime(day.year, day.month, day.day) + timedelta(
        milliseconds=_time_part(time_text, text) if time_text else 0
    )
    if zone:
        offset = zone_of(zone[1]).utcoffset(None)
        moment -= offset or timedelta(0)
    return millis_of(moment)


def parse_temporal(text: str, kind: Kind) -> int:
    """A DATE, TIME or TIMESTAMP from its text. Raises EvaluationError."""
    if kind is Kind.DATE:
        return (
            days_of(date.fromordinal(parse_timestamp(text) // DAY_MS + _EPOCH_ORDINAL))
            if "T" in text
            else parse_date(text)
        )
    return parse_time(text) if kind is Kind.TIME else parse_timestamp(text)


def _date_part(text: str, whole: str) -> date:
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        pass
    raise EvaluationError(
        f"Failed to parse timestamp '{whole}': "
        "Required format is: \"yyyy-MM-dd'T'HH:mm:ss.SSS\", with an optional numeric timezone"
    )


def _time_part(text: str, whole: str) -> int:
    found = _TIME.fullmatch(text)
    if found:
        hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        if hour < 24 and minute < 60 and second < 60:
            return ((hour * 60 + minute) * 60 + second) * 1000 + int((found[4] or "0").ljust(3, "0")[:3])
    raise EvaluationError(f"Failed to parse time '{whole}': Required format is: \"HH:mm:ss.SSS\"")


def date_text(days: int) -> str:
    return date_of(days).isoformat()


def time_text(millis: int) -> str:
    """HH:mm, with seconds and milliseconds only where they are not zero, as Java prints a LocalTime."""
    seconds, rest = divmod(millis, 1000)
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    if second or rest:
        text += f":{second:02}"
    return f"{text}.{rest:03}" if rest else text


def timestamp_text(millis: int) -> str:
    """yyyy-MM-ddTHH:mm:ss.SSS in UTC."""
    moment = datetime_of(millis)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}".rjust(23, "0")
