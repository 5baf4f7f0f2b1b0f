"""Owns how a query behaves in time: commits, cache, emission, start; and which properties change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

_EMIT_INTERVAL = "__emit.interval.ms.kstreams.windowed.aggregation__"


@dataclass(frozen=True, slots=True)
class Policies:
    """Intervals are ms of clock time.

    `cache` holds changes back until the commit; without it every change is a row. `command_numbering` is "server"
    (numbers go in twos, as on a server with transactions) or "sequential" (0, 1, 2 as in the query suites).
    `from_beginning` None means the default of each kind of source: streams from the end, tables from the beginning.
    """

    commit_interval_ms: int = 2000
    cache: bool = True
    emit_interval_ms: int = 1000
    command_numbering: str = "server"
    processing_log: bool = True
    from_beginning: bool | None = None
    default_partitions: int | None = None
    replicas: int = 3

    def with_properties(self, properties: Mapping[str, object]) -> Policies:
        """These policies as changed by session properties, with or without the prefix ksql.streams."""
        changed = self
        for name, value in properties.items():
            match name.removeprefix("ksql.streams."):
                case "commit.interval.ms":
                    changed = replace(changed, commit_interval_ms=int(str(value)))
                case "cache.max.bytes.buffering" | "statestore.cache.max.bytes":
                    changed = replace(changed, cache=int(str(value)) > 0)
                case "auto.offset.reset":
                    changed = replace(changed, from_beginning=str(value).lower() == "earliest")
                case name if name == _EMIT_INTERVAL:
                    changed = replace(changed, emit_interval_ms=int(str(value)))
                case _:
                    continue
        return changed
