"""Owns what the page of a stream, table or query of ksqlDB says; knows no widget."""

from __future__ import annotations

from ksqltui.model.cell_text import number_text
from ksqltui.speech.speech import Speech
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.page_parts import EDGE, grid, page_head, section
from ksqltui.tui.widgets.words import Line, Word, said, wrapped


def object_page(key: str, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    kind, _, name = key.partition(" ")
    if kind == "query":
        return _query(name, facts, width, say)
    source = facts.snapshot.source(name)
    if source is None:
        return [(EDGE, Word(say("Nothing is chosen.") if not name else say("{name} is gone.", name=name), "faint"))]
    used = facts.used(source.topic)
    told = say("table") if source.is_table else say("stream")
    window = (source.window_type.lower() or say("windowed")) if source.is_windowed else ""
    lines: list[Line] = [page_head(source.name, " ".join(filter(None, (window, told))), "", width), ()]
    for label, value in (
        (say("topic"), source.topic),
        (say("formats"), f"{source.key_format}, {source.value_format}"),
        (say("written by"), ", ".join(used.written_by)),
        (say("read by"), ", ".join(used.read_by)),
    ):
        if value:
            lines.append((EDGE, Word(label.ljust(18), "faint"), *said(value, "foreground")))
    lines += [(), section(say("Columns"))]
    if not source.columns:
        return [*lines, (EDGE, Word(say("not known yet"), "faint"))]
    heads = [(say("column"), False), (say("type"), False), ("", False)]
    rows: list[list[Line]] = [
        [tuple(said(c.name, "foreground")), tuple(said(c.type)), (Word(c.kind.lower(), "faint"),)]
        for c in source.columns
    ]
    return [*lines, *grid(heads, rows)]


def _query(id: str, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    query = next((each for each in facts.snapshot.queries if each.id == id), None)
    if query is None:
        return [(EDGE, Word(say("{name} is gone.", name=id), "faint"))]
    used = facts.usage.queries.get(id)
    lag = "" if used is None or used.lag is None else say("lag {lag}", lag=number_text(used.lag))
    lines: list[Line] = [
        page_head(id, f"{query.query_type.lower()} {say('query')}, {query.state.lower()}", lag, width),
        (),
    ]
    told = [] if used is None else [
        (say("reads"), ", ".join(used.reads)), (say("writes"), ", ".join(used.writes)), (say("group"), used.group)
    ]  # fmt: skip
    lines += [(EDGE, Word(label.ljust(18), "faint"), *said(value, "foreground")) for label, value in told if value]
    lines += [(), section(say("Statement"))]
    for part in query.query_string.split("\n"):
        lines += wrapped((EDGE, *said(part, "foreground")), width - 1, indent=(EDGE,))
    return lines
