"""Owns messages as they are copied and written to files: whole, as rows and as JSON; does no IO."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ksqltui.model.message_text import Form, decoded
from ksqltui.model.messages import Message
from ksqltui.model.positions import iso_time
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row

LONGEST = 10_000_000
"""Bytes of a key or value that are written; Kafka's brokers take 1 MB as they come."""
COLUMNS = (
    ResultColumn("partition", "INTEGER"),
    ResultColumn("offset", "BIGINT"),
    ResultColumn("time", "STRING"),
    ResultColumn("key", "STRING"),
    ResultColumn("value", "STRING"),
    ResultColumn("headers", "STRING"),
)


def messages_held(messages: Iterable[Message], key_form: Form, value_form: Form) -> ResultsStore:
    """The messages as rows of a result, to export them as any other."""
    store = ResultsStore(COLUMNS)
    store.apply([Row(_values(message, key_form, value_form)) for message in messages], 0.0)
    return store


def value_text(message: Message, form: Form) -> str:
    """The value alone; "" for a tombstone."""
    return decoded(message.value, form, longest=LONGEST).text or ""


def message_json(message: Message, key_form: Form, value_form: Form) -> str:
    """The whole message as one line of JSON, the bytes as texts in their forms."""
    names = ("topic", *(column.name for column in COLUMNS))
    values = (message.topic, *_values(message, key_form, value_form)[:-1], _headers(message))
    return json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)


def _values(message: Message, key_form: Form, value_form: Form) -> tuple[object, ...]:
    return (
        message.partition,
        message.offset,
        None if message.timestamp is None else f"{iso_time(message.timestamp)}Z",
        decoded(message.key, key_form, longest=LONGEST).text,
        decoded(message.value, value_form, longest=LONGEST).text,
        json.dumps(_headers(message), ensure_ascii=False) if message.headers else None,
    )


def _headers(message: Message) -> list[list[str | None]]:
    """Name and value of each; a name may come twice."""
    return [[name, decoded(data, longest=LONGEST).text] for name, data in message.headers]
