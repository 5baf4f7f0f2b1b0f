"""Owns the list of all aggregate functions."""

from __future__ import annotations

from ksqltui.sandbox.aggregates.collections import COLLECTIONS
from ksqltui.sandbox.aggregates.numeric import NUMERIC
from ksqltui.sandbox.aggregates.offsets import OFFSETS
from ksqltui.sandbox.aggregates.protocol import AggregateFunction
from ksqltui.sandbox.aggregates.ranking import RANKING
from ksqltui.sandbox.aggregates.statistics import STATISTICS

AGGREGATES: tuple[AggregateFunction, ...] = (*NUMERIC, *COLLECTIONS, *RANKING, *OFFSETS, *STATISTICS)
