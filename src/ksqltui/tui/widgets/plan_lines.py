"""Owns how an explained query is drawn in lines: its head, its plan as a tree, its topology; knows no widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ksqltui.model.cell_text import number_text
from ksqltui.model.descriptions import QueryDetails, TaskOffset
from ksqltui.model.query_plan import PlanStep, parse_plan
from ksqltui.model.topology import parse_topology
from ksqltui.model.topology_graph import GraphNode, GraphRow, graph_rows
from ksqltui.speech.speech import Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.words import Line, Word, cells, said, wrapped

EDGE: Final = "  "
GAP: Final = 3
READABLE: Final = 100
"""Columns wrap at this width where the pane is wider."""

STEPS: Final[Mapping[str, Told]] = {
    "SINK": Told("writes its rows to {name}"),
    "PROJECT": Told("makes these columns"),
    "AGGREGATE": Told("keeps a value for each group"),
    "GROUP_BY": Told("brings rows of a group together"),
    "FILTER": Told("lets pass what meets the condition"),
    "REKEY": Told("gives rows another key"),
    "FLAT_MAP": Told("makes a row of each element"),
    "JOIN": Told("matches rows of both sides"),
    "SUPPRESS": Told("holds a window's rows until it closes"),
    "SOURCE": Told("reads {name}"),
}
"""What a step of ksqlDB's execution plan does, by its name."""
PROCESSORS: Final[Mapping[str, Told]] = {
    "TRANSFORMVALUES": Told("change values"),
    "FILTER": Told("filter"),
    "AGGREGATE": Told("aggregate"),
    "TOSTREAM": Told("table to stream"),
    "FOREACH": Told("give rows to the client"),
    "PROCESSOR": Told("give rows to the client"),
    "SOURCE": Told("keep as a table"),
    "SUPPRESS": Told("hold until the window closes"),
    "MAP": Told("change rows"),
    "FLATTRANSFORM": Told("make several rows"),
    "WINDOWED": Told("keep for the join"),
    "JOINTHIS": Told("join from the left"),
    "JOINOTHER": Told("join from the right"),
    "MERGE": Told("merge"),
}
"""What Kafka Streams' own processors do, by the middle of their names."""


def head_lines(query: QueryDetails, width: int, say: Speech, glyphs: Glyphs = UNICODE) -> list[Line]:
    """What is explained: a running query with its state, lag and consumer group, or a statement that does not run."""
    name = [Word(EDGE), *said(query.id, "foreground", bold=True)]
    if not query.state:
        words = say("Not running: this is how ksqlDB would run it.")
        return [(Word(EDGE), *_reads_and_writes(query, glyphs)), *wrapped([Word(EDGE), Word(words)], width - 1), ()]
    is_well = query.state == "RUNNING"
    glyph = Word(glyphs.running if is_well else glyphs.failed if query.state == "ERROR" else glyphs.paused)
    state = Word(f" {query.state.lower()}", "foreground" if is_well else "warning", bold=True)
    colour = "success" if is_well else "error" if query.state == "ERROR" else "warning"
    lines: list[Line] = [(*name, Word(" " * GAP), Word(glyph.text, colour), state, Word(" " * GAP), _lag(query, say))]
    lines.append((Word(EDGE), *_reads_and_writes(query, glyphs)))
    if query.consumer_group_id:
        group = [Word(EDGE), Word(say("consumer group") + " ", "faint"), *said(query.consumer_group_id)]
        lines += wrapped(group, width - 1, indent=(Word(EDGE),))
    return [*lines, ()]


def plan_lines(query: QueryDetails, width: int, say: Speech, glyphs: Glyphs = UNICODE) -> list[Line]:
    """The execution plan as a tree: the last step first, under each step those whose rows it takes."""
    steps = parse_plan(query.execution_plan)
    if not steps:
        return wrapped([Word(EDGE), Word(say("The server gave no plan."))], width - 1)
    lines: list[Line] = []
    for step in steps:
        lines += _step_lines(step, query, "", "", width, say, glyphs)
    return lines


def topology_lines(query: QueryDetails, width: int, say: Speech, glyphs: Glyphs = UNICODE) -> list[Line]:
    """Topics and steps from top to bottom, each row's lanes before it, with what the query has yet to read of a topic.

    Names that Kafka Streams numbers stand at the right where there is room.
    """
    rows = graph_rows(parse_topology(query.topology))
    if not rows:
        return wrapped([Word(EDGE), Word(say("The server gave no topology."))], width - 1)
    lanes = max(len(row.cells) for row in rows)
    lines: list[Line] = []
    last: GraphNode | None = None
    for row in rows:
        graph = [Word(EDGE), *_graph_words(row, glyphs), Word(" " * (lanes - len(row.cells) + 2))]
        if row.node is None:
            lines.append(tuple(graph))
            continue
        if not row.node.is_topic and (last is None or last.subtopology != row.node.subtopology):
            lanes_here = _drawn(row.cells[: 2 * row.lane] + "│" + row.cells[2 * row.lane + 1 :], glyphs)
            number = say("sub-topology {number}", number=row.node.subtopology)
            lines.append((Word(EDGE), Word(lanes_here.ljust(lanes + 2), "faint"), Word(number, "faint")))
        lines.append(_node_line(graph, row.node, query, width, say))
        last = row.node
    return lines


# --- the plan -----------------------------------------------------------------------------------------------------


def _step_lines(
    step: PlanStep, query: QueryDetails, lead: str, under: str, width: int, say: Speech, glyphs: Glyphs
) -> list[Line]:
    """The step's line after `lead`, its columns and its inputs after `under`."""
    does = STEPS.get(step.name)
    names = query.sinks if step.name == "SINK" else query.sources if step.name == "SOURCE" else ()
    # Of several sources the plan does not tell which one a step reads.
    name = ", ".join(names) or step.context
    words = [Word(EDGE + _drawn(lead, glyphs), "faint"), *said(step.name, "foreground", bold=True)]
    if does is not None:
        words += [Word(" " * GAP), *said(say(does.template, name=name), "muted")]
    lines: list[Line] = [tuple(words)]
    rail = under + ("│  " if step.inputs else "   ")
    opening = Word(EDGE + _drawn(rail, glyphs), "faint")
    lines += wrapped([opening, *_column_words(step.columns)], min(width - 1, READABLE), indent=(opening,))
    for number, each in enumerate(step.inputs):
        is_last = number == len(step.inputs) - 1
        lines.append((Word(EDGE + _drawn(f"{under}│", glyphs), "faint"),))
        lead, below = ("└─ ", "   ") if is_last else ("├─ ", "│  ")
        lines += _step_lines(each, query, under + lead, under + below, width, say, glyphs)
    return lines


def _column_words(columns: Sequence[str]) -> Iterable[Word]:
    """Each column's name in full ink, its type muted: `NAME STRING KEY, CNT BIGINT`."""
    for number, column in enumerate(columns):
        name, _, rest = column.partition(" ")
        yield from said(name, "foreground")
        yield from said(f" {rest}{'' if number == len(columns) - 1 else ', '}", "muted")


# --- the topology -------------------------------------------------------------------------------------------------


def _node_line(graph: Sequence[Word], node: GraphNode, query: QueryDetails, width: int, say: Speech) -> Line:
    if node.is_topic:
        words = [*graph, *said(node.name, "foreground", bold=True), Word(" " * GAP), Word(say("topic"), "faint")]
        at = _offsets_of(node.name, query)
        if not at:
            return tuple(words)
        words += [Word(" " * GAP), _lag_word(sum(each.lag for each in at), say)]
        behind = ", ".join(f"{each.partition}: {number_text(each.lag)}" for each in at if each.lag)
        if behind:
            words.append(Word("   " + say("by partition {lags}", lags=behind), "faint"))
        return tuple(words)
    does = _processor(node.name)
    words = [*graph, *(said(say(does)) if does else said(node.name))]
    if node.stores:
        words += [Word(" " * GAP), Word(say("store") + " ", "faint"), *said(", ".join(node.stores), "muted")]
    gap = width - 2 - cells(words) - len(node.name)
    if does and gap >= GAP:
        words += [Word(" " * gap), *said(node.name, "faint")]
    return tuple(words)


def _processor(name: str) -> Told | None:
    """What a processor does that Kafka Streams named itself: KSTREAM-FILTER-0000000003."""
    kind, _, rest = name.partition("-")
    return PROCESSORS.get(rest.partition("-")[0]) if kind in ("KSTREAM", "KTABLE") else None


def _graph_words(row: GraphRow, glyphs: Glyphs) -> list[Word]:
    if row.node is None:
        return [Word(_drawn(row.cells, glyphs), "faint")]
    at = 2 * row.lane
    sign = Word(glyphs.topic, "accent") if row.node.is_topic else Word(glyphs.step, "foreground")
    return [
        Word(_drawn(row.cells[:at], glyphs), "faint"),
        sign,
        Word(_drawn(row.cells[at + 1 :], glyphs), "faint"),
    ]


def _offsets_of(topic: str, query: QueryDetails) -> list[TaskOffset]:
    """Where the query's tasks stand in a topic; its own topics carry the consumer group's name before theirs."""
    names = {topic, f"{query.consumer_group_id}-{topic}"}
    found = (at for task in query.tasks_metadata for at in task.topic_offsets if at.topic in names)
    return sorted(found, key=lambda at: at.partition)


# --- words of both ------------------------------------------------------------------------------------------------


def _lag(query: QueryDetails, say: Speech) -> Word:
    return _lag_word(sum(at.lag for task in query.tasks_metadata for at in task.topic_offsets), say)


def _lag_word(lag: int, say: Speech) -> Word:
    return Word(say("lag {lag}", lag=number_text(lag)), "warning" if lag else "success")


def _reads_and_writes(query: QueryDetails, glyphs: Glyphs) -> list[Word]:
    """`PAYMENTS → PAYMENTS_AGGR`."""
    words = said(", ".join(query.sources), "foreground")
    if query.sinks:
        words += [Word(f" {glyphs.becomes} ", "faint"), *said(", ".join(query.sinks), "foreground")]
    return words


def _drawn(lines: str, glyphs: Glyphs) -> str:
    return lines.translate(str.maketrans(UNICODE.tree, glyphs.tree))
