"""Owns how long the next look waits after looks that failed; knows not what is looked at."""

from __future__ import annotations


def pause_after(failures: int, *, period: float, longest: float) -> float:
    """Seconds to the next look: the period, and after the second failure in a row twice that, four times, to `longest`.

    A first failure waits no longer than a success: most are a hiccup.
    """
    return min(longest, period * 2 ** (failures - 1)) if failures else period
