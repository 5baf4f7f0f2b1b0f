"""Owns how a length of time reads, for screens and one-shot mode; knows no clock."""

from __future__ import annotations


def span(seconds: float) -> str:
    """A time as people say it: `38 ms`, `0.4 s`, `12 s`, `1 min 12 s`, `2 h 5 min`."""
    if seconds < 0.1:
        return f"{max(0, round(seconds * 1000))} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
