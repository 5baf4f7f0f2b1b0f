"""Owns what the page of a consumer group says: its members, where it stands; knows no widget."""

from __future__ import annotations

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Group
from ksqltui.speech.speech import Speech, Told
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import UNKNOWN
from ksqltui.tui.widgets.page_parts import EDGE, grid, number_word, own_tools, page_head, section
from ksqltui.tui.widgets.words import Line, Word, said, wrapped


def group_page(group: Group, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    query = facts.usage.query_of_group(group.id)
    lag = say("lag {lag}", lag=UNKNOWN if group.lag is None else number_text(group.lag))
    state = say(Told(group.state.value))
    lines: list[Line] = [page_head(group.id, state, lag, width), ()]
    facts_of = [
        (say("query"), query.id if query is not None else ""),
        (say("protocol"), group.protocol),
        (say("coordinator"), "" if group.coordinator is None else str(group.coordinator)),
        (
            say("never committed"),
            say.count(group.never_committed, "in {count} partition", "in {count} partitions")
            if group.never_committed
            else "",
        ),
    ]
    lines += [(EDGE, Word(label.ljust(18), "faint"), *said(value)) for label, value in facts_of if value]
    if group.problem:
        lines += wrapped((EDGE, Word(group.problem, "warning")), width - 1, indent=(EDGE,))
    lines += [(), *_members(group, say), section(say("Offsets"))]
    heads = [
        (say("topic"), False), (say("partition"), True), (say("committed"), True), (say("end"), True),
        (say("lag"), True), (say("member"), False),
    ]  # fmt: skip
    names = {member.id: member.client_id or member.id for member in group.members}
    rows: list[list[Line]] = []
    for each in group.partitions:
        never = each.committed is None
        rows.append(
            [
                tuple(said(each.topic, "foreground")),
                (Word(str(each.partition), "muted"),),
                (Word(say("never committed"), "warning"),) if never else number_word(each.committed),
                number_word(each.latest),
                number_word(each.lag, "foreground"),
                tuple(said(names.get(each.member, each.member), "muted")),
            ]
        )
    lines += grid(heads, rows) if rows else [(EDGE, Word(say("It has committed nothing."), "faint"))]
    return [*lines, (), *own_tools(f"kafka-consumer-groups --describe --group {group.id}", facts, width, say)]


def _members(group: Group, say: Speech) -> list[Line]:
    if not group.members:
        words = (
            say("No member reads now.") if group.protocol or not group.is_active else say("Its members are not told.")
        )
        return [section(say("Members")), (EDGE, Word(words, "faint")), ()]
    rows: list[list[Line]] = [
        [
            tuple(said(member.client_id or member.id, "foreground")),
            tuple(said(member.host, "muted")),
            tuple(said(", ".join(f"{place.topic}-{place.partition}" for place in member.assignment), "muted")),
        ]
        for member in group.members
    ]
    heads = [(say("client"), False), (say("host"), False), (say("reads"), False)]
    return [section(say("Members")), *grid(heads, rows), ()]
