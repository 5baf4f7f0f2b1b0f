"""Owns the reading of Java .properties files, for --config-file of the official CLI; knows no property's meaning."""

from __future__ import annotations

import re

_PAIR = re.compile(r"(?P<name>(?:\\.|[^\\:=\s])*)\s*[:=\s]?\s*(?P<value>.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def parse_properties(text: str) -> dict[str, str]:
    """`name=value`, `name: value` and `name value`; `#` and `!` begin comments, a backslash continues a line."""
    joined = re.sub(r"(?<!\\)((?:\\\\)*)\\\r?\n[ \t\f]*", r"\1", text)
    found: dict[str, str] = {}
    for line in joined.splitlines():
        line = line.lstrip()
        if not line or line[0] in "#!":
            continue
        match = _PAIR.match(line)
        if match is not None:
            found[_unescaped(match["name"])] = _unescaped(match["value"])
    return found


def _unescaped(text: str) -> str:
    def meant(found: re.Match[str]) -> str:
        escape = found[1]
        return chr(int(escape[1:], 16)) if len(escape) == 5 else _SHORT.get(escape, escape)

    return _ESCAPE.sub(meant, text)
