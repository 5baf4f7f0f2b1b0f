"""Owns the outcome of one check of the surroundings, as a value; checks nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How a check ended; the value is the word that a person reads."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """`name` says what was looked at, `said` what was found, `fix` what to do where it is not well."""

    name: str
    verdict: Verdict
    said: str
    fix: str = ""
