"""Owns the analysis of JOIN clauses; runs nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """A placeholder for the sides of a join."""
