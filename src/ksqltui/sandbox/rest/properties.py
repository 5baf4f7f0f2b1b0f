"""Owns the server's properties: what SHOW PROPERTIES lists and what a session may override; knows no statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ksqltui.sandbox.errors import SandboxError

_STREAMS = "ksql.streams."
_NUMBERS = frozenset({"commit.interval.ms", "cache.max.bytes.buffering", "statestore.cache.max.bytes"})


@dataclass(frozen=True, slots=True)
class ServerProperty:
    """A property of a ksqlDB 7.6.1 server; `default` says that nobody set it."""

    name: str
    value: str | None
    editable: bool
    level: str
    default: bool


@cache
def server_properties() -> Mapping[str, ServerProperty]:
    """By name: those that a server of the lesson lists."""
    text = resources.files(__package__).joinpath("server_properties.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {
        name: ServerProperty(name, None if value == r"\N" else value, editable == "yes", level, set_by == "default")
        for name, value, editable, level, set_by in lines
    }


def check_overrides(overrides: Mapping[str, object]) -> None:
    """Raises SandboxError where a session sets what only the server may, or a number that is none."""
    denied = [name for name in overrides if not is_editable(name)]
    if denied:
        raise SandboxError(
            "One or more properties overrides set locally are prohibited by the KSQL server "
            f"(use UNSET to reset their default value): [{', '.join(denied)}]"
        )
    for name, value in overrides.items():
        plain = name.removeprefix(_STREAMS)
        if plain in _NUMBERS and not str(value).removeprefix("-").isdecimal():
            raise SandboxError(f"Invalid value {value} for configuration {plain}: Not a number of type LONG")


def is_editable(name: str) -> bool:
    """Whether a session may set it; names that the server does not know may be set."""
    known = _known(name)
    return known is None or known.editable


def _known(name: str) -> ServerProperty | None:
    table = server_properties()
    return table.get(name) or table.get(_STREAMS + name)


def properties_entity(overrides: Mapping[str, object]) -> dict[str, object]:
    """SHOW PROPERTIES: the server's, with the session's values over them."""
    values = {name: (known.value, known) for name, known in server_properties().items()}
    overwritten = []
    for name, value in overrides.items():
        known = _known(name)
        full = known.name if known else name if name.startswith("ksql.") else _STREAMS + name
        values[full] = (str(value), known or ServerProperty(full, None, True, "SERVER", False))
        overwritten.append(full)
    return {
        "@type": "properties",
        "properties": [
            {"name": name, "scope": "KSQL", "value": value, "editable": known.editable, "level": known.level}
            for name, (value, known) in values.items()
        ],
        "overwrittenProperties": overwritten,
        "defaultProperties": [name for name, (_, known) in values.items() if known.default],
    }
