"""Owns how a length of time is said in a language: its units; knows no clock."""

from __future__ import annotations

from ksqltui.speech.speech import Speech

UNITS = ("ms", "s", "min", "h")
"""What stands behind the numbers of `model.duration.span` and of `time_left`."""


def spoken_time(text: str, say: Speech) -> str:
    """A time such as `1 min 12 s` with its units in the language."""
    return " ".join(say(part) if part in UNITS else part for part in text.split(" "))
