"""Owns the pieces that the pages of the cluster view are made of: heads, sections, grids; knows no cluster's things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ksqltui.model.cell_text import number_text
from ksqltui.speech.speech import Speech
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import UNKNOWN
from ksqltui.tui.widgets.words import Line, Word, cells, said, wrapped

EDGE = Word(" ")
GAP = 2


def page_head(name: str, about: str, right: str, width: int) -> Line:
    left = [EDGE, *said(name, "foreground", bold=True), Word(f"   {about}", "muted")]
    gap = width - cells(left) - cells((Word(right),)) - 1
    return (*left, Word(" " * max(3, gap)), Word(right, "foreground"))


def section(title: str) -> Line:
    return (EDGE, Word(title, "foreground", bold=True))


def spread(left: Iterable[Word], right: Line, width: int) -> Line:
    words = tuple(left)
    return (*words, Word(" " * max(1, width - cells(words) - cells(right) - 1)), *right)


def number_word(number: int | None, ink: str = "muted") -> Line:
    return (Word(UNKNOWN, "faint"),) if number is None else (Word(number_text(number), ink),)


def grid(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Line]]) -> list[Line]:
    """Rows of words under faint heads; `True` beside a head puts its column to the right edge."""
    widths = [max([cells((Word(head),)), *(cells(row[at]) for row in rows)]) for at, (head, _) in enumerate(heads)]
    lines = [tuple(_laid(heads, widths, [(Word(head, "faint"),) for head, _ in heads]))]
    return [*lines, *(tuple(_laid(heads, widths, row)) for row in rows)]


def _laid(heads: Sequence[tuple[str, bool]], widths: Sequence[int], row: Sequence[Line]) -> Iterator[Word]:
    yield EDGE
    last = len(heads) - 1
    for at, ((_, right), wide, cell) in enumerate(zip(heads, widths, row, strict=True)):
        blank = Word(" " * (wide - cells(cell)))
        yield from (blank, *cell) if right else (*cell, blank) if at < last else cell
        if at < last:
            yield Word(" " * GAP)


def own_tools(command: str, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    if facts.is_told_by_ksqldb:
        return []
    words = (EDGE, *said(f"{command} --bootstrap-server {facts.address}", "muted"))
    return [section(say("With Kafka's own tools")), *wrapped(words, width - 1, indent=(Word("   "),))]


def clock_words(seconds: float) -> str:
    """A wall time of this place as HH:MM:SS."""
    return datetime.fromtimestamp(seconds).strftime("%H:%M:%S")
