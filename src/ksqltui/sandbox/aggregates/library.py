"""Owns the list of all aggregate functions."""

from __future__ import annotations

from ksqltui.sandbox.aggregates.numeric import NUMERIC
from ksqltui.sandbox.aggregates.protocol import AggregateFunction

AGGREGATES: tuple[AggregateFunction, ...] = (*NUMERIC,)
