"""Owns changes of the catalog: sources and types made, altered and dropped, with their topics; runs no query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ksqltui.sandbox.catalog import Catalog, Source
from ksqltui.sandbox.errors import SandboxError, StatementError
from ksqltui.sandbox.expressions.types import sql_type
from ksqltui.sandbox.log import Log
from ksqltui.sandbox.numbering import CommandNumbers
from ksqltui.sandbox.planning.creation import Creation, TopicDemand, missing_topic, plan_creation
from ksqltui.sandbox.policies import Policies
from ksqltui.sandbox.results import CommandResult
from ksqltui.sandbox.types import Column, Schema
from ksqltui.sql.formatter import format_statement
from ksqltui.sql.syntax import AlterSource, CreateSource, CreateType, DropSource, DropType, SourceKind


class Definitions:
    def __init__(self, catalog: Catalog, log: Log, policies: Policies, numbers: CommandNumbers) -> None:
        self._catalog = catalog
        self._log = log
        self._policies = policies
        self._numbers = numbers

    def create_source(
        self, statement: CreateSource, properties: Mapping[str, object]
    ) -> tuple[CommandResult, Source | None]:
        """The result and the source, None where IF NOT EXISTS found one."""
        creation = plan_creation(statement, self._catalog.types, properties)
        existing = self._catalog.source(statement.name)
        if existing is not None and statement.if_not_exists:
            return already_there(existing, statement.kind), None
        self._ensure_topic_for(statement, creation)
        if existing is not None:
            if not statement.or_replace:
                raise exists_already(existing, statement.kind, creation.source.statement_text)
            check_replacement(existing, creation.source)
        self._catalog.add(creation.source)
        word = statement.kind.value
        result = CommandResult(
            command_id=f"{word.lower()}/`{statement.name}`/create",
            message=f"{word.capitalize()} created",
            sequence_number=self._numbers.command(planned=True),
            rewritten=creation.source.statement_text,
        )
        return result, creation.source

    def _ensure_topic_for(self, statement: CreateSource, creation: Creation) -> None:
        demand = creation.topic
        if demand.partitions is None and not self._log.has_topic(demand.name):
            if self._policies.default_partitions is None:
                raise missing_topic(statement, creation)
            demand = replace(demand, partitions=self._policies.default_partitions)
        self.ensure_topic(demand)

    def ensure_topic(self, demand: TopicDemand) -> None:
        """Make the topic, or check the one that is there. Raises SandboxError with ksqlDB's text."""
        if not self._log.has_topic(demand.name):
            configs = {"cleanup.policy": demand.cleanup_policy}
            if demand.retention_ms is not None:
                configs["retention.ms"] = str(demand.retention_ms)
            replicas = demand.replicas or self._policies.replicas
            self._log.create_topic(demand.name, demand.partitions or 1, replicas, configs)
            return
        topic = self._log.topic(demand.name)
        partitions, replicas = len(topic.partitions), topic.replicas
        if (demand.partitions or partitions, demand.replicas or replicas) != (partitions, replicas):
            raise SandboxError(
                f"A Kafka topic with the name '{demand.name}' already exists, with different partition/replica "
                f"configuration than required. KSQL expects {demand.partitions or partitions} partitions (topic has "
                f"{partitions}), {demand.replicas or replicas} replication factor (topic has {replicas})"
            )

    def drop_source(
        self, statement: DropSource, constraints: Sequence[str], end_queries: Callable[[Source], None]
    ) -> CommandResult:
        """`constraints` are the sources that read this one; `end_queries` ends the query that fills it."""
        word = statement.kind.value
        source = self._catalog.source(statement.name)
        if source is None:
            text = f"Source {statement.name} does not exist."
            if statement.if_exists:
                return CommandResult(warning=f"Source `{statement.name}` does not exist.")
            raise StatementError(text)
        if source.kind is not statement.kind:
            raise StatementError(f"Incompatible data source type is {source.kind.value}, but statement was DROP {word}")
        if constraints:
            raise StatementError(
                f"Cannot drop {statement.name}.\nThe following streams and/or tables read from this source: "
                f"[{', '.join(constraints)}].\nYou need to drop them before dropping {statement.name}."
            )
        if statement.delete_topic and source.is_source_table:
            raise StatementError(f"Cannot delete topic for read-only source: {statement.name}")
        end_queries(source)
        self._catalog.drop(source.name)
        if statement.delete_topic and self._log.has_topic(source.topic):
            self._log.delete_topic(source.topic)
        return CommandResult(
            command_id=f"{word.lower()}/{source.name}/drop",
            message=f"Source `{source.name}` (topic: {source.topic}) was dropped.",
            sequence_number=self._numbers.command(planned=True),
            rewritten=format_statement(replace(statement, delete_topic=False)),
        )

    def alter_source(self, statement: AlterSource) -> CommandResult:
        """ADD COLUMN on a source that lies directly over a topic."""
        word = statement.kind.value
        source = self._catalog.source(statement.name)
        if source is None:
            raise StatementError(f"Source {statement.name} does not exist.")
        if source.kind is not statement.kind:
            raise StatementError(
                f"Incompatible data source type is {source.kind.value}, but statement was ALTER {word}"
            )
        if source.created_by is not None:
            raise StatementError("ALTER command is not supported for CREATE ... AS statements.")
        added = []
        for definition in statement.columns:
            if any(column.name == definition.name for column in source.schema.columns):
                raise StatementError(
                    f"Cannot add column `{definition.name}` to schema. A column with the same name already exists."
                )
            added.append(Column(definition.name, sql_type(definition.type, self._catalog.types)))
        self._catalog.add(replace(source, schema=Schema((*source.schema.columns, *added))))
        return CommandResult(
            command_id=f"{word.lower()}/`{source.name}`/alter",
            message=f"{word.capitalize()} `{source.name}` altered successfully.",
            sequence_number=self._numbers.command(planned=True),
            rewritten=format_statement(statement),
        )

    def create_type(self, statement: CreateType) -> CommandResult:
        if statement.name in self._catalog.types:
            text = f"{statement.name} is already registered with type {self._catalog.types[statement.name]}"
            if statement.if_not_exists:
                return CommandResult(warning=text)
            raise StatementError(
                f"Cannot register custom type '{statement.name}' since it is already registered with type: "
                f"{self._catalog.types[statement.name]}"
            )
        found = sql_type(statement.type, self._catalog.types)
        self._catalog.types[statement.name] = found
        return CommandResult(
            command_id=f"type/{statement.name}/create",
            message=f"Registered custom type with name '{statement.name}' and SQL type {found}",
            sequence_number=self._numbers.command(planned=True),
        )

    def drop_type(self, statement: DropType) -> CommandResult:
        if statement.name not in self._catalog.types:
            text = f"Type {statement.name} does not exist."
            if statement.if_exists:
                return CommandResult(warning=text)
            raise StatementError(text)
        del self._catalog.types[statement.name]
        return CommandResult(
            command_id=f"type/{statement.name}/drop",
            message=f"Dropped type '{statement.name}'",
            sequence_number=self._numbers.command(planned=True),
        )


def already_there(existing: Source, kind: SourceKind) -> CommandResult:
    """IF NOT EXISTS found a source: a warning, no command."""
    added, there = kind.value.lower(), existing.kind.value.lower()
    return CommandResult(warning=f"Cannot add {added} `{existing.name}`: A {there} with the same name already exists.")


def exists_already(existing: Source, kind: SourceKind, rewritten: str) -> StatementError:
    added, there = kind.value.lower(), existing.kind.value.lower()
    return StatementError(
        f"Cannot add {added} '{existing.name}': A {there} with the same name already exists", statement=rewritten
    )


def check_replacement(existing: Source, new: Source) -> None:
    """CREATE OR REPLACE may add value columns at the end, no more. Raises StatementError."""
    if existing.kind is not new.kind:
        raise StatementError(
            f"Cannot upgrade data source `{existing.name}`. (Existing type: {existing.kind.value}, "
            f"new type: {new.kind.value})"
        )
    if existing.topic != new.topic:
        raise StatementError(
            f"Cannot upgrade data source `{existing.name}`: topic has changed from {existing.topic} to {new.topic}"
        )
    old_columns, new_columns = existing.schema.columns, new.schema.columns
    missing = [column for column in old_columns if column not in new_columns]
    if missing or existing.schema.key != new.schema.key:
        listed = ", ".join(f"`{column.name}` {column.type}" for column in missing or existing.schema.key)
        raise StatementError(
            f"Cannot upgrade data source `{existing.name}`. The following columns are changed, missing or reordered: "
            f"[{listed}]"
        )
