"""Owns what stands around the lists of the cluster view: tab names, notes under a list, what is wrong; draws none."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.duration import span
from ksqltui.speech.speech import Speech
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import UNKNOWN, ClusterTab, Listing, ListWish
from ksqltui.tui.widgets.page_parts import clock_words
from ksqltui.tui.widgets.tab_row import RowWord, TabLabel
from ksqltui.tui.widgets.words import Line, Word


def tab_labels(facts: ClusterFacts, say: Speech) -> tuple[TabLabel, ...]:
    """The tabs with how many things each has."""
    picture = facts.picture
    brokers = f"{picture.brokers_up}/{len(picture.brokers)}" if picture.brokers else UNKNOWN
    objects = sum(1 for _ in facts.snapshot.sources()) + len(facts.snapshot.queries)
    return (
        TabLabel("brokers", f"{say('Brokers')} {brokers}"),
        TabLabel("topics", f"{say('Topics')} {len(picture.topics)}"),
        TabLabel("groups", f"{say('Groups')} {len(picture.groups)}"),
        TabLabel("objects", f"{say('ksqlDB objects')} {objects}"),
    )


def row_words(facts: ClusterFacts, wish: ListWish, say: Speech) -> tuple[RowWord, ...]:
    """Whether only problems are shown, and of when the picture is."""
    problems = say("on") if wish.problems_only else say("off")
    age = clock_words(facts.picture.taken_at) if facts.picture.is_known else UNKNOWN
    return RowWord("problems", say("problems only"), problems), RowWord("look", say("as of"), age)


def list_notes(found: Listing, tab: ClusterTab, wish: ListWish, facts: ClusterFacts, say: Speech) -> list[Line]:
    """What stands under a list: what the filter hides, or why there is nothing."""
    if found.rows:
        hidden = found.count - len(found.rows)
        words = say.count(hidden, "{count} more hidden by the filter", "{count} more hidden by the filter")
        return [(), (Word(words, "faint"),)] if hidden else []
    return [(Word(_why_nothing(tab, wish, facts, say), "faint"),)]


def _why_nothing(tab: ClusterTab, wish: ListWish, facts: ClusterFacts, say: Speech) -> str:
    if not facts.picture.is_known and facts.trouble is None:
        return say("Looking at the cluster")
    if wish.text:
        return say("No name has {text} in it.", text=wish.text)
    if wish.problems_only:
        return say("Nothing is wrong here.")
    if tab is ClusterTab.BROKERS and facts.is_told_by_ksqldb:
        return say("Brokers are told by the brokers themselves.")
    return say("None yet.")


def trouble_words(facts: ClusterFacts, say: Speech) -> Sequence[str]:
    """Why the brokers are not reached and what is shown meanwhile, or what went wrong in parts."""
    trouble = facts.trouble
    if trouble is None:
        return [say(each.message) for each in facts.picture.troubles[:2]]
    lines = [say(trouble.message), say(trouble.advice)]
    if facts.is_told_by_ksqldb:
        lines.append(say("What is shown is told by ksqlDB: no leaders, no configs, no groups of others."))
    elif facts.picture.is_known:
        lines.append(say("What is shown is {time} old.", time=span(facts.picture.age(facts.now))))
    if facts.next_look_at is not None:
        lines.append(say("Next look in {seconds} s.", seconds=max(1, round(facts.next_look_at - facts.now))))
    return [line for line in lines if line]
