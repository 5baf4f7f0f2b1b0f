"""Owns how the properties of a session are changed from a form or a chip; knows neither statements nor screens."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from ksqltui.session.console import Console
from ksqltui.session.local_statements import OFFSET_RESET, check_property, plain_name

CACHE = "cache.max.bytes.buffering"
GUARANTEE = "processing.guarantee"
USUAL = (OFFSET_RESET, CACHE, GUARANTEE)
"""What a form offers even where the session has not set it: each changes how a query answers."""


def put_property(properties: MutableMapping[str, str], name: str, value: str | None) -> None:
    """Sets a property in place of the same one under its other spelling (`ksql.streams.`); None takes it away."""
    for known in [known for known in properties if plain_name(known) == plain_name(name)]:
        del properties[known]
    if value is not None:
        properties[name] = value


async def check_properties(console: Console, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Warnings about names that are probably misspelt. Raises KsqlError where the server refuses a name.

    Only what the session does not have yet is asked about.
    """
    snapshot = console.watcher.snapshot
    new = [name for name in wanted if name not in console.properties]
    warnings = [await check_property(name, console.server, snapshot) for name in new]
    return tuple(filter(None, warnings))


def replace_properties(console: Console, wanted: Mapping[str, str]) -> None:
    """Makes `wanted` the session's properties, to go with every statement from now on."""
    console.properties.clear()
    for name, value in wanted.items():
        put_property(console.properties, name, value)
