"""Owns what EXPLAIN tells of a plan: schemas, execution plan and topology in ksqlDB's layout; runs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.sandbox.planning.inputs import PSEUDO_COLUMNS, WINDOW_BOUNDS
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.results import QueryKind, QueryPlanSummary
from ksqltui.sandbox.types import Column, Namespace, Schema


def describe_plan(
    plan: QueryPlan, query_id: str, text: str, kind: QueryKind, sink: str | None, sink_schema: Schema | None
) -> QueryPlanSummary:
    key_schema = Schema(tuple(Column(key.name, key.type, Namespace.KEY) for key in plan.keys))
    schema = sink_schema or plan.client_schema
    return QueryPlanSummary(
        statement_text=text,
        schema=Schema(schema.value) if sink_schema else schema,
        key_schema=key_schema,
        sources=plan.source_names,
        sinks=(sink,) if sink else (),
        topology=_topology(plan, sink),
        execution_plan=_execution_plan(plan, query_id, sink, schema),
        window_type=plan.result_windowing.type.value if plan.result_windowing and sink else None,
        kind=kind,
        query_id=query_id,
    )


def _execution_plan(plan: QueryPlan, query_id: str, sink: str | None, schema: Schema) -> str:
    steps: list[tuple[str, str, str]] = []
    result = _columns([*_key_columns(plan), *schema.value])
    if sink:
        steps.append(("SINK", result, sink))
    steps.append(("PROJECT", result, "Aggregate.Project" if plan.aggregation else "Project"))
    if plan.aggregation is not None:
        names = [(key.column, key.type) for key in plan.aggregation.keys]
        needed = _columns([Column(name, kind) for name, kind in names])
        if plan.having is not None:
            steps.append(("FILTER", needed, "Aggregate.HavingFilter"))
        calls = [Column(f"KSQL_AGG_VARIABLE_{i}", call.type) for i, call in enumerate(plan.aggregation.calls)]
        bounds = [Column(name, kind) for name, kind in WINDOW_BOUNDS] if plan.aggregation.window else []
        keyed = [Column(name, kind, Namespace.KEY) for name, kind in names]
        steps.append(("AGGREGATE", _columns([*keyed, *calls, *bounds]), "Aggregate.Aggregate"))
        steps.append(("GROUP_BY", _columns(keyed), "Aggregate.GroupBy"))
    if plan.repartition_by is not None:
        steps.append(("REKEY", _columns(_key_columns(plan)), "PartitionBy"))
    if plan.where is not None:
        steps.append(("FILTER", _source_columns(plan), "WhereFilter"))
    for step, item in zip(plan.join.steps if plan.join else (), plan.inputs.items[1:], strict=True):
        name = f"{step.kind.value.replace('-', '_').upper()}_JOIN"
        steps.append((name, _columns([*plan.inputs.left.starred, *item.starred]), "Join"))
    steps.append(("SOURCE", _source_columns(plan), "KsqlTopic.Source"))
    return "".join(
        f"{_indent(depth)} > [ {name} ] | Schema: {columns} | Logger: {query_id}.{logger}\n"
        for depth, (name, columns, logger) in enumerate(steps)
    )


def _indent(depth: int) -> str:
    return "\t\t" * depth


def _key_columns(plan: QueryPlan) -> list[Column]:
    return [Column(key.name, key.type, Namespace.KEY) for key in plan.keys]


def _source_columns(plan: QueryPlan) -> str:
    source = plan.inputs.left.source
    pseudo = [Column(name, kind) for name, kind in PSEUDO_COLUMNS]
    bounds = [Column(name, kind) for name, kind in WINDOW_BOUNDS] if source.windowing else []
    copies = [Column(column.name, column.type) for column in source.schema.key]
    return _columns([*source.schema.columns, *pseudo, *copies, *bounds])


def _columns(columns: Sequence[Column]) -> str:
    return ", ".join(
        f"{column.name} {column.type}{' KEY' if column.namespace is Namespace.KEY else ''}" for column in columns
    )


def _topology(plan: QueryPlan, sink: str | None) -> str:
    """The chain of processors, in the layout of Kafka Streams."""
    source = plan.inputs.left.source
    first = ["KTABLE-SOURCE" if source.is_table else "KSTREAM-TRANSFORMVALUES"]
    if plan.where is not None:
        first.append("WhereFilter")
    if plan.join is not None:
        first += [f"Join-{number}" for number, _ in enumerate(plan.join.steps, start=1)]
    topics = ", ".join(item.source.topic for item in plan.inputs.items)
    parts = [(f"Source: KSTREAM-SOURCE (topics: [{topics}])", first)]
    last = ["Project"]
    if plan.aggregation is not None:
        first += ["Aggregate-Prepare", "Aggregate-GroupBy", "Sink: Aggregate-GroupBy-repartition"]
        last = ["KSTREAM-AGGREGATE", "Aggregate-Project", "KTABLE-TOSTREAM"]
        parts.append(("Source: Aggregate-GroupBy-repartition-source", last))
    else:
        first += last
    parts[-1][1].append(f"Sink: KSTREAM-SINK (topic: {sink})" if sink else "KSTREAM-FOREACH")
    lines = ["Topologies:"]
    for number, (head, processors) in enumerate(parts):
        lines.append(f"   Sub-topology: {number}")
        chain = [head, *processors]
        for place, node in enumerate(chain):
            label = node if ":" in node else f"Processor: {node} (stores: [])"
            following = chain[place + 1] if place + 1 < len(chain) else "none"
            lines.append(f"    {label}")
            lines.append(f"      --> {following.removeprefix('Sink: ')}")
            if place:
                lines.append(f"      <-- {chain[place - 1].removeprefix('Source: ')}")
        lines.append("")
    return "\n".join(lines) + "\n"
