"""Owns the sparkline of a rate: the newest values as one row of blocks; knows no colour and no widget."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.plot import plotted, scale_of


def sparkline(values: Sequence[float], width: int) -> str:
    """The newest `width` values, at the right edge; blanks where there are fewer."""
    if width <= 0:
        return ""
    newest = list(values[-width:])
    blocks = plotted(newest, scale_of([0.0, *newest]), 1)[0] if newest else ""
    return blocks.rjust(width)
