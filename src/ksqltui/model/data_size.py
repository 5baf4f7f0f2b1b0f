"""Owns how a number of bytes reads, for screens; knows no data."""

from __future__ import annotations

SIZE_UNITS = ("B", "KB", "MB", "GB")
"""Each is 1,024 of the one before."""


def size_in_units(size: float) -> tuple[str, str]:
    """Bytes as people say them, number and unit: `40 B`, `1.2 KB`, `10 MB`."""
    unit = SIZE_UNITS[0]
    for larger in SIZE_UNITS[1:]:
        if size < 1024:
            break
        size, unit = size / 1024, larger
    is_whole = size >= 9.95 or size == int(size)
    return f"{size:.0f}" if is_whole else f"{size:.1f}", unit
