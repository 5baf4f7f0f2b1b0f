"""Owns what CREATE .. AS SELECT and INSERT INTO .. SELECT write: the sink's schema, formats and topic; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.formats import SerdeOptions, check_format
from ksqltui.sandbox.planning.creation import TopicDemand
from ksqltui.sandbox.planning.joins import JoinPlan
from ksqltui.sandbox.planning.plan import KeyColumn, QueryPlan
from ksqltui.sandbox.planning.with_clause import AS_SELECT_PROPERTIES, WithClause, read_with_clause
from ksqltui.sandbox.types import Column, Namespace, Schema
from ksqltui.sql.formatter import format_expression, format_statement
from ksqltui.sql.syntax import ColumnRef, CreateAsSelect, Expression, InsertSelect, Query, SourceKind

WEEK_MS = 604_800_000
_KEY_MISSING = "Key missing from projection (ie, SELECT). See https://cnfl.io/2LV7ouS.\n"


@dataclass(frozen=True, slots=True)
class SourceTopic:
    """The left-most source's topic, whose counts a sink inherits."""

    partitions: int
    replicas: int


@dataclass(frozen=True, slots=True)
class SinkDefaults:
    """What session properties say of sinks, where the statement and its source do not."""

    wrap_single_values: bool | None = None
    topic_prefix: str = ""
    key_format: str = "KAFKA"

    @staticmethod
    def of(properties: Mapping[str, object]) -> SinkDefaults:
        wraps = properties.get("ksql.persistence.wrap.single.values")
        return SinkDefaults(
            None if wraps is None else str(wraps).lower() == "true",
            str(properties.get("ksql.output.topic.name.prefix", "")),
            str(properties.get("ksql.persistence.default.format.key", "KAFKA")).upper(),
        )


@dataclass(frozen=True, slots=True)
class SinkPlan:
    """A persistent query's sink. `written` is the statement as ksqlDB shows it, `topic` None where it must exist."""

    source: Source
    topic: TopicDemand | None
    written: str


def sink_schema(plan: QueryPlan, name: str) -> Schema:
    """Key columns first, then the values. Raises StatementError where the projection does not fit a sink."""
    _check_key_once(plan)
    _check_key_present(plan, name)
    keys = [Column(key.name, key.type, Namespace.KEY) for key in plan.keys]
    values = [Column(item.name, item.type) for item in plan.value_columns]
    if not values and plan.aggregation is not None:
        raise StatementError("The projection contains no value columns.")
    return Schema((*keys, *values))


def plan_sink(
    statement: CreateAsSelect,
    plan: QueryPlan,
    topic: SourceTopic,
    *,
    defaults: SinkDefaults,
) -> SinkPlan:
    """Raises StatementError with ksqlDB's texts."""
    clause = read_with_clause(statement.properties, AS_SELECT_PROPERTIES)
    _check_kind(statement, plan)
    schema = sink_schema(plan, statement.name)
    left = plan.inputs.left.source
    key_format = _key_format(clause, schema, left, defaults.key_format)
    value_format = clause.value_format or left.value_format
    inherited = SerdeOptions(
        wrap_single_value=defaults.wrap_single_values if len(schema.value) == 1 else None,
        key_delimiter=left.serde_options.key_delimiter if key_format == left.key_format else None,
        value_delimiter=left.serde_options.value_delimiter if value_format == left.value_format else None,
    )
    options = clause.serde_options(inherited)
    topic_name = clause.text("KAFKA_TOPIC") or defaults.topic_prefix + statement.name
    demand = TopicDemand(
        topic_name,
        clause.number("PARTITIONS") or topic.partitions,
        clause.number("REPLICAS") or topic.replicas,
        clause.number("RETENTION_MS") or _retention(plan),
        _cleanup_policy(statement.kind, plan),
    )
    written = write_create_as(replace(statement, query=plan.rewritten), demand)
    try:
        check_format(key_format, schema.key, is_key=True)
        check_format(value_format, schema.value, is_key=False, options=options)
    except StatementError as error:
        shown = format_statement(replace(statement, query=plan.rewritten)).removesuffix(";")
        raise StatementError(f"{error.message}\nStatement: {shown}", error.code, written) from error
    source = Source(
        name=statement.name,
        kind=statement.kind,
        schema=schema,
        topic=topic_name,
        key_format=key_format,
        value_format=value_format,
        serde_options=options,
        statement_text=written,
        windowing=plan.result_windowing,
        timestamp_column=_sink_timestamp(clause, schema),
        timestamp_format=clause.text("TIMESTAMP_FORMAT"),
    )
    return SinkPlan(source, demand, written)


def plan_insert(statement: InsertSelect, plan: QueryPlan, target: Source) -> SinkPlan:
    """INSERT INTO .. SELECT: the result must fit the target's schema."""
    if target.is_table:
        raise StatementError(f"INSERT INTO can only be used to insert into a stream. {target.name} is a table.")
    if target.header_columns:
        raise StatementError(f"Cannot insert into {target.name} because it has header columns")
    if plan.result_is_table:
        raise StatementError(
            "Incompatible data sink and query result. "
            f"Data sink ({target.name}) type is KSTREAM but select query result is KTABLE."
        )
    schema = Schema(
        tuple(Column(key.name, key.type, Namespace.KEY) for key in plan.keys)
        + tuple(Column(item.name, item.type) for item in plan.value_columns)
    )
    if [(c.name, c.type) for c in schema.key] != [(c.name, c.type) for c in target.schema.key] or [
        (c.name, c.type) for c in schema.value
    ] != [(c.name, c.type) for c in target.schema.value]:
        raise StatementError(
            f"Incompatible schema between results and sink.\nResult schema is {schema}\nSink schema is {target.schema}"
        )
    return SinkPlan(target, None, format_statement(replace(statement, query=plan.rewritten)))


def write_create_as(statement: CreateAsSelect, demand: TopicDemand) -> str:
    """The statement with the properties that the server adds."""
    clause = read_with_clause(statement.properties, AS_SELECT_PROPERTIES).with_defaults(
        {
            "CLEANUP_POLICY": demand.cleanup_policy,
            "KAFKA_TOPIC": demand.name,
            "PARTITIONS": demand.partitions,
            "REPLICAS": demand.replicas,
            "RETENTION_MS": demand.retention_ms,
        }
    )
    return format_statement(replace(statement, properties=clause.sorted()))


def unresolved_text(statement: CreateAsSelect, query: Query, topic: SourceTopic) -> str:
    """How ksqlDB shows a CREATE .. AS whose query it could not resolve; `query` is rewritten as far as it goes."""
    cleanup = "delete" if statement.kind is SourceKind.STREAM else "compact,delete" if query.window else "compact"
    demand = TopicDemand(statement.name, topic.partitions, topic.replicas, WEEK_MS, cleanup)
    return write_create_as(replace(statement, query=query), demand)


def _check_kind(statement: CreateAsSelect, plan: QueryPlan) -> None:
    if statement.kind is SourceKind.TABLE and not plan.result_is_table:
        raise StatementError(
            "Invalid result type. Your SELECT query produces a STREAM. Please use CREATE STREAM AS SELECT statement "
            "instead."
        )
    if statement.kind is SourceKind.STREAM and plan.result_is_table:
        raise StatementError(
            "Invalid result type. Your SELECT query produces a TABLE. Please use CREATE TABLE AS SELECT statement "
            "instead."
        )


def _key_format(clause: WithClause, schema: Schema, left: Source, default: str) -> str:
    if not schema.key:
        if clause.key_format is not None and "KEY_FORMAT" in clause.nodes and clause.key_format != "NONE":
            raise StatementError("Key format specified for stream without key columns.")
        return "NONE"
    inherited = default if left.key_format == "NONE" else left.key_format
    return clause.key_format or inherited


def _retention(plan: QueryPlan) -> int:
    window = plan.aggregation.window if plan.aggregation else None
    return max(WEEK_MS, window.retention) if window else WEEK_MS


def _cleanup_policy(kind: SourceKind, plan: QueryPlan) -> str:
    if kind is SourceKind.STREAM:
        return "delete"
    return "compact,delete" if plan.result_windowing else "compact"


def _sink_timestamp(clause: WithClause, schema: Schema) -> str | None:
    name = clause.text("TIMESTAMP")
    if name is None:
        return None
    name = name[1:-1] if name.startswith("`") else name.upper()
    if all(column.name != name for column in schema.columns):
        raise StatementError(f"The TIMESTAMP column set in the WITH clause does not exist in the schema: '{name}'")
    return name


def _selected_as(plan: QueryPlan, key: KeyColumn) -> list[str]:
    plain = plan.inputs.plain(key.qualified)
    return [name for name, expression in plan.selected if expression == plain]


def _check_key_once(plan: QueryPlan) -> None:
    for key in plan.keys:
        names = _selected_as(plan, key)
        if len(names) < 2:
            continue
        if plan.aggregation is not None:
            listed = " and ".join(f"`{name}`" for name in names)
            raise StatementError(f"The projection contains a key column more than once: {listed}.")
        raise StatementError(
            f"The projection contains a key column (`{_plain_name(plan, key)}`) more than once, aliased as: "
            f"{' and '.join(sorted(names))}."
        )


def _plain_name(plan: QueryPlan, key: KeyColumn) -> str:
    plain = plan.inputs.plain(key.qualified)
    return plain.name if isinstance(plain, ColumnRef) else key.name


def _check_key_present(plan: QueryPlan, name: str) -> None:
    missing = [key for key in plan.keys if key.index is None]
    if not missing:
        return
    if plan.aggregation is not None:
        word = "grouping expression"
        texts = [format_expression(_unqualified(plan, key.qualified)) for key in missing]
    elif plan.join is not None and plan.repartition_by is None:
        raise _join_key_missing(plan, plan.join, name)
    elif plan.repartition_by is not None:
        word = "partitioning expression"
        texts = [format_expression(key.qualified) for key in plan.keys]
    else:
        word = "key column"
        texts = [key.name for key in missing]
    plural = "s" if len(texts) > 1 else ""
    raise StatementError(
        f"{_KEY_MISSING}The query used to build `{name}` must include the {word}{plural} {_listed(texts)} in its "
        f"projection (eg, SELECT {', '.join(texts)}...)."
    )


def _join_key_missing(plan: QueryPlan, join: JoinPlan, name: str) -> StatementError:
    texts = [format_expression(column) for column in join.key_columns] or [plan.inputs.synthetic_name]
    plural = "s" if len(texts) > 1 else ""
    note = ""
    if not join.key_columns:
        note = (
            f"\n{texts[0]} was added as a synthetic key column because the join criteria did not match any source "
            "column. This expression must be included in the projection and may be aliased."
        )
    return StatementError(
        f"{_KEY_MISSING}The query used to build `{name}` must include the join expression{plural} "
        f"{' or '.join(texts)} in its projection (eg, SELECT {texts[0]}...).{note}"
    )


def _unqualified(plan: QueryPlan, qualified: Expression) -> Expression:
    plain = plan.inputs.plain(qualified)
    return ColumnRef(plain.name) if isinstance(plain, ColumnRef) else plain


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]
