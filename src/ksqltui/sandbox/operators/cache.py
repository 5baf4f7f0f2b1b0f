"""Owns the record cache of a task: changes held back until the commit; knows no clock."""

from __future__ import annotations

from collections.abc import Hashable

from ksqltui.sandbox.operators.events import Bounds, Event, Forward


class ChangeCache:
    """Keeps the newest change of each key, in the order of the last change; `old` stays what was forwarded last."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward
        self._held: dict[tuple[Hashable, Bounds | None], Event] = {}

    @property
    def is_dirty(self) -> bool:
        return bool(self._held)

    def process(self, event: Event) -> None:
        place = (event.key_id, event.window)
        earlier = self._held.pop(place, None)
        if earlier is not None:
            event = Event(event.key, event.row, event.timestamp, event.key_id, earlier.old, event.window)
        self._held[place] = event

    def flush(self) -> None:
        """Forward what is held."""
        held, self._held = self._held, {}
        for event in held.values():
            self._forward(event)
