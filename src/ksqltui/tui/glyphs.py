"""Owns the signs of look.md: each one cell wide, each with an ASCII stand-in; knows no colour and no widget."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs; every sign of the Unicode set is one cell, so a column keeps its width."""

    running: str = "●"
    starting: str = "◐"
    away: str = "○"
    paused: str = "‖"
    finished: str = "✓"
    stopped: str = "■"
    failed: str = "✗"
    warning: str = "!"
    bar: str = "▎"
    closed: str = "▸"
    opened: str = "▾"
    up: str = "▲"
    down: str = "▼"
    becomes: str = "→"
    inside: str = "›"
    cut: str = "…"
    times: str = "×"
    range: str = "–"
    unsaved: str = "•"
    topic: str = "◆"
    step: str = "•"
    tree: str = "│┊├└─╯╮┼"


UNICODE = Glyphs()
ASCII = Glyphs(
    running="*",
    starting="o",
    away=".",
    paused="=",
    finished="v",
    stopped="#",
    failed="x",
    bar="|",
    closed=">",
    opened="v",
    up="^",
    down="v",
    becomes=">",
    inside=">",
    cut="..",
    times="x",
    range="-",
    unsaved="*",
    topic="#",
    step="*",
    tree="|:++-'.+",
)
