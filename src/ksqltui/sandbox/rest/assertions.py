"""Owns ASSERT TOPIC: whether a topic is there as wanted, waiting for it as long as the statement allows."""

from __future__ import annotations

import asyncio

from ksqltui.sandbox.engine import Engine
from ksqltui.sandbox.errors import SandboxError
from ksqltui.sandbox.rest.schema_json import Json
from ksqltui.sql.syntax import AssertTopic, Duration, IntegerLiteral

_UNIT_MS = {"MILLISECOND": 1, "SECOND": 1000, "MINUTE": 60_000, "HOUR": 3_600_000, "DAY": 86_400_000}
_DEFAULT_TIMEOUT = Duration(1, "SECOND")
_POLL_SECONDS = 0.05
_FAILED = 41700


async def assert_topic(engine: Engine, statement: AssertTopic) -> Json:
    """Raises SandboxError with code 41700 once the time is over and the topic is still not as wanted."""
    timeout = statement.timeout or _DEFAULT_TIMEOUT
    deadline = engine.clock.now_ms() + timeout.value * _UNIT_MS[timeout.unit]
    while (problem := _problem(engine, statement)) is not None:
        if engine.clock.now_ms() >= deadline:
            raise SandboxError(problem, _FAILED)
        await asyncio.sleep(_POLL_SECONDS)
    return {"@type": "assert_topic", "topicName": statement.topic, "exists": statement.exists}


def _problem(engine: Engine, statement: AssertTopic) -> str | None:
    name = statement.topic
    if not engine.log.has_topic(name):
        return f"Topic {name} does not exist" if statement.exists else None
    if not statement.exists:
        return f"Topic {name} exists"
    topic = engine.log.topic(name)
    actual = {"partitions": len(topic.partitions), "replicas": topic.replicas}
    for wanted in statement.properties:
        found = actual.get(wanted.name.lower())
        if not isinstance(wanted.value, IntegerLiteral) or found is None:
            return f"Cannot assert unknown topic property: {wanted.name}"
        if wanted.value.value != found:
            return (
                f"Mismatched configuration for topic {name}: "
                f"For config {wanted.name.lower()}, expected {wanted.value.value} got {found}"
            )
    return None
