"""Java's date patterns, written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.temporal import zone_of
from ksqltui.sandbox.functions.java_dates import format_timestamp, parse_timestamp

MOMENT = 1526075913045


@pytest.mark.parametrize(
    ("pattern", "zone", "text"),
    [
        ("yyyy-MM-dd HH:mm:ss", "UTC", "2018-05-11 21:58:33"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSX", "UTC", "2018-05-11T21:58:33.045Z"),
        ("dd-MMM-yyyy hh:mm a", "UTC", "11-May-2018 09:58 PM"),
        ("EEEE, d MMMM yy", "UTC", "Friday, 11 May 18"),
        ("HH 'o''clock' zzz", "America/Los_Angeles", "14 o'clock PDT"),
        ("HHmmZ", "Europe/Paris", "2358+0200"),
    ],
)
def test_written(pattern: str, zone: str, text: str) -> None:
    assert format_timestamp(MOMENT, pattern, zone_of(zone)) == text


@pytest.mark.parametrize(
    ("text", "pattern", "millis"),
    [
        ("2018-05-11T21:58:33Z", "yyyy-MM-dd'T'HH:mm:ssX", 1526075913000),
        ("2018-05-11 23:58:33 +0200", "yyyy-MM-dd HH:mm:ss Z", 1526075913000),
        ("2018-05-11 14:58:33 PDT", "yyyy-MM-dd HH:mm:ss zzz", 1526075913000),
        ("11 may 2018", "d MMM yyyy", 1525996800000),
        ("20180511", "yyyyMMdd", 1525996800000),
        ("09:58 PM", "hh:mm a", 79080000),
    ],
)
def test_read(text: str, pattern: str, millis: int) -> None:
    assert parse_timestamp(text, pattern) == millis


@pytest.mark.parametrize(("text", "pattern"), [("foo", "yyyyMMdd"), ("2018-13-01", "yyyy-MM-dd"), ("1", "bbb")])
def test_what_cannot_be_read_says_so(text: str, pattern: str) -> None:
    with pytest.raises(EvaluationError):
        parse_timestamp(text, pattern)


@given(st.integers(-62_135_596_800_000 + 86_400_000, 253_402_300_799_999 - 86_400_000))
def test_what_is_written_reads_back(millis: int) -> None:
    pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"
    assert parse_timestamp(format_timestamp(millis, pattern, zone_of("+0530")), pattern) == millis
