"""Owns how configs of a topic or a broker read on its page: value, unit, who set it; asks for none."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Config, ConfigSource
from ksqltui.model.data_size import size_in_units
from ksqltui.model.duration import span
from ksqltui.speech.speech import Speech, Told
from ksqltui.tui.widgets.page_parts import EDGE, spread
from ksqltui.tui.widgets.words import Line, Word, cells, said

NARROW = 75
"""A page of fewer cells has names no wider than they are."""
ALWAYS_SHOWN = ("min.insync.replicas", "retention.ms", "cleanup.policy", "max.message.bytes", "retention.bytes")


def config_lines(configs: Sequence[Config] | None, width: int, say: Speech, *, all_configs: bool) -> list[Line]:
    if configs is None:
        return []
    differ = [config for config in configs if config.source is not ConfigSource.DEFAULT]
    words = say("{count} of {all} differ from the defaults", count=len(differ), all=len(configs))
    lines = [spread((EDGE, Word(say("Configuration"), "foreground", bold=True)), (Word(words, "faint"),), width)]
    shown = [c for c in configs if all_configs or c in differ or c.name in ALWAYS_SHOWN]
    shown.sort(key=lambda config: (not config.is_overridden, config.source is ConfigSource.DEFAULT, config.name))
    names = min(32, max((len(config.name) for config in shown), default=0) + 2) if width < NARROW else 32
    for config in shown:
        lines.append(_config(config, names, width, say))
    if len(shown) < len(configs):
        more = say.count(
            len(configs) - len(shown), "{count} more is default: C shows all", "{count} more are default: C shows all"
        )
        lines.append((EDGE, Word(more, "faint")))
    return [*lines, ()]


def _config(config: Config, names: int, width: int, say: Speech) -> Line:
    ink = "faint" if config.source is ConfigSource.DEFAULT else "foreground"
    value = "••••" if config.is_sensitive else config.value or "''"
    if config.is_sensitive or not value.isdigit():
        shown, aside = value, ""
    else:
        shown, aside = number_text(int(value)), _in_units(config.name, int(value))
    left = [EDGE, *said(config.name.ljust(names), "muted" if ink == "faint" else "foreground"), *said(shown, ink)]
    who = (Word(say(Told(config.source.value)), ink),)
    if aside and cells(left) + len(aside) + cells(who) + 5 <= width:
        left.append(Word(f"   {aside}", "muted"))
    return spread(left, who, width)


def _in_units(name: str, value: int) -> str:
    """`7 days` for 604 800 000 of a config in milliseconds, `1 MB` for one in bytes."""
    if name.endswith(".ms") and value < 2**53:
        days = value / 86_400_000
        return f"{days:g} d" if days >= 1 and days == int(days) else span(value / 1000) if value >= 1000 else ""
    if name.endswith(".bytes") and value < 2**53:
        size, unit = size_in_units(value)
        return "" if unit == "B" else f"{size} {unit}"
    return ""
