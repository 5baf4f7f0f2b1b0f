"""Owns what the server remembers between requests beside the engine: its identity, commands and open streams."""

from __future__ import annotations

from dataclasses import dataclass, field

from ksqltui.sandbox.engine import Engine
from ksqltui.sandbox.results import CommandResult, RunningQuery

VERSION = "7.6.1"
SERVICE_ID = "default_"
CLUSTER_ID = "ksqltui-sandbox-000000"


@dataclass(frozen=True, slots=True)
class CommandStatus:
    status: str
    message: str
    query_id: str | None = None


@dataclass(slots=True)
class ServerState:
    """`host` is how the server calls itself in answers; `open_queries` are those that some client reads, by id."""

    engine: Engine
    host: str = "127.0.0.1:8088"
    commands: dict[str, CommandStatus] = field(default_factory=dict)
    open_queries: dict[str, RunningQuery] = field(default_factory=dict)

    def open_query(self, query_id: str) -> RunningQuery | None:
        """By its id in any case, because statements put names in upper case and transient ids are not."""
        return next((query for name, query in self.open_queries.items() if name.upper() == query_id.upper()), None)

    def remember(self, result: CommandResult) -> CommandStatus:
        status = CommandStatus("SUCCESS", result.message, result.query_id)
        self.commands[result.command_id] = status
        return status
