"""Owns what the stack screen says: the list of services, the log's head, the compose file; knows no widget."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich.cells import cell_len

from ksqltui.model.history import MASK
from ksqltui.model.stack import Service, ServiceMood
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.pick_list import ListColumn, ListRow
from ksqltui.tui.widgets.stack_facts import StackFacts, age_text, cpu_text, memory_text
from ksqltui.tui.widgets.words import Line, Word, cells, said

UNKNOWN = "–"
WIDE = 96
COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(""),
    ListColumn(Told("service")),
    ListColumn(Told("state")),
    ListColumn(Told("for"), is_right=True),
    ListColumn(Told("CPU"), is_right=True),
    ListColumn(Told("memory"), is_right=True),
    ListColumn(Told("restarts"), is_right=True),
    ListColumn(Told("ports"), is_flexible=True),
)
_SECRET = re.compile(r"(?i)password|passwd|secret|token|credential|api_?key|sasl.?jaas")
_ENTRY = re.compile(r"(\s*(?:- )?)([^\s:#][^:#]*?)(:\s+|:$|=)(.*)")
_INSIDE = re.compile(
    r"""(?ix) ( (?:password|secret|token) \w* \s* [=:] \s* ) (?: "[^"]+" | '[^']+' | [^\s;,"'•]+ )
    | ( :// [^/@\s:]+ : ) [^@/\s]+ (?=@)"""
)
"""A secret in the middle of a value: in a JAAS line, in a URL."""


def columns(say: Speech = ENGLISH) -> tuple[ListColumn, ...]:
    return tuple(ListColumn(say(each.name), each.is_right, each.is_flexible) for each in COLUMNS)


def service_rows(facts: StackFacts, width: int, glyphs: Glyphs = UNICODE, say: Speech = ENGLISH) -> tuple[ListRow, ...]:
    """A row for each service in the compose file's order; its key is the service's name there."""
    return tuple(_row(service, facts, width, glyphs, say) for service in facts.picture.services)


def _row(service: Service, facts: StackFacts, width: int, glyphs: Glyphs, say: Speech) -> ListRow:
    sign, colour = facts.sign(service, glyphs)
    since = service.as_it_is_since
    figures = facts.figures.get(service.name)
    memory = UNKNOWN
    if figures is not None:
        memory = memory_text(figures.memory, say)
        if width >= WIDE and figures.memory_limit:
            memory = say("{used} of {limit}", used=memory, limit=memory_text(figures.memory_limit, say))
    ports = service.ports_text.replace("→", glyphs.becomes)
    return ListRow(
        service.name,
        (
            (Word(sign, colour),),
            tuple(said(service.label, "foreground")),
            (Word(facts.word(service, say), "muted" if colour == "success" else colour),),
            (Word(UNKNOWN if since is None else age_text(facts.now - since, say), "muted"),),
            (Word(UNKNOWN if figures is None else cpu_text(figures.cpu), "muted"),),
            (Word(memory, "muted"),),
            (Word(str(service.restarts), "warning" if service.restarts else "faint"),),
            (Word(ports or UNKNOWN, "muted" if ports else "faint"),),
        ),
    )


def log_head(
    service: Service | None, problem: str, state: Line, dropped: int, glyphs: Glyphs = UNICODE, say: Speech = ENGLISH
) -> Line:
    """Whose log it is, whether it follows, and what is wrong with the service or with reading."""
    if service is None:
        return ()
    words = [Word("  "), *said(service.label, "foreground", bold=True), Word(f"  {say('log')}   ", "faint"), *state]
    if dropped:
        words.append(Word("   " + say.count(dropped, "{count} line dropped", "{count} lines dropped"), "faint"))
    if problem:
        words += [Word(f"   {glyphs.failed} ", "error"), *said(say(problem), "error")]
    elif service.health_note and service.mood is ServiceMood.UNHEALTHY:
        words += [Word(f"   {say('its check says:')} ", "faint"), *said(service.health_note, "warning")]
    return tuple(words)


def file_lines(text: str) -> list[Line]:
    """A compose file: comments quiet, names before values; what names a secret keeps its value to itself."""
    return [_file_line(line) for line in text.splitlines()]


def masked(text: str) -> str:
    """The file's text with the values of what names a secret hidden."""
    return "\n".join(_masked_line(line) for line in text.splitlines())


def _masked_line(line: str) -> str:
    entry = _ENTRY.fullmatch(line)
    if entry is None or not entry[4].strip() or not _SECRET.search(entry[2]):
        return _INSIDE.sub(lambda found: f"{found[1] or found[2]}{MASK}", line)
    return f"{entry[1]}{entry[2]}{entry[3]}{MASK}"


def _file_line(line: str) -> Line:
    line = _masked_line(line)
    entry = _ENTRY.fullmatch(line)
    if line.lstrip().startswith("#"):
        return (Word("  "), *said(line, "faint"))
    if entry is None:
        return (Word("  "), *said(line, "muted"))
    return (
        Word(f"  {entry[1]}", "faint"),
        *said(entry[2], "foreground"),
        *said(entry[3], "faint"),
        *said(entry[4], "muted"),
    )


def head_words(
    facts: StackFacts | None, engine: Mapping[str, str], width: int, glyphs: Glyphs, say: Speech = ENGLISH
) -> Line:
    """The screen's first row: program, how the stack is, its project, what runs it where there is room."""
    words = [Word(" ksqltui   ", "accent", bold=True, plane="background")]
    if facts is None or not (facts.is_known or facts.picture.problem):
        words += [_lain(f"{glyphs.starting} ", "warning"), _lain(say("Looking at the stack"), "foreground")]
        return tuple(words)
    picture = facts.picture
    count = len(picture.services)
    if picture.problem:
        words += [_lain(f"{glyphs.away} ", "error"), _lain(say("Docker is away"), "foreground")]
    elif not picture.is_there:
        words += [_lain(f"{glyphs.away} ", "faint"), _lain(say("The stack is not started"), "foreground")]
    else:
        sign, colour = (glyphs.running, "success") if picture.well == count else (glyphs.warning, "warning")
        told = say("{well} of {count} healthy", well=picture.well, count=count)
        words += [_lain(f"{sign} ", colour), _lain(told, "foreground")]
    words.append(_lain("   " + say("project {name}", name=picture.project), "muted"))
    runs_it = "".join(f"   {name} {version}" for name, version in engine.items())
    if cells(words) + cell_len(runs_it) <= width:
        words.append(_lain(runs_it, "faint"))
    return tuple(words)


def _lain(text: str, colour: str) -> Word:
    return Word(text, colour, plane="background")
