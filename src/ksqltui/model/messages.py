"""Owns Kafka messages as they lie in a topic, what of them is asked for, and which pass a filter; does no IO."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ksqltui.model.positions import EARLIEST, Position
from ksqltui.speech.speech import Told

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message, its bytes untouched: `key` and `value` None are null (a null value is a tombstone).

    `timestamp` is in milliseconds since 1970, None where the message has none.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int | None = None
    key: bytes | None = None
    value: bytes | None = None
    headers: tuple[tuple[str, bytes | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a topic: from where, and whether new messages are waited for at the end.

    `newest` reads that many of the newest messages of each partition in place of a position. `partitions` empty is
    all of them.
    """

    topic: str
    start: Position = EARLIEST
    newest: int | None = None
    follow: bool = False
    partitions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages pass: texts are looked for without regard to case, in what can be read as UTF-8.

    `fields` are JSON paths ("$.user.name", "items[0]") with the text that the value at them must be.
    """

    key: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def passes(self, message: Message) -> bool:
        return (
            _contains(message.key, self.key)
            and _contains(message.value, self.value)
            and (not self.fields or self._fields_match(message.value))
        )

    def _fields_match(self, value: bytes | None) -> bool:
        try:
            data = json.loads(value or b"")
        except (ValueError, RecursionError):
            return False
        return all(_text_at(data, path) == wanted for path, wanted in self.fields.items())


def steps_of(path: str) -> tuple[str | int, ...]:
    """The names and indexes of a JSON path. Raises ValueError for what is no path."""
    rest = path.removeprefix("$")
    steps: list[str | int] = []
    at = 0
    while at < len(rest):
        step = _STEP.match(rest, at)
        if step is None:
            raise ValueError(Told("{path} is no JSON path: write $.name, $.user.name or $.items[0].", path=repr(path)))
        at = step.end()
        name, index = step.groups()
        steps.append(int(index) if name is None else name)
    return tuple(steps)


def value_at(data: Any, path: str) -> Any:
    """The value at a JSON path. Raises KeyError where there is none, ValueError for what is no path."""
    for step in steps_of(path):
        is_there = (
            step in data
            if isinstance(step, str) and isinstance(data, dict)
            else isinstance(step, int) and isinstance(data, list) and step < len(data)
        )
        if not is_there:
            raise KeyError(path)
        data = data[step]
    return data


def _text_at(data: Any, path: str) -> str | None:
    try:
        found = value_at(data, path)
    except KeyError:
        return None
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def _contains(data: bytes | None, text: str) -> bool:
    if not text:
        return True
    return data is not None and text.casefold() in data.decode("utf-8", "replace").casefold()
