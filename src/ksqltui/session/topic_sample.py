"""Owns looking at a topic's first messages, to tell what columns they speak for; knows the server as a port."""

from __future__ import annotations

import asyncio

from ksqltui.model.stream import Lines
from ksqltui.model.topic_schema import Sample, sample_of
from ksqltui.session.console import Console
from ksqltui.sql.expression_formatter import format_string

MESSAGES = 50
LONGEST = 4.0
"""Seconds: PRINT with a LIMIT waits for messages that the topic does not have yet."""


async def sample_topic(console: Console, topic: str) -> Sample:
    """The first messages of a topic, those that come in a few seconds. Raises KsqlError where it cannot be read."""
    asked = f"PRINT {format_string(topic)} FROM BEGINNING LIMIT {MESSAGES};"
    lines: list[str] = []
    try:
        async with asyncio.timeout(LONGEST) as deadline:
            async with console.server.stream(asked, properties={}, variables={}) as events:
                async for event in events:
                    if isinstance(event, Lines):
                        lines += event.lines
    except TimeoutError:
        if not deadline.expired():
            raise
    return sample_of(lines)
