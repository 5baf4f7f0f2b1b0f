"""Owns what the page of a broker says: its partitions, its configs; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.cluster import Config
from ksqltui.speech.speech import Speech
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.config_lines import config_lines
from ksqltui.tui.widgets.page_parts import EDGE, grid, page_head, section
from ksqltui.tui.widgets.side_panel_cluster import gone_words
from ksqltui.tui.widgets.words import Line, Word, said


def broker_page(
    id: int, facts: ClusterFacts, width: int, configs: Sequence[Config], say: Speech, *, all_configs: bool
) -> list[Line]:
    broker = next(each for each in facts.picture.brokers if each.id == id)
    state = say("up") if broker.is_up else gone_words(broker, facts, say)
    role = say("controller") if broker.is_controller else ""
    lines: list[Line] = [page_head(say("Broker {id}", id=id), state, role, width), ()]
    for label, value in ((say("advertises"), broker.address), (say("rack"), broker.rack)):
        if value:
            lines.append((EDGE, Word(label.ljust(18), "faint"), *said(value, "foreground")))
    lines.append(())
    heads = [(say("topic"), False), (say("leads"), False), (say("follows"), False), (say("out of sync"), False)]
    rows: list[list[Line]] = []
    for topic in facts.picture.topics:
        held = [each for each in topic.partitions if id in each.replicas]
        if not held:
            continue
        leads = [each.number for each in held if each.leader == id]
        follows = [each.number for each in held if each.leader != id]
        behind = [each.number for each in held if id not in each.in_sync]
        ink = "muted" if facts.is_internal(topic) else "foreground"
        rows.append(
            [
                tuple(said(topic.name, ink)),
                *(
                    _numbers(numbers, colour)
                    for numbers, colour in ((leads, "foreground"), (follows, "muted"), (behind, "warning"))
                ),
            ]
        )
    lines += [section(say("Partitions")), *grid(heads, rows), ()] if rows else []
    return [*lines, *config_lines(configs or None, width, say, all_configs=all_configs)]


def _numbers(numbers: Sequence[int], ink: str) -> Line:
    if not numbers:
        return (Word("", ink),)
    shown = " ".join(map(str, numbers[:8]))
    return (Word(shown, ink), Word(f" +{len(numbers) - 8}" if len(numbers) > 8 else "", "faint"))
