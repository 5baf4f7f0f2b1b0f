"""Owns text that nobody may see by accident; knows nothing of where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that no repr, log or traceback shows."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "••••"
