"""Owns the processing log: its topic, its stream and the records that tell of rows that failed; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.log import Log, Record
from ksqltui.sandbox.queries.reader import base64_of
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import CreateSource

TOPIC = "default_ksql_processing_log"
_STATEMENT = f"""
CREATE STREAM KSQL_PROCESSING_LOG (
  logger STRING, level STRING, time BIGINT,
  message STRUCT<
    type INTEGER,
    deserializationError STRUCT<
      target STRING, errorMessage STRING, recordB64 STRING, cause ARRAY<STRING>, `topic` STRING>,
    recordProcessingError STRUCT<errorMessage STRING, record STRING, cause ARRAY<STRING>>,
    productionError STRUCT<errorMessage STRING>,
    serializationError STRUCT<
      target STRING, errorMessage STRING, record STRING, cause ARRAY<STRING>, `topic` STRING>,
    kafkaStreamsThreadError STRUCT<errorMessage STRING, threadName STRING, cause ARRAY<STRING>>>)
WITH (KAFKA_TOPIC='{TOPIC}', VALUE_FORMAT='JSON');
"""
_KINDS = (
    "deserializationError",
    "recordProcessingError",
    "productionError",
    "serializationError",
    "kafkaStreamsThreadError",
)


def processing_log_statement() -> CreateSource:
    """The statement with which the server makes the stream over its own log."""
    statement = parse_statement(_STATEMENT)
    assert isinstance(statement, CreateSource)
    return statement


class ProcessingLog:
    """Writes to the log's topic where there is one."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def unreadable(self, logger: str, topic: str, target: str, record: Record, error: Exception) -> None:
        data = record.key if target == "key" else record.value
        self._write(
            logger,
            0,
            {
                "target": target,
                "errorMessage": f"Error deserializing message from topic: {topic}",
                "recordB64": base64_of(data),
                "cause": [str(error)],
                "topic": topic,
            },
        )

    def failed(self, logger: str, message: str, error: Exception, row: Sequence[object] | None) -> None:
        shown = None if row is None else ", ".join(map(str, row))
        self._write(logger, 1, {"errorMessage": f"{message}: {error}", "record": shown, "cause": [str(error)]})

    def unwritable(self, logger: str, topic: str, error: Exception, row: Sequence[object] | None) -> None:
        self._write(
            logger,
            3,
            {
                "target": "value",
                "errorMessage": f"Error serializing message to topic: {topic}",
                "record": None if row is None else ", ".join(map(str, row)),
                "cause": [str(error)],
                "topic": topic,
            },
        )

    def _write(self, logger: str, kind: int, details: dict[str, object]) -> None:
        if not self._log.has_topic(TOPIC):
            return
        now = self._clock.now_ms()
        message: dict[str, object] = {"type": kind, **dict.fromkeys(_KINDS)}
        message[_KINDS[kind]] = details
        entry = {"level": "ERROR", "logger": f"processing.{logger}", "time": now, "message": message}
        self._log.append(TOPIC, None, msgspec.json.encode(entry), now)
