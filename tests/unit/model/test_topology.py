"""The server's words about a plan and a topology are read as what they are, and laid out without losing a node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.query_plan import PlanStep, parse_plan
from ksqltui.model.topology import NodeKind, TopologyNode, parse_topology
from ksqltui.model.topology_graph import graph_rows

RECORDINGS = Path(__file__).parents[2] / "recordings"
EXPLAINED = sorted(path.stem for path in RECORDINGS.glob("explain-*.json"))

JOIN = """Topologies:
   Sub-topology: 0
    Source: KSTREAM-SOURCE-0000000000 (topics: [users])
      --> KTABLE-SOURCE-0000000001
    Processor: KTABLE-SOURCE-0000000001 (stores: [KafkaTopic_Right-Reduce])
      --> PrependAliasRight
      <-- KSTREAM-SOURCE-0000000000
    Processor: PrependAliasRight (stores: [])
      --> none
      <-- KTABLE-SOURCE-0000000001
    Source: KSTREAM-SOURCE-0000000003 (topics: [payments])
      --> Join
    Processor: Join (stores: [KafkaTopic_Right-Reduce])
      --> Left, Right
      <-- KSTREAM-SOURCE-0000000003
    Processor: Left (stores: [])
      --> KSTREAM-SINK-0000000009
      <-- Join
    Processor: Right (stores: [])
      --> KSTREAM-SINK-0000000009
      <-- Join
    Sink: KSTREAM-SINK-0000000009 (topic: ENRICHED)
      <-- Left, Right
"""


def explained(name: str) -> dict[str, Any]:
    recording = json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))
    answer = json.loads("".join(chunk["text"] for chunk in recording["response"]["chunks"]))
    found: dict[str, Any] = answer[0]["queryDescription"]
    return found


def drawing(text: str) -> list[str]:
    rows = []
    for row in graph_rows(parse_topology(text)):
        cells = list(row.cells)
        if row.node is not None:
            cells[2 * row.lane] = "◆" if row.node.is_topic else "•"
        rows.append(f"{''.join(cells).rstrip()} {row.node.name if row.node else ''}".rstrip())
    return rows


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_node_of_the_recordings_is_read(name: str) -> None:
    text = explained(name)["topology"]
    nodes = parse_topology(text)
    assert len(nodes) == sum(text.count(f"{kind.value.capitalize()}: ") for kind in NodeKind)
    named = {node.name for node in nodes}
    assert {successor for node in nodes for successor in node.successors} <= named


def test_a_running_query_is_drawn_through_its_repartition_topic_to_its_sink() -> None:
    assert drawing(explained("explain-query-id")["topology"]) == [
        "◆ payments",
        "• KSTREAM-TRANSFORMVALUES-0000000001",
        "• Aggregate-Prepare",
        "• KSTREAM-FILTER-0000000003",
        "• Aggregate-GroupBy",
        "• Aggregate-GroupBy-repartition-filter",
        "◆ Aggregate-GroupBy-repartition",
        "• KSTREAM-AGGREGATE-0000000005",
        "• Aggregate-Aggregate-ToOutputSchema",
        "• Aggregate-Aggregate-WindowSelect",
        "• Aggregate-Project",
        "• KTABLE-TOSTREAM-0000000012",
        "◆ PAYMENTS_AGGR",
    ]


def test_a_join_leads_through_the_tables_store_and_lanes_part_and_meet() -> None:
    assert drawing(JOIN) == [
        "◆ users",
        "• KTABLE-SOURCE-0000000001",
        "• PrependAliasRight",
        "┊ ◆ payments",
        "├─╯",
        "• Join",
        "├─╮",
        "• │ Left",
        "│ • Right",
        "├─╯",
        "◆ ENRICHED",
    ]


def test_text_of_another_kind_is_no_topology_and_no_plan() -> None:
    assert parse_topology("nothing\n --> here\n") == ()
    assert graph_rows(()) == ()
    assert parse_plan("nothing > here") == ()


names = st.integers(0, 8).map(lambda number: f"N{number}")


@given(st.lists(st.tuples(names, st.lists(names, max_size=4)), max_size=9, unique_by=lambda node: node[0]))
def test_whatever_the_edges_every_node_has_one_row_and_a_cell_of_its_own(
    drawn: list[tuple[str, list[str]]],
) -> None:
    nodes = [TopologyNode(name, NodeKind.PROCESSOR, 0, (), ("store",), tuple(after)) for name, after in drawn]
    rows = graph_rows(nodes)
    placed = [row.node.name for row in rows if row.node is not None]
    assert sorted(placed) == sorted(name for name, _ in drawn)
    assert all(len(row.cells) > 2 * row.lane and row.cells[2 * row.lane] == " " for row in rows if row.node)


def test_a_plan_is_a_tree_from_its_sink_to_its_source() -> None:
    (step,) = parse_plan(explained("explain-query-id")["executionPlan"])
    assert (step.name, step.context, step.columns) == (
        "SINK",
        "PAYMENTS_AGGR",
        ("NAME STRING KEY", "CNT BIGINT", "SUM INTEGER"),
    )
    found = [step.name]
    while step.inputs:
        (step,) = step.inputs
        found.append(step.name)
    assert found == ["SINK", "PROJECT", "AGGREGATE", "GROUP_BY", "PROJECT", "SOURCE"]


def test_both_sides_of_a_join_are_under_it_and_types_keep_their_commas() -> None:
    text = (
        " > [ PROJECT ] | Schema: A DECIMAL(4, 2), B STRUCT<`X` INTEGER, `Y` STRING> | Logger: q.Project\n"
        "\t\t > [ JOIN ] | Schema: K STRING KEY | Logger: q.Join\n"
        "\t\t\t\t > [ SOURCE ] | Schema: K STRING KEY | Logger: q.KafkaTopic_Left.Source\n"
        "\t\t\t\t > [ SOURCE ] | Schema: K STRING KEY | Logger: q.KafkaTopic_Right.Source\n"
    )
    (step,) = parse_plan(text)
    assert step.columns == ("A DECIMAL(4, 2)", "B STRUCT<`X` INTEGER, `Y` STRING>")
    source = PlanStep("SOURCE", ("K STRING KEY",), "KafkaTopic_Left.Source")
    assert step.inputs[0].inputs[0] == source
    assert [each.context for each in step.inputs[0].inputs] == ["KafkaTopic_Left.Source", "KafkaTopic_Right.Source"]
