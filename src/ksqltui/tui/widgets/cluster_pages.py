"""Owns which page of the cluster view a line of its lists has; knows no widget and says none of them itself."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.cluster import Config
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.broker_page import broker_page
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import ClusterTab
from ksqltui.tui.widgets.group_page import group_page
from ksqltui.tui.widgets.object_page import object_page
from ksqltui.tui.widgets.page_parts import EDGE
from ksqltui.tui.widgets.topic_page import topic_page
from ksqltui.tui.widgets.words import Line, Word


def page(
    facts: ClusterFacts,
    tab: ClusterTab,
    key: str,
    width: int,
    *,
    all_configs: bool = False,
    broker_configs: Sequence[Config] = (),
    glyphs: Glyphs = UNICODE,
    say: Speech = ENGLISH,
) -> list[Line]:
    """The page of one line of a list; a thing that is gone says so."""
    picture = facts.picture
    match tab:
        case ClusterTab.TOPICS:
            topic = picture.topic(key)
            if topic is not None:
                return topic_page(topic, facts, width, glyphs, say, all_configs=all_configs)
        case ClusterTab.GROUPS:
            group = picture.group(key)
            if group is not None:
                return group_page(group, facts, width, say)
        case ClusterTab.BROKERS:
            broker = next((each for each in picture.brokers if str(each.id) == key), None)
            if broker is not None:
                return broker_page(broker.id, facts, width, broker_configs, say, all_configs=all_configs)
        case ClusterTab.OBJECTS:
            return object_page(key, facts, width, say)
    return [(EDGE, Word(say("Nothing is chosen.") if not key else say("{name} is gone.", name=key), "faint"))]
