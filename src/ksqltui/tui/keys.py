"""Owns how keys are written for people and what a widget may say about its own keys; knows no widget by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from textual.binding import Binding

RUN_KEYS = "f5,ctrl+j,alt+enter,ctrl+enter"

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Delete",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "slash": "/",
    "exclamation_mark": "!",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
_MODIFIERS = {"ctrl": "^", "shift": "Shift+", "alt": "Alt+", "super": "Super+"}

_MOST_USED: Mapping[str, int] = {
    "results.fix": 0,
    "session.fix": 0,
    "results.go-to-error": 1,
    "results.copy-error": 1,
    "editor.run": 2,
    "session.run": 2,
    "results.stop": 3,
    "session.stop": 3,
    "replay.step": 4,
    "replay.faster": 4,
    "replay.slower": 4,
    "pane.next": 6,
    "panel.show": 7,
    "session.properties": 8,
    "buffer.next": 9,
    "buffer.new": 10,
    "app.quit": 11,
}
_OTHERS = 5


@runtime_checkable
class NamesItsKeys(Protocol):
    """A widget whose keys do something else from time to time: `Pause` becomes `Resume`."""

    def key_label(self, action: str) -> str | None:
        """The word for what `action` will do now, or None for the binding's own description."""
        ...


def key_name(key: str) -> str:
    """A key as people read it: `ctrl+p` is `^P`, `escape` is `Esc`, `f5` is `F5`."""
    *modifiers, name = key.split("+")
    shown = _NAMES.get(name) or (name.upper() if len(name) <= 3 else name.replace("_", " ").capitalize())
    return "".join(_MODIFIERS.get(modifier, f"{modifier}+") for modifier in modifiers) + shown


def footer_rank(binding_id: str) -> int:
    """Where a key stands in the footer, most used first; a pane's own keys keep their order in the middle."""
    return _MOST_USED.get(binding_id, _OTHERS)


def binding_keys(binding: Binding) -> str:
    """Every key of a binding, in words."""
    return binding.key_display or " ".join(key_name(key.strip()) for key in binding.key.split(","))


def editing_bindings() -> Sequence[Binding]:
    """The editor's keys for moving and changing text, without those that terminals and multiplexers take (3.11)."""

    def quiet(key: str, action: str, description: str) -> Binding:
        return Binding(key, action, description, show=False, id=f"edit.{action.replace('(True)', '_select')}")

    return (
        quiet("up", "cursor_up", "Up"),
        quiet("down", "cursor_down", "Down"),
        quiet("left", "cursor_left", "Left"),
        quiet("right", "cursor_right", "Right"),
        quiet("ctrl+left", "cursor_word_left", "Word left"),
        quiet("ctrl+right", "cursor_word_right", "Word right"),
        quiet("home", "cursor_line_start", "Start of line"),
        quiet("end,ctrl+e", "cursor_line_end", "End of line"),
        quiet("ctrl+home", "cursor_text_start", "Start of the text"),
        quiet("ctrl+end", "cursor_text_end", "End of the text"),
        quiet("pageup", "cursor_page_up", "Page up"),
        quiet("pagedown", "cursor_page_down", "Page down"),
        quiet("shift+up", "cursor_up(True)", "Select up"),
        quiet("shift+down", "cursor_down(True)", "Select down"),
        quiet("shift+left", "cursor_left(True)", "Select left"),
        quiet("shift+right", "cursor_right(True)", "Select right"),
        quiet("ctrl+shift+left", "cursor_word_left(True)", "Select word left"),
        quiet("ctrl+shift+right", "cursor_word_right(True)", "Select word right"),
        quiet("shift+home", "cursor_line_start(True)", "Select to start of line"),
        quiet("shift+end", "cursor_line_end(True)", "Select to end of line"),
        quiet("ctrl+shift+home", "cursor_text_start(True)", "Select to start of the text"),
        quiet("ctrl+shift+end", "cursor_text_end(True)", "Select to end of the text"),
        quiet("backspace", "delete_left", "Delete left"),
        quiet("delete,ctrl+d", "delete_right", "Delete right"),
        quiet("alt+backspace,ctrl+backspace", "delete_word_left", "Delete word left"),
        quiet("alt+delete", "delete_word_right", "Delete word right"),
        quiet("ctrl+u", "delete_to_start_of_line", "Delete to start of line"),
        quiet("ctrl+k", "delete_to_end_of_line_or_delete_line", "Delete to end of line"),
        quiet("ctrl+x", "cut", "Cut selection or line"),
        quiet("ctrl+c", "copy", "Copy selection"),
        quiet("ctrl+v", "paste", "Paste"),
        quiet("ctrl+z", "undo", "Undo"),
        quiet("ctrl+y", "redo", "Redo"),
        quiet("ctrl+l", "select_all", "Select all"),
    )
