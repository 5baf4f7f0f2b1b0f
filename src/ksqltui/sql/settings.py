"""Owns which settings the language itself has, with the values that they take: WITH properties, formats, SET values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FORMATS: Final = ("JSON", "AVRO", "DELIMITED", "KAFKA", "PROTOBUF", "PROTOBUF_NOSR", "JSON_SR", "NONE")

WITH_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "KAFKA_TOPIC": "topic behind it",
        "VALUE_FORMAT": "how values are written",
        "KEY_FORMAT": "how keys are written",
        "FORMAT": "of keys and values",
        "PARTITIONS": "of a new topic",
        "REPLICAS": "of a new topic",
        "RETENTION_MS": "of a new topic, ms",
        "CLEANUP_POLICY": "of a new topic",
        "TIMESTAMP": "column with the row's time",
        "TIMESTAMP_FORMAT": "pattern of that column",
        "WINDOW_TYPE": "of windowed keys",
        "WINDOW_SIZE": "of windowed keys",
        "WRAP_SINGLE_VALUE": "one column inside an object",
        "VALUE_DELIMITER": "for DELIMITED values",
        "KEY_DELIMITER": "for DELIMITED keys",
        "VALUE_SCHEMA_ID": "in the schema registry",
        "KEY_SCHEMA_ID": "in the schema registry",
        "VALUE_SCHEMA_FULL_NAME": "in the schema registry",
        "KEY_SCHEMA_FULL_NAME": "in the schema registry",
        "VALUE_AVRO_SCHEMA_FULL_NAME": "in the schema registry",
        "KEY_PROTOBUF_NULLABLE_REPRESENTATION": "for PROTOBUF keys",
        "VALUE_PROTOBUF_NULLABLE_REPRESENTATION": "for PROTOBUF values",
        "SOURCED_BY_CONNECTOR": "connector that fills it",
    }
)
"""Each WITH property with a few words on it."""

STREAMS_PROPERTIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "auto.offset.reset": "where a query begins to read",
        "cache.max.bytes.buffering": "bytes that merge updates, 0 for none",
        "commit.interval.ms": "how long updates are merged, ms",
        "max.task.idle.ms": "how long a join waits for the other side, ms",
        "num.stream.threads": "threads of a query",
        "processing.guarantee": "exactly once or at least once",
    }
)
"""Properties of Kafka Streams that SET takes though a server lists them only once they are set, with a few words."""

_BOOLEAN: Final = ("true", "false")

VALUES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "VALUE_FORMAT": FORMATS,
        "KEY_FORMAT": FORMATS,
        "FORMAT": FORMATS,
        "PARTITIONS": ("1", "3", "6"),
        "REPLICAS": ("1", "3"),
        "CLEANUP_POLICY": ("delete", "compact", "compact,delete"),
        "WINDOW_TYPE": ("TUMBLING", "HOPPING", "SESSION"),
        "WRAP_SINGLE_VALUE": _BOOLEAN,
        "VALUE_DELIMITER": (",", "SPACE", "TAB"),
        "KEY_DELIMITER": (",", "SPACE", "TAB"),
        "auto.offset.reset": ("earliest", "latest"),
        "processing.guarantee": ("exactly_once_v2", "at_least_once"),
        "cache.max.bytes.buffering": ("0", "10000000"),
        "ksql.query.pull.table.scan.enabled": _BOOLEAN,
        "ksql.query.push.v2.enabled": _BOOLEAN,
        "ksql.suppress.enabled": _BOOLEAN,
        "ksql.fail.on.deserialization.error": _BOOLEAN,
        "ksql.fail.on.production.error": _BOOLEAN,
    }
)
"""Values that a WITH property or a property of the session is often given; any other may be right too."""
