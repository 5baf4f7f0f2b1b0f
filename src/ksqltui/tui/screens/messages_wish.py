"""Owns what the fields of the messages browser wish for: their texts become a reading and a filter; draws nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.model.messages import MessageFilter, Reading, steps_of
from ksqltui.model.positions import LATEST, position_of
from ksqltui.session.message_browser import KEPT
from ksqltui.speech.speech import Told

NEWEST = 100
"""Messages that are shown first: the newest of the topic."""
MOST_OF_EACH = 2_000
"""The newest messages of each partition that are looked through, however many are wished for."""
LIVE = "live"
_NEXT_FIELD = re.compile(r"[\s,]+(?=\$)")


@dataclass(frozen=True, slots=True)
class MessagesWish:
    """What is read and what of it is shown: the newest `shown`, or the first `shown` of a reading from a place."""

    reading: Reading
    passing: MessageFilter
    shown: int = KEPT

    @property
    def limit(self) -> int | None:
        """How many that pass end the reading: none where it follows or reads up to the end anyway."""
        return None if self.reading.follow or self.reading.newest is not None else self.shown


def wish_of(topic: str, texts: Mapping[str, str]) -> MessagesWish:
    """What "from", "partitions", "key", "value" and "fields" say. Raises ValueError with words for people."""
    reading, shown = _reading(topic, texts["from"].strip(), _partitions(texts["partitions"]))
    return MessagesWish(reading, MessageFilter(texts["key"], texts["value"], _fields(texts["fields"])), shown)


def _reading(topic: str, text: str, partitions: tuple[int, ...]) -> tuple[Reading, int]:
    word, _, number = text.lower().partition(" ")
    number = number.strip()
    if word in (LIVE, "tail"):
        return Reading(topic, LATEST, follow=True, partitions=partitions), KEPT
    if word == "newest" and (not number or (number.isascii() and number.isdigit() and int(number) > 0)):
        count = min(int(number or NEWEST), MOST_OF_EACH)
        return Reading(topic, newest=count, partitions=partitions), count
    try:
        return Reading(topic, position_of(text), partitions=partitions), KEPT
    except ValueError as error:
        if word[:1].isdigit():
            raise
        raise ValueError(
            Told(
                "{text} is no place: write newest 100, live, earliest, an offset like 42, or 2026-11-22T10:00:00Z.",
                text=text or "''",
            )
        ) from error


def _partitions(text: str) -> tuple[int, ...]:
    found = text.replace(",", " ").split()
    if not all(each.isascii() and each.isdigit() for each in found):
        raise ValueError(Told("Partitions are numbers with spaces between them: 0 2"))
    return tuple(map(int, found))


def _fields(text: str) -> dict[str, str]:
    """`$.name=Bob $.amount=5`: each path begins with $, so that a value may have spaces."""
    wanted: dict[str, str] = {}
    for part in _NEXT_FIELD.split(text.strip()) if text.strip() else ():
        path, sign, value = part.partition("=")
        if not sign or not path.startswith("$"):
            raise ValueError(Told("{text} is no field: write $.name=Bob.", text=part))
        steps_of(path.strip())
        wanted[path.strip()] = value.strip()
    return wanted
