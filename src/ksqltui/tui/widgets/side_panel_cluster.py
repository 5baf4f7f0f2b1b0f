"""Owns what the side panel says about a cluster: brokers, topics, consumer groups; knows facts, not widgets."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator

from rich.cells import cell_len

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Broker, Group, Topic
from ksqltui.model.duration import span
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.panel_line import PanelLine, Words, note, section_title
from ksqltui.tui.widgets.sparkline import sparkline

ROOM = 27
"""Cells of a line between its edges, one left for the gap before what stands at the right."""
SPARK = 8
MOST_GROUPS = 5
MOST_TROUBLE_LINES = 9


def broker_lines(facts: ClusterFacts, glyphs: Glyphs, say: Speech = ENGLISH) -> Iterator[PanelLine]:
    """Brokers that are down first, each with a word; those that are well on one line."""
    picture = facts.picture
    if facts.trouble is not None:
        yield section_title(say("Brokers"), say("away"), "error")
        yield from _trouble_lines(facts, glyphs, say)
    elif facts.is_told_by_ksqldb:
        yield section_title(say("Brokers"))
        yield note(say("all is told by ksqlDB"))
    elif not picture.is_known:
        yield section_title(say("Brokers"))
        yield note(say("not known yet"))
    else:
        yield section_title(say("Brokers"), *_brokers_summary(facts, say))
        for broker in picture.brokers:
            if not broker.is_up:
                yield _broker_down(broker, facts, glyphs, say)
    well = [broker for broker in picture.brokers if broker.is_up]
    if well:
        yield _brokers_up(well, glyphs, say)


def topic_lines(
    facts: ClusterFacts, expanded: Collection[str], glyphs: Glyphs, say: Speech = ENGLISH
) -> Iterator[PanelLine]:
    """Topics with their rates, those with a problem first; internal ones that are well on one line."""
    topics = facts.picture.topics
    has_rates = any(topic.rate is not None for topic in topics)
    yield section_title(say("Topics"), (say("records/s") if has_rates else say("partitions")) if topics else "")
    if not topics:
        yield note(say("none") if facts.picture.is_known else say("not known yet"))
    shown = [topic for topic in topics if topic.has_problem or not facts.is_internal(topic)]
    for topic in sorted(shown, key=lambda each: not each.has_problem):
        yield _topic(topic, facts, glyphs, has_rates=has_rates)
        if f"topic {topic.name}" in expanded:
            yield from _topic_details(topic, facts, say)
    hidden = len(topics) - len(shown)
    if hidden:
        yield PanelLine(((say.count(hidden, "{count} internal", "{count} internal"), "faint"),), key="topics internal")


def group_lines(facts: ClusterFacts, glyphs: Glyphs, say: Speech = ENGLISH) -> Iterator[PanelLine]:
    """Consumer groups that lag, the worst first; those that are well on one line."""
    groups = facts.picture.groups
    lag = facts.picture.lag
    summary = say("lag {lag}", lag="–" if lag is None else number_text(lag)) if groups else ""
    yield section_title(say("Groups"), summary, "warning" if lag else "faint")
    if not groups:
        yield note(say("none") if facts.picture.groups_taken_at else say("not known yet"))
        return
    behind = sorted((group for group in groups if group.lag or group.problem), key=lambda group: -(group.lag or 0))
    for group in behind[:MOST_GROUPS]:
        yield _group(group, facts, glyphs)
    rest = len(groups) - len(behind[:MOST_GROUPS])
    if rest:
        words = say.count(rest, "{count} without lag", "{count} without lag")
        if len(behind) > MOST_GROUPS:
            words = say.count(rest, "{count} more", "{count} more")
        yield PanelLine(((f"{glyphs.running} ", "success"), (words, "muted")), key="groups")


def _brokers_summary(facts: ClusterFacts, say: Speech) -> tuple[str, str]:
    picture = facts.picture
    up, all_of_them = picture.brokers_up, len(picture.brokers)
    if up < all_of_them:
        return say("{up} of {all} up", up=up, all=all_of_them), "error"
    ill = sum(topic.under_replicated + topic.offline for topic in picture.topics)
    if ill:
        return say("{up} up, {count} out of sync", up=up, count=ill), "warning"
    return say("{up} up, all in sync", up=up), "muted"


def _broker_down(broker: Broker, facts: ClusterFacts, glyphs: Glyphs, say: Speech) -> PanelLine:
    where = broker.address or say("address unknown")
    return PanelLine(
        ((f"{glyphs.away} ", "error"), (f"{broker.id}  ", "text"), (where, "muted")),
        ((gone_words(broker, facts, say), "error"),),
        key=f"broker {broker.id}",
    )


def gone_words(broker: Broker, facts: ClusterFacts, say: Speech = ENGLISH) -> str:
    """`gone for 38 s`; without a time for a broker that was down when the watching began."""
    since = facts.gone_since.get(broker.id)
    return say("down") if since is None else say("gone for {time}", time=span(max(1.0, facts.now - since)))


def _brokers_up(brokers: list[Broker], glyphs: Glyphs, say: Speech) -> PanelLine:
    controller = next((broker.id for broker in brokers if broker.is_controller), None)
    ids = numbers_text([broker.id for broker in brokers], glyphs)
    right = () if controller is None else ((say("controller {id}", id=controller), "muted"),)
    return PanelLine(((f"{glyphs.running} ", "success"), (ids, "text")), right, key="brokers")


def numbers_text(numbers: list[int], glyphs: Glyphs) -> str:
    """`1–3, 5`: three or more in a row by their ends."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}{glyphs.range}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _trouble_lines(facts: ClusterFacts, glyphs: Glyphs, say: Speech) -> Iterator[PanelLine]:
    trouble = facts.trouble
    if trouble is None:
        return
    yield PanelLine(((f"{glyphs.away} ", "error"), (facts.address, "text")), key="brokers away")
    lines = [*_wrapped(say(trouble.message), "text"), *_wrapped(say(trouble.advice), "muted")]
    yield from lines[:MOST_TROUBLE_LINES]
    if len(lines) > MOST_TROUBLE_LINES:
        yield PanelLine(((say("Enter shows all"), "faint"),))
    if facts.is_told_by_ksqldb:
        yield note(say("what follows is told by ksqlDB"))
    elif facts.picture.is_known:
        yield note(say("shown as it was {time} ago", time=span(facts.picture.age(facts.now))))


def _wrapped(text: str, voice: str) -> Iterator[PanelLine]:
    for part in text.split("\n"):
        for line in textwrap.wrap(part, ROOM + 1):
            yield PanelLine(((line, voice),))


def _topic(topic: Topic, facts: ClusterFacts, glyphs: Glyphs, *, has_rates: bool) -> PanelLine:
    name = ((f"{glyphs.warning} ", "warning"), (topic.name, "text")) if topic.has_problem else ((topic.name, "text"),)
    if not has_rates:
        return PanelLine(name, ((str(len(topic.partitions)), "muted"),), key=f"topic {topic.name}", expandable=True)
    rate, rates = topic.rate, facts.rates.get(topic.name, ())
    told = "–" if rate is None else f"{rate:.1f}"
    right: Words = ((told, "text" if rate else "faint"),)
    room = ROOM - cell_len(topic.name) - (2 if topic.has_problem else 0) - max(4, len(told)) - 1
    if any(rates):
        right = ((sparkline(rates, min(SPARK, max(room, 0))), "spark"), (f" {told:>4}", "text" if rate else "faint"))
    return PanelLine(name, right, key=f"topic {topic.name}", expandable=True)


def _topic_details(topic: Topic, facts: ClusterFacts, say: Speech) -> Iterator[PanelLine]:
    size = "–" if topic.size is None else number_text(topic.size)
    copies = f" × {topic.replication_factor}" if topic.replication_factor else ""
    yield PanelLine((("  " + say("records"), "faint"),), ((size, "muted"),))
    yield PanelLine((("  " + say("partitions"), "faint"),), ((f"{len(topic.partitions)}{copies}", "muted"),))
    for source in facts.used(topic.name).sources:
        yield PanelLine((("  " + say("ksqlDB"), "faint"),), ((source, "muted"),))
    for group in facts.picture.readers_of(topic.name):
        lag = group.lag_in(topic.name)
        yield PanelLine(((f"  {group.id}", "muted"),), ((say("lag {lag}", lag="–" if lag is None else lag), "muted"),))


def _group(group: Group, facts: ClusterFacts, glyphs: Glyphs) -> PanelLine:
    query = facts.usage.query_of_group(group.id)
    sign, voice = (glyphs.warning, "warning") if group.problem else (glyphs.starting, "warning")
    lag = "–" if group.lag is None else number_text(group.lag)
    return PanelLine(
        ((f"{sign} ", voice), (query.id if query is not None else group.id, "text")),
        ((lag, "text"),),
        key=f"group {group.id}",
    )
