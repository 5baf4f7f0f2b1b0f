"""Owns the functions on dates, times and timestamps."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.temporal import DAY_MS, date_of, datetime_of, days_of, millis_of, zone_of
from ksqltui.sandbox.functions import java_dates
from ksqltui.sandbox.functions.signatures import Function, Overload, overload, scalar

_UNIT_MS = {"MILLISECOND": 1, "SECOND": 1000, "MINUTE": 60_000, "HOUR": 3_600_000, "DAY": DAY_MS, "WEEK": 7 * DAY_MS}


def _time(name: str, description: str, *overloads: Overload) -> Function:
    return scalar(name, "DATE / TIME", description, *overloads)


def _shift(millis: int, unit: str, count: int) -> int:
    """A timestamp moved by calendar units; a day that the month does not have becomes its last."""
    single = unit.removesuffix("S")
    if single in _UNIT_MS:
        return millis + count * _UNIT_MS[single]
    months = {"MONTH": 1, "YEAR": 12, "DECADE": 120, "CENTURY": 1200}.get(single)
    if months is None:
        raise EvaluationError(f"Unsupported unit: {unit}")
    moment = datetime_of(millis)
    year, month = divmod(moment.year * 12 + moment.month - 1 + count * months, 12)
    if not 1 <= year <= 9999:
        raise EvaluationError(f"the year {year} is outside the years 1 to 9999")
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return millis_of(moment.replace(year=year, month=month + 1, day=day))


def _timestamp_add(unit: str, count: int, millis: int) -> int:
    return _shift(millis, unit, count)


def _date_add(unit: str, count: int, days: int) -> int:
    return _shift(days * DAY_MS, unit, count) // DAY_MS


def _time_add(unit: str, count: int, millis: int) -> int:
    return _shift(millis, unit, count) % DAY_MS


def _moving(name: str, subtract: str, own: str, add: Callable[[str, int, int], int]) -> tuple[Function, Function]:
    signature = f"INTERVALUNIT unit, INT interval, {own} {own.lower()} -> {own}"
    return (
        _time(name, f"A {own} some units of time later.", overload(signature, add)),
        _time(
            subtract,
            f"A {own} some units of time earlier.",
            overload(signature, lambda unit, count, value: add(unit, -count, value)),
        ),
    )


def _format_date(days: int, pattern: str) -> str:
    day = date_of(days)
    return java_dates.format_moment(datetime(day.year, day.month, day.day, tzinfo=UTC), pattern)


def _format_time(millis: int, pattern: str) -> str:
    return java_dates.format_timestamp(millis, pattern)


def _format_timestamp(millis: int, pattern: str, zone: str = "UTC") -> str:
    return java_dates.format_timestamp(millis, pattern, zone_of(zone))


def _parse_timestamp(text: str, pattern: str, zone: str = "UTC") -> int:
    return java_dates.parse_timestamp(text, pattern, zone_of(zone))


def _parse_date(text: str, pattern: str) -> int:
    return days_of(java_dates.parse_moment(text, pattern, prefix=True)[0].date())


def _string_to_days(text: str, pattern: str) -> int:
    return days_of(java_dates.parse_moment(text, pattern)[0].date())


def _parse_time(text: str, pattern: str) -> int:
    return java_dates.parse_timestamp(text, pattern) % DAY_MS


def _convert_zone(millis: int, source: str, target: str) -> int:
    """The clock's reading of one zone moved to that of another at the same instant."""
    instant = datetime_of(millis).replace(tzinfo=zone_of(source))
    moved = instant.astimezone(zone_of(target)).replace(tzinfo=None)
    return millis_of(moved)


def _identity(value: Any) -> Any:
    return value


def _texts() -> tuple[Function, ...]:
    """The functions between moments and texts."""
    return (
        _time(
            "FORMAT_TIMESTAMP",
            "A TIMESTAMP as text by a pattern such as yyyy-MM-dd HH:mm:ss, in UTC or a named zone.",
            overload("TIMESTAMP timestamp, STRING formatPattern -> STRING", _format_timestamp),
            overload("TIMESTAMP timestamp, STRING formatPattern, STRING timeZone -> STRING", _format_timestamp),
        ),
        _time(
            "PARSE_TIMESTAMP",
            "The TIMESTAMP that a text names by a pattern, in UTC or a named zone.",
            overload("STRING formattedTimestamp, STRING formatPattern -> TIMESTAMP", _parse_timestamp),
            overload("STRING formattedTimestamp, STRING formatPattern, STRING timeZone -> TIMESTAMP", _parse_timestamp),
        ),
        _time(
            "TIMESTAMPTOSTRING",
            "Milliseconds since 1970 as text by a pattern; FORMAT_TIMESTAMP is its successor.",
            overload("BIGINT epochMilli, STRING formatPattern -> STRING", _format_timestamp),
            overload("BIGINT epochMilli, STRING formatPattern, STRING timeZone -> STRING", _format_timestamp),
        ),
        _time(
            "STRINGTOTIMESTAMP",
            "Milliseconds since 1970 of the moment that a text names by a pattern; PARSE_TIMESTAMP is its successor.",
            overload("STRING formattedTimestamp, STRING formatPattern -> BIGINT", _parse_timestamp),
            overload("STRING formattedTimestamp, STRING formatPattern, STRING timeZone -> BIGINT", _parse_timestamp),
        ),
        _time(
            "FORMAT_DATE",
            "A DATE as text by a pattern such as dd/MM/yyyy.",
            overload("DATE date, STRING formatPattern -> STRING", _format_date),
        ),
        _time(
            "PARSE_DATE",
            "The DATE that a text names by a pattern.",
            overload("STRING formattedDate, STRING formatPattern -> DATE", _parse_date),
        ),
        _time(
            "DATETOSTRING",
            "Days since 1970 as text by a pattern; FORMAT_DATE is its successor.",
            overload("INT epochDays, STRING formatPattern -> STRING", _format_date),
        ),
        _time(
            "STRINGTODATE",
            "Days since 1970 of the date that a text names by a pattern; PARSE_DATE is its successor.",
            overload("STRING formattedDate, STRING formatPattern -> INT", _string_to_days),
        ),
        _time(
            "FORMAT_TIME",
            "A TIME as text by a pattern such as HH:mm:ss.",
            overload("TIME time, STRING formatPattern -> STRING", _format_time),
        ),
        _time(
            "PARSE_TIME",
            "The TIME that a text names by a pattern.",
            overload("STRING formattedTime, STRING formatPattern -> TIME", _parse_time),
        ),
    )


def dates(now_ms: Callable[[], int]) -> tuple[Function, ...]:
    """The functions; those of the current moment ask `now_ms` for milliseconds since the epoch."""
    return (
        *_texts(),
        *_moving("TIMESTAMPADD", "TIMESTAMPSUB", "TIMESTAMP", _timestamp_add),
        *_moving("DATEADD", "DATESUB", "DATE", _date_add),
        *_moving("TIMEADD", "TIMESUB", "TIME", _time_add),
        _time(
            "CONVERT_TZ",
            "A TIMESTAMP as a clock in another zone shows it.",
            overload("TIMESTAMP timestamp, STRING fromTz, STRING toTz -> TIMESTAMP", _convert_zone),
        ),
        _time(
            "FROM_UNIXTIME",
            "The TIMESTAMP of milliseconds since 1970.",
            overload("BIGINT epochMilli -> TIMESTAMP", _identity),
        ),
        _time("FROM_DAYS", "The DATE of days since 1970.", overload("INT days -> DATE", _identity)),
        _time(
            "UNIX_TIMESTAMP",
            "Milliseconds since 1970 of a TIMESTAMP, or of now.",
            overload("-> BIGINT", now_ms, nulls=True),
            overload("TIMESTAMP timestamp -> BIGINT", _identity),
        ),
        _time(
            "UNIX_DATE",
            "Days since 1970 of a DATE, or of today.",
            overload("-> INT", lambda: now_ms() // DAY_MS, nulls=True),
            overload("DATE date -> INT", _identity),
        ),
    )
