"""Owns how a topology is laid out in rows and lanes, from its topics through its steps to its sinks; draws nothing.

Topics are nodes of their own, so that a repartition topic joins two sub-topologies. Every node has a row; a lane is a
column of cells that leads from a node to one that takes its rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ksqltui.model.topology import NodeKind, TopologyNode


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A topic (`subtopology` is None) or a step with its stores."""

    name: str
    subtopology: int | None = None
    stores: tuple[str, ...] = ()

    @property
    def is_topic(self) -> bool:
        return self.subtopology is None


@dataclass(frozen=True, slots=True)
class GraphRow:
    """One row of cells, a sign and a blank for each lane: `│`, `┊` for a store, `├─╯`, `├─╮`.

    `lane` is where `node` stands; rows that only join or part lanes have none.
    """

    cells: str
    node: GraphNode | None = None
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """Rows go to `target`; by a store that it reads where `by_store`."""

    target: GraphNode
    by_store: bool = False


Edges = Mapping[GraphNode, Sequence[Edge]]


def graph_rows(nodes: Iterable[TopologyNode]) -> tuple[GraphRow, ...]:
    """The topology from top to bottom, every node after all that lead to it."""
    found, edges = _graph(tuple(nodes))
    return tuple(_rows(_ordered(found, edges), edges))


def _graph(nodes: Sequence[TopologyNode]) -> tuple[list[GraphNode], Edges]:
    at_home: dict[tuple[int, str], tuple[GraphNode, ...]] = {}
    for node in nodes:
        if node.kind is NodeKind.PROCESSOR:
            at_home[node.subtopology, node.name] = (GraphNode(node.name, node.subtopology, node.stores),)
        else:
            at_home[node.subtopology, node.name] = tuple(GraphNode(topic) for topic in node.topics)
    edges: defaultdict[GraphNode, list[Edge]] = defaultdict(list)
    for node in nodes:
        for each in at_home[node.subtopology, node.name]:
            for name in node.successors:
                for target in at_home.get((node.subtopology, name), ()):
                    if target != each and Edge(target) not in edges[each]:
                        edges[each].append(Edge(target))
    found = list(dict.fromkeys(each for group in at_home.values() for each in group))
    _add_store_edges(found, edges)
    return found, edges


def _add_store_edges(found: Sequence[GraphNode], edges: defaultdict[GraphNode, list[Edge]]) -> None:
    """A table that a join looks up ends in a store: the way goes on from there to the steps that read the store."""
    for last in [node for node in found if not node.is_topic and not edges[node]]:
        before = _before(last, edges)
        kept = {store for node in before for store in node.stores}
        for reader in found:
            if reader not in before and kept.intersection(reader.stores):
                edges[last].append(Edge(reader, by_store=True))


def _before(node: GraphNode, edges: Edges) -> set[GraphNode]:
    """The node and all that lead to it."""
    reached, waiting = {node}, [node]
    while waiting:
        target = waiting.pop()
        for source, out in list(edges.items()):
            if source not in reached and any(edge.target == target for edge in out):
                reached.add(source)
                waiting.append(source)
    return reached


def _ordered(found: Sequence[GraphNode], edges: Edges) -> list[GraphNode]:
    """Each chain in one piece, every node after all that lead to it; what goes in circles comes last."""
    missing = dict.fromkeys(found, 0)
    for node in found:
        for edge in edges.get(node, ()):
            missing[edge.target] += 1
    ready = [node for node in reversed(found) if not missing[node]]
    ordered: list[GraphNode] = []
    while ready:
        node = ready.pop()
        ordered.append(node)
        for edge in reversed(edges.get(node, ())):
            missing[edge.target] -= 1
            if not missing[edge.target]:
                ready.append(edge.target)
    return [*ordered, *(node for node in found if node not in ordered)]


def _rows(ordered: Sequence[GraphNode], edges: Edges) -> Iterable[GraphRow]:
    lanes: list[Edge | None] = []
    seen: set[GraphNode] = set()
    for node in ordered:
        seen.add(node)
        mine = [lane for lane, edge in enumerate(lanes) if edge is not None and edge.target == node]
        lane = mine[0] if mine else _free(lanes, 0)
        for other in mine[1:]:
            yield GraphRow(_turn(lanes, lane, other, "╯"))
            lanes[other] = None
        lanes[lane] = None
        yield GraphRow(_cells(lanes, {lane: " "}), node, lane)
        # What leads back to a node that stands above already is left out: nothing ksqlDB builds goes in circles.
        out = [edge for edge in edges.get(node, ()) if edge.target not in seen]
        for number, edge in enumerate(out):
            if number == 0:
                lanes[lane] = edge
                continue
            other = _free(lanes, lane + 1)
            yield GraphRow(_turn(lanes, lane, other, "╮"))
            lanes[other] = edge
        while lanes and lanes[-1] is None:
            lanes.pop()


def _free(lanes: list[Edge | None], start: int) -> int:
    """The first lane from `start` on that leads nowhere; a new one where all do."""
    for lane in range(start, len(lanes)):
        if lanes[lane] is None:
            return lane
    lanes.extend([None] * (max(start + 1, len(lanes) + 1) - len(lanes)))
    return len(lanes) - 1


def _turn(lanes: Sequence[Edge | None], lane: int, other: int, corner: str) -> str:
    """A row that leads lane `other` into `lane` or out of it, over the lanes between."""
    cells = _cells(lanes, {lane: "├", other: corner})
    between = "".join("┼" if sign in "│┊" else "─" for sign in cells[2 * lane + 1 : 2 * other])
    return f"{cells[: 2 * lane + 1]}{between}{cells[2 * other :]}"


def _cells(lanes: Sequence[Edge | None], signs: Mapping[int, str]) -> str:
    def sign(lane: int) -> str:
        edge = lanes[lane] if lane < len(lanes) else None
        return signs.get(lane) or (" " if edge is None else "┊" if edge.by_store else "│")

    return " ".join(sign(lane) for lane in range(max(len(lanes), *(lane + 1 for lane in signs))))
