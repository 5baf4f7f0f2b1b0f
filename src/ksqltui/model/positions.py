"""Owns where in a topic reading or a group can be set: an end, an offset, a time; knows no client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from ksqltui.speech.speech import Told


class Anchor(Enum):
    EARLIEST = "earliest"
    LATEST = "latest"
    OFFSET = "offset"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in every partition: `value` is the offset, or the time in milliseconds since 1970.

    A time means the first message of that time or later; where there is none, the end.
    """

    anchor: Anchor
    value: int = 0

    def __str__(self) -> str:
        match self.anchor:
            case Anchor.OFFSET:
                return f"offset {self.value}"
            case Anchor.TIME:
                return iso_time(self.value)
            case _:
                return str(self.anchor.value)


EARLIEST = Position(Anchor.EARLIEST)
LATEST = Position(Anchor.LATEST)


def position_of(text: str) -> Position:
    """Reads "earliest", "latest", "end", "beginning", an offset ("42"), or an ISO time ("2026-11-22T10:00:00Z").

    A time without a zone is the local one. Raises ValueError with words for people.
    """
    text = text.strip()
    match text.lower():
        case "earliest" | "beginning":
            return EARLIEST
        case "latest" | "end":
            return LATEST
    if text.isascii() and text.isdigit():
        return Position(Anchor.OFFSET, int(text))
    try:
        # Millisecond sums stay exact where a float of seconds does not.
        when = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            Told(
                "{text} is no position: write earliest, latest, an offset like 42, or a time like "
                "2026-11-22T10:00:00Z.",
                text=repr(text),
            )
        ) from None
    since = when - datetime(1970, 1, 1, tzinfo=UTC)
    milliseconds = since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000
    if milliseconds < 0:
        raise ValueError(Told("{text} lies before 1970, where Kafka's time begins.", text=repr(text)))
    return Position(Anchor.TIME, milliseconds)


def iso_time(milliseconds: int) -> str:
    """Milliseconds since 1970 as UTC, the way Kafka's tools take it: 2026-11-22T10:00:00.000."""
    seconds, rest = divmod(milliseconds, 1000)
    try:
        when = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{milliseconds} ms"
    return f"{when:%Y-%m-%dT%H:%M:%S}.{rest:03d}"
