"""Owns what header and tab row say about a session, in words; knows sessions, not widgets' looks."""

from __future__ import annotations

from ksqltui.model.data_size import size_in_units
from ksqltui.session.console import Console
from ksqltui.session.local_statements import OFFSET_RESET, plain_name
from ksqltui.session.no_server import NoServer
from ksqltui.session.property_changes import CACHE, GUARANTEE
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.widgets.header import ServerState
from ksqltui.tui.widgets.stack_facts import StackFacts
from ksqltui.tui.widgets.tab_row import RowWord

PREFIX = "ksql.streams."
SPOOL = "spool"
"""The chip of the file that SPOOL writes; no property has this name."""
SHORT_NAMES = {GUARANTEE: Told("guarantee")}


def property_of(console: Console, name: str) -> str | None:
    """The session's value for a property with or without its prefix, or None where the session set none."""
    return console.properties.get(name, console.properties.get(PREFIX + name))


def reads_from(console: Console) -> str:
    """Where a new push query begins: the session's word, else the server's, else ksqlDB's default."""
    return (
        property_of(console, OFFSET_RESET) or console.watcher.snapshot.properties.get(OFFSET_RESET, "latest")
    ).lower()


def cache_is_off(console: Console) -> bool:
    return property_of(console, CACHE) == "0"


def property_words(console: Console, say: Speech = ENGLISH) -> tuple[RowWord, ...]:
    """`from latest   cache default`: what changes how a query answers."""
    cache = property_of(console, CACHE)
    words = say("default") if cache is None else say("off") if cache == "0" else _size(cache, say)
    chips = [RowWord("from", say("from"), reads_from(console)), RowWord("cache", say("cache"), words)]
    if console.client.spool is not None:
        chips.append(RowWord(SPOOL, say("spool"), console.client.spool.path.name))
    for name, value in console.properties.items():
        plain = plain_name(name)
        if plain not in (OFFSET_RESET, CACHE):
            chips.append(RowWord(name, say(SHORT_NAMES.get(plain, plain)), value))
    return tuple(chips)


def server_state(console: Console, now: float, stack: StackFacts | None = None) -> ServerState:
    """What the header says now; `now` is wall seconds."""
    if isinstance(console.server, NoServer):
        return ServerState(recording=console.server.url)
    snapshot = console.watcher.snapshot
    version = snapshot.server.version if snapshot.server is not None else ""
    words, trouble = Told("running"), Told("")
    if snapshot.is_starting:
        words = Told("starting")
    elif snapshot.problem is not None:
        next_look = console.watcher.next_look_at
        words, trouble = Told("connection lost"), Told("trying again now")
        if next_look is not None:
            trouble = Told("trying again in {seconds} s", seconds=max(1, round(next_look - now)))
    elif snapshot.server is None:
        words = Told("connecting")
    elif snapshot.healthy is False:
        words = Told("unhealthy")
    summary: tuple[tuple[str, str], ...] = (
        (Told("topics"), str(len(snapshot.topics))),
        (Told("queries"), str(len(snapshot.queries))),
    )
    if stack is not None and stack.picture.is_there:
        well = "–" if stack.picture.problem else str(stack.picture.well)
        summary = ((Told("stack"), f"{well}/{len(stack.picture.services)}"), *summary)
    return ServerState(
        words=words,
        version=version,
        url=console.server.url,
        is_sandbox=console.is_sandbox,
        trouble=trouble,
        starting=snapshot.server is None or snapshot.is_starting,
        summary=summary if snapshot.taken_at else (),
        read_only=console.read_only,
        is_checked=console.is_server_checked,
    )


def _size(value: str, say: Speech) -> str:
    if not value.isdigit():
        return value
    number, unit = size_in_units(int(value))
    return f"{number} {say(unit)}"
