"""Owns how a chosen name is written into a script: its case, its quotes, its parenthesis."""

from __future__ import annotations

from ksqltui.sql.completion import CompletionContext, Want
from ksqltui.sql.formatter import format_identifier
from ksqltui.sql.matching import Candidate, CandidateKind
from ksqltui.sql.probing import PHRASES

_FOLLOWS_CASE = frozenset(
    {
        CandidateKind.COLUMN,
        CandidateKind.FAR_COLUMN,
        CandidateKind.PSEUDO_COLUMN,
        CandidateKind.FUNCTION,
        CandidateKind.SOURCE,
        CandidateKind.QUERY,
    }
)
_IN_QUOTES = frozenset({Want.PROPERTY, Want.PROPERTY_VALUE, Want.WITH_VALUE})


def inserted_text(candidate: Candidate, context: CompletionContext, following: str = "") -> str:
    """What takes the place of the typed word. `following` is what stands after it.

    Words that ksqlDB reads in any case follow the case of what was typed; names that need quotes get them.
    """
    name, kind = candidate.name, candidate.kind
    if context.in_string:
        return name.replace("'", "''")
    if context.wants & _IN_QUOTES:
        return name if context.setting and _is_bare_value(name) else "'" + name.replace("'", "''") + "'"
    if kind in (CandidateKind.TOPIC, CandidateKind.PROPERTY):
        return name if name.isidentifier() and kind is CandidateKind.PROPERTY else _topic(name)
    if kind in (CandidateKind.KEYWORD, CandidateKind.TYPE):
        return _in_case(name, context.word or context.keyword_sample)
    written = format_identifier(name)
    if written == name and kind in _FOLLOWS_CASE:
        written = _in_case(name, context.word or context.name_sample)
    if kind is CandidateKind.FUNCTION and not following.startswith("(") and Want.COLUMN in context.wants:
        written += "("
    return written


def _in_case(name: str, sample: str) -> str:
    return name.lower() if sample.islower() else name


def _is_bare_value(name: str) -> bool:
    return name.isdigit() or name in ("true", "false")


def _topic(name: str) -> str:
    return name if name.isidentifier() and name.upper() not in PHRASES else "'" + name.replace("'", "''") + "'"
