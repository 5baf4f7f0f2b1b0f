"""Owns Kafka Streams' description of a topology as values: its text read into nodes; knows no server and no drawing.

The layout is that of TopologyDescription.toString: a node's line, then what follows it (-->) and what is before it.
Text that does not fit is passed over: a description is for people and changes between versions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum


class NodeKind(Enum):
    SOURCE = "source"
    PROCESSOR = "processor"
    SINK = "sink"


@dataclass(frozen=True, slots=True)
class TopologyNode:
    """A node of a sub-topology: a source's and a sink's `topics`, a processor's `stores`, the names that follow it."""

    name: str
    kind: NodeKind
    subtopology: int = 0
    topics: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


_SUBTOPOLOGY = re.compile(r"\s*Sub-topology: (?P<number>\d+)")
_NODE = re.compile(r"\s*(?P<kind>Source|Processor|Sink): (?P<name>[^\s(]+)\s*(?:\((?P<facts>.*)\))?\s*$")
_SUCCESSORS = re.compile(r"\s*--> (?P<names>.*)$")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def parse_topology(text: str) -> tuple[TopologyNode, ...]:
    """The nodes in the text's order; nothing where the text is no topology."""
    nodes: list[TopologyNode] = []
    number = 0
    for line in text.splitlines():
        if found := _SUBTOPOLOGY.match(line):
            number = int(found["number"])
        elif found := _NODE.match(line):
            kind = NodeKind(found["kind"].lower())
            nodes.append(_with_facts(TopologyNode(found["name"], kind, number), found["facts"] or ""))
        elif nodes and (found := _SUCCESSORS.match(line)):
            names = [name.strip() for name in _IN_BRACKETS.sub("", found["names"]).split(",")]
            nodes[-1] = replace(nodes[-1], successors=tuple(name for name in names if name not in ("", "none")))
    return tuple(nodes)


def _with_facts(node: TopologyNode, facts: str) -> TopologyNode:
    """What stands in brackets: `topics: [a, b]`, `topic: a`, `stores: [s]`."""
    key, _, value = facts.partition(": ")
    values = tuple(each.strip() for each in value.strip().strip("[]").split(",") if each.strip())
    match key:
        case "topic" | "topics":
            return replace(node, topics=values)
        case "stores":
            return replace(node, stores=values)
        case _:
            # A topic that goes unnamed has given its name to the node.
            suffix = f"-{node.kind.value}"
            return node if node.kind is NodeKind.PROCESSOR else replace(node, topics=(node.name.removesuffix(suffix),))
