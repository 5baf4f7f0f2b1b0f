"""Owns what the side panel says about the compose stack; knows facts, not widgets."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from ksqltui.model.stack import Service
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.panel_line import PanelLine, Words, note, section_title
from ksqltui.tui.widgets.side_panel_cluster import ROOM, numbers_text
from ksqltui.tui.widgets.stack_facts import StackFacts, age_text, cpu_text, memory_text

MOST_TROUBLE_LINES = 5
_NUMBERED = re.compile(r"(.*?)(\d+)\Z")


def stack_lines(facts: StackFacts, glyphs: Glyphs, say: Speech = ENGLISH) -> Iterator[PanelLine]:
    """What is not well first, each with a word; what is well by its name without the number, on a line each."""
    picture = facts.picture
    if picture.problem:
        yield section_title(say("Stack"), say("Docker is away") if facts.is_known else say("no Docker"), "error")
        yield from _trouble(facts, glyphs, say)
        return
    if not facts.is_known:
        yield section_title(say("Stack"), say("not known yet"))
        return
    if not picture.is_there:
        yield section_title(say("Stack"), say("not started"))
        yield PanelLine(((say("F12 starts it"), "faint"),), key="stack")
        return
    count = len(picture.services)
    is_well = picture.well == count
    words = say("{well} of {count} healthy", well=picture.well, count=count)
    yield section_title(say("Stack"), words, "muted" if is_well else "warning")
    quiet: dict[str, list[Service]] = {}
    for service in picture.services:
        if not service.mood.is_well or service.name in facts.doing or service.restarts:
            yield _loud(service, facts, glyphs, say)
        else:
            quiet.setdefault(_family(service), []).append(service)
    for family, members in quiet.items():
        yield _quiet(family, members, facts, glyphs, say)


def _loud(service: Service, facts: StackFacts, glyphs: Glyphs, say: Speech) -> PanelLine:
    sign, voice = facts.sign(service, glyphs)
    words = facts.word(service, say)
    if service.mood.is_well and service.name not in facts.doing:
        words, voice = say.count(service.restarts, "{count} restart", "{count} restarts"), "warning"
    elif service.name not in facts.doing and service.state != "running" and service.finished_at:
        aged = f"{words} {age_text(facts.now - service.finished_at, say)}"
        words = aged if cell_len(f"{sign} {service.label}{aged}") <= ROOM else words
    return PanelLine(((f"{sign} ", voice), (service.label, "text")), ((words, voice),), key=f"service {service.name}")


def _quiet(family: str, members: Sequence[Service], facts: StackFacts, glyphs: Glyphs, say: Speech) -> PanelLine:
    name = members[0].label
    if len(members) > 1:
        name = family + numbers_text([int(_NUMBERED.sub(r"\2", each.label)) for each in members], glyphs)
    known = [facts.figures[each.name] for each in members if each.name in facts.figures]
    right: Words = ()
    if known:
        cpu, memory = sum(each.cpu for each in known), sum(each.memory for each in known)
        right = ((_figures(cpu, memory, ROOM - cell_len(f"{glyphs.running} {name}"), say), "muted"),)
    return PanelLine(((f"{glyphs.running} ", "success"), (name, "text")), right, key=f"service {members[0].name}")


def _figures(cpu: float, memory: int, room: int, say: Speech) -> str:
    """`14 % 2.9 GB` in two columns; closer together, then rounder, where the name leaves too little room."""
    share, size = cpu_text(cpu), memory_text(memory, say)
    fuller = (f"{share:>4} {size:>6}", f"{share} {size}")
    return next((text for text in fuller if cell_len(text) <= room), f"{share} {memory_text(memory, say, digits=0)}")


def _family(service: Service) -> str:
    """What services of one kind share: `kafka-broker` of kafka-broker1; a name without a number is its own."""
    numbered = _NUMBERED.match(service.label)
    return numbered[1] if numbered is not None else f"{service.label} "


def _trouble(facts: StackFacts, glyphs: Glyphs, say: Speech) -> Iterator[PanelLine]:
    picture = facts.picture
    if not facts.is_known:
        # Whoever has no Docker wants to know once, and not nine lines of it.
        yield PanelLine(((f"{glyphs.away} ", "error"), (say("F12 says why"), "faint")), key="stack")
        return
    lines = textwrap.wrap(say(picture.problem), ROOM - 2)
    yield PanelLine(((f"{glyphs.away} ", "error"), (lines[0] if lines else "", "text")), key="stack")
    for line in lines[1:MOST_TROUBLE_LINES]:
        yield PanelLine(((f"  {line}", "text"),))
    if len(lines) > MOST_TROUBLE_LINES:
        yield note(f"  {say('F12 shows all')}")
    if picture.taken_at is not None and picture.services:
        age = age_text(facts.now - picture.taken_at, say)
        was = say("{well} of {count} healthy", well=picture.well, count=len(picture.services))
        yield note(f"  {was}, {say('{age} ago', age=age)}")
