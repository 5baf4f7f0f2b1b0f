"""Owns the functions with regular expressions; patterns are Python's, which agree with Java's in all but rare forms."""

from __future__ import annotations

import re

from ksqltui.sandbox.functions.signatures import Function, overload, scalar


def _extract(pattern: str, text: str, group: int = 0) -> str | None:
    compiled = re.compile(pattern)
    found = compiled.search(text)
    return found[group] if found and group <= compiled.groups else None


def _extract_all(pattern: str, text: str, group: int = 0) -> list[str] | None:
    compiled = re.compile(pattern)
    return [found[group] for found in compiled.finditer(text)] if group <= compiled.groups else None


def _replace(text: str, pattern: str, replacement: str) -> str:
    """Java's replacement text: $1 is a group, a backslash makes the next character plain."""

    def expand(found: re.Match[str]) -> str:
        return re.sub(
            r"\\(.)|\$(\d)", lambda part: part[1] if part[1] is not None else found[int(part[2])] or "", replacement
        )

    return re.sub(pattern, expand, text)


def _split(text: str, pattern: str) -> list[str]:
    if not pattern:
        return list(text)
    parts, start = [], 0
    for found in re.finditer(pattern, text):
        if found.end() > found.start():
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


REGULAR_EXPRESSIONS: tuple[Function, ...] = (
    scalar(
        "REGEXP_EXTRACT",
        "REGULAR EXPRESSION",
        "The first part of a text that a pattern matches, or one of the pattern's groups in it.",
        overload("STRING pattern, STRING input -> STRING", _extract),
        overload("STRING pattern, STRING input, INT group -> STRING", _extract),
    ),
    scalar(
        "REGEXP_EXTRACT_ALL",
        "REGULAR EXPRESSION",
        "All the parts of a text that a pattern matches, or one of the pattern's groups in each.",
        overload("STRING pattern, STRING input -> ARRAY<STRING>", _extract_all),
        overload("STRING pattern, STRING input, INT group -> ARRAY<STRING>", _extract_all),
    ),
    scalar(
        "REGEXP_REPLACE",
        "REGULAR EXPRESSION",
        "The text with every match of a pattern replaced; $1 in the replacement is the first group.",
        overload("STRING str, STRING pattern, STRING newStr -> STRING", _replace),
    ),
    scalar(
        "REGEXP_SPLIT_TO_ARRAY",
        "REGULAR EXPRESSION",
        "The parts of a text between the matches of a pattern.",
        overload("STRING string, STRING regexp -> ARRAY<STRING>", _split),
    ),
)
