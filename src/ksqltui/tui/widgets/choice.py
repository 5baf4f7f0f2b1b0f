"""Owns a field with a few values that one turns through; knows not what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ksqltui.tui.spoken import speech_of


class Choice(Static, can_focus=True):
    """One of a few words: the arrows or a click take the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Previous choice", show=False, id="choice.previous"),
        Binding("right,space", "turn(1)", "Next choice", show=False, id="choice.next"),
    ]

    def __init__(self, choices: Sequence[str], changed: Callable[[], None], *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._choices = choices
        self._changed = changed
        self._at = 0

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self.update(f"‹ {speech_of(self)(self.value)} ›")

    @property
    def value(self) -> str:
        return self._choices[self._at]

    def action_turn(self, by: int) -> None:
        self._at = (self._at + by) % len(self._choices)
        self._show()
        self._changed()

    def on_click(self, event: events.Click) -> None:
        self.focus()
        self.action_turn(-1 if event.x < 2 else 1)
