"""Owns what is remembered of a run, as one line of a file, without its secrets; does no IO."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from ksqltui.sql.splitter import split
from ksqltui.sql.tokens import Token, TokenKind, tokenize

MASK = "••••"
LONGEST = 100_000
"""Characters of a statement that is remembered; of a longer one the beginning is."""

_SECRET_NAME: Final = re.compile(
    r"passw|passphrase|secret|token|credential|jaas|private|(api|access|auth|basic)[._-]?(key|info|auth)|\bkey[._-]?pass",
    re.IGNORECASE,
)
_IN_ADDRESS: Final = re.compile(r"(?<=//)([^/\s:@']*):[^/\s@']*(?=@)")
_IN_QUERY: Final = re.compile(r"((?:passw\w*|secret|token|api_?key)=)[^&;\s']*", re.IGNORECASE)
_STRINGS: Final = frozenset({TokenKind.STRING, TokenKind.UNTERMINATED_STRING})
_NAMES: Final = _STRINGS | {TokenKind.QUOTED_NAME, TokenKind.WORD}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One run: `started` in wall seconds, `seconds` None where unknown, `outcome` a word ("finished", "failed", ...).

    `statement` is without secrets; one with MASK in it cannot be run as it is.
    """

    statement: str
    server: str = ""
    started: float = 0.0
    seconds: float | None = None
    rows: int = 0
    outcome: str = ""
    error: str = ""

    @property
    def is_masked(self) -> bool:
        return MASK in self.statement


def without_secrets(statement: str) -> str:
    """The statement with MASK for the value of every property whose name says that it is secret, and in addresses."""
    pieces: list[str] = []
    before: list[Token] = []
    end = 0
    for token in tokenize(statement):
        if token.kind in _STRINGS:
            shown = _masked_value(token, before)
            pieces += [_without_passwords(statement[end : token.start]), shown]
            end = token.end
        before = [*before[-3:], token]
    return "".join([*pieces, _without_passwords(statement[end:])])[:LONGEST]


def _masked_value(token: Token, before: Sequence[Token]) -> str:
    if len(before) >= 2 and before[-1].word in ("=", ":="):
        name = before[-2].text if before[-2].kind in _NAMES else ""
        # a.b.password without quotes is several tokens, of which the last one tells.
        if _SECRET_NAME.search(name):
            return f"'{MASK}'"
    return _IN_QUERY.sub(rf"\g<1>{MASK}", _without_passwords(token.text))


def _without_passwords(text: str) -> str:
    return _IN_ADDRESS.sub(rf"\1:{MASK}", text)


def to_line(entry: HistoryEntry) -> str:
    """The entry as one line of JSON, without secrets whatever it was made of."""
    told = asdict(entry)
    told["statement"] = without_secrets(entry.statement)
    told["error"] = without_secrets(entry.error)[:1000]
    return json.dumps(told, ensure_ascii=False) + "\n"


def from_line(line: str) -> HistoryEntry | None:
    """None for a line that is none of ours, half-written or from another version."""
    try:
        told: Any = json.loads(line)
        seconds = told["seconds"]
        return HistoryEntry(
            str(told["statement"]),
            str(told["server"]),
            float(told["started"]),
            None if seconds is None else float(seconds),
            int(told["rows"]),
            str(told["outcome"]),
            str(told["error"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def found(entries: Iterable[HistoryEntry], wanted: str, limit: int) -> tuple[HistoryEntry, ...]:
    """The newest entries in which every word of `wanted` stands: in statement, server or outcome; each statement once.

    `entries` come oldest first.
    """
    words = wanted.casefold().split()
    shown: dict[str, HistoryEntry] = {}
    for entry in reversed(list(entries)):
        text = f"{entry.statement} {entry.server} {entry.outcome}".casefold()
        if entry.statement not in shown and all(word in text for word in words):
            shown[entry.statement] = entry
            if len(shown) == limit:
                break
    return tuple(shown.values())


_CLI_LINE: Final = re.compile(r"(?:(\d{10,}):)?(.*)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)")


def from_cli_history(text: str) -> tuple[HistoryEntry, ...]:
    """The statements of the official CLI's history file: lines of `milliseconds:text`, `\\n` for a line end in one."""
    started = 0.0
    lines: list[str] = []
    times: list[float] = []
    for raw in text.splitlines():
        match = _CLI_LINE.fullmatch(raw)
        assert match is not None
        if match[1]:
            started = int(match[1]) / 1000
        line = _ESCAPED.sub(lambda escaped: "\n" if escaped[1] == "n" else escaped[1], match[2])
        lines.append(line)
        times += [started] * (line.count("\n") + 1)
    script = "\n".join(lines)
    return tuple(
        HistoryEntry(without_secrets(each.text), "ksql CLI", times[each.line - 1], outcome="imported")
        for each in split(script)
        if each.terminated and len(each.text) < LONGEST
    )
