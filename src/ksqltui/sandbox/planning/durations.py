"""Owns durations as text and as syntax, in ms."""

from __future__ import annotations

from ksqltui.sandbox.errors import StatementError
from ksqltui.sql.syntax import Duration

_UNIT_MS = {"MILLISECOND": 1, "SECOND": 1000, "MINUTE": 60_000, "HOUR": 3_600_000, "DAY": 86_400_000}


def duration_ms(duration: Duration) -> int:
    return duration.value * _UNIT_MS[duration.unit]


def parse_duration_ms(text: str) -> int:
    """`10 SECONDS` as WINDOW_SIZE has it. Raises StatementError for anything else."""
    parts = text.split()
    if len(parts) == 2 and parts[0].isdigit():
        unit = parts[1].upper()
        unit = unit[:-1] if unit.endswith("S") else unit
        if unit in _UNIT_MS:
            return int(parts[0]) * _UNIT_MS[unit]
    raise StatementError(
        f"Failed to prepare statement: Configuration WINDOW_SIZE is invalid: Invalid duration: '{text}'. "
        "Expected <number> <unit>, for example '10 SECONDS'"
    )
