"""Owns what one line of the side panel is: voiced words at its ends, and whether the cursor can stand on it."""

from __future__ import annotations

from dataclasses import dataclass

Words = tuple[tuple[str, str], ...]
"""Pieces of text, each with its voice: text, bold, muted, faint, spark, success, warning, error."""


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One line: `left` is cut where `right` needs the room. With a `key` the cursor can stand on it."""

    left: Words = ()
    right: Words = ()
    key: str = ""
    expandable: bool = False


def section_title(title: str, summary: str = "", voice: str = "faint") -> PanelLine:
    return PanelLine(((title, "bold"),), ((summary, voice),) if summary else ())


def note(words: str) -> PanelLine:
    return PanelLine(((words, "faint"),))
