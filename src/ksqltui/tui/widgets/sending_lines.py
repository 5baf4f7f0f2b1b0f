"""Owns the words around a message that is sent: how the replicas stand, what became of it; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Config, Partition, Topic
from ksqltui.model.sending import Acks, Delivery, Outgoing
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.words import Line, Word, said

MOST_SHOWN = 6
WANTED = "min.insync.replicas"


def outgoing(topic: str, texts: Mapping[str, str]) -> Outgoing:
    """The message of the fields "key", "value", "partition" and "headers"; empty is null. Raises ValueError."""
    number = texts["partition"].strip()
    if number and not (number.isascii() and number.isdigit()):
        raise ValueError(Told("A partition is a number from 0 on; leave it empty to let the key choose."))
    headers: list[tuple[str, bytes | None]] = []
    for part in texts["headers"].split():
        name, sign, value = part.partition("=")
        if not sign or not name:
            raise ValueError(Told("{text} is no header: write name=value, with spaces between them.", text=part))
        headers.append((name, value.encode()))
    key, value = texts["key"], texts["value"]
    return Outgoing(
        topic,
        value.encode() if value else None,
        key.encode() if key else None,
        int(number) if number else None,
        tuple(headers),
    )


def standing_lines(
    topic: Topic | None, configs: Sequence[Config], glyphs: Glyphs = UNICODE, say: Speech = ENGLISH
) -> list[Line]:
    """How the replicas of each partition stand, and what acks of all would come to now."""
    if topic is None:
        return [(Word(say("The topic is not known yet."), "faint"),)]
    told = next((config.value for config in configs if config.name == WANTED), None)
    wanted = int(told) if told is not None and told.isdigit() else None
    lines = [_standing(each, wanted, say) for each in topic.partitions[:MOST_SHOWN]]
    if len(topic.partitions) > MOST_SHOWN:
        more = len(topic.partitions) - MOST_SHOWN
        lines.append((Word(say.count(more, "{count} more partition", "{count} more partitions"), "faint"),))
    if wanted is None:
        return lines
    short = [str(each.number) for each in topic.partitions if len(each.in_sync) < wanted]
    if not short:
        words = say("Every partition has {wanted} in sync, as {config} asks.", wanted=wanted, config=WANTED)
        return [*lines, (Word(f"{glyphs.finished} {words}", "success"),)]
    words = say(
        "{config} asks for {wanted} in sync: acks all is refused in partition {partitions}.",
        config=WANTED,
        wanted=wanted,
        partitions=", ".join(short),
    )
    return [*lines, (Word(f"{glyphs.warning} {words}", "warning"),)]


def _standing(each: Partition, wanted: int | None, say: Speech) -> Line:
    leader = say("none") if each.leader is None else str(each.leader)
    words = [
        Word(say("partition {number}", number=each.number), "muted"),
        Word(f"   {say('leader')} ", "faint"),
        Word(leader, "error" if each.leader is None else "foreground"),
        Word(f"   {say('in sync')} ", "faint"),
    ]
    for id in each.replicas:
        words.append(Word(f"{id} ", "success") if id in each.in_sync else Word("· ", "error"))
    if wanted is not None and len(each.in_sync) < wanted:
        words.append(Word(say("{count} of {wanted}", count=len(each.in_sync), wanted=wanted), "warning"))
    return tuple(words)


def delivery_line(acks: Acks, delivery: Delivery, glyphs: Glyphs = UNICODE, say: Speech = ENGLISH) -> Line:
    """What became of a message, with the broker's own error where it was refused."""
    took = f"{delivery.seconds * 1000:.0f} ms"
    head = f"acks {acks.value}   "
    if not delivery.is_delivered:
        why = say("{error} after {time}: {problem}", error=delivery.error, time=took, problem=say(delivery.problem))
        return (Word(f"{glyphs.failed} {head}", "error"), *said(why, "error"))
    if delivery.offset is None or acks is Acks.NO:
        return (Word(f"{glyphs.starting} {head}{say('sent; nobody said that it arrived')}", "warning"),)
    words = say(
        "delivered to partition {partition} at offset {offset} in {time}",
        partition=delivery.partition,
        offset=number_text(delivery.offset),
        time=took,
    )
    return (Word(f"{glyphs.finished} {head}{words}", "success"),)
