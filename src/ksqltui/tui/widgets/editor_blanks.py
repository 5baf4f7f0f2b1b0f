"""Owns the blanks of the template that was put into an editor last: where they are now, which one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widgets.text_area import Edit, Selection

from ksqltui.sql.templates import Template
from ksqltui.tui.widgets.editor_script import Location

if TYPE_CHECKING:
    from ksqltui.tui.widgets.editor import SqlEditor


def blank_bindings() -> tuple[Binding, ...]:
    """The keys of a template that is being filled in; they are nothing else than usual without one."""
    return (
        Binding("tab", "next_blank(1)", "Next blank", priority=True, id="template.next"),
        Binding("shift+tab", "next_blank(-1)", "Previous blank", show=False, priority=True, id="template.previous"),
        Binding("escape", "end_blanks", "Leave the blanks", show=False, priority=True, id="template.end"),
    )


class EditorBlanks:
    """Blanks are on from `begin` to `end`. They move and grow with what is typed; an undo ends them."""

    def __init__(self, editor: SqlEditor) -> None:
        self._editor = editor
        self._places: list[tuple[int, int]] = []
        self._names: tuple[str, ...] = ()
        self._filled: set[int] = set()
        self._at = 0

    @property
    def is_on(self) -> bool:
        return bool(self._places)

    def begin(self, template: Template, start: int) -> None:
        """The template's text stands in the script from the offset `start` on; its first blank is chosen."""
        self._places = [(start + first, start + last) for first, last in template.blanks]
        self._names = template.names
        self._filled = set()
        self._at = 0
        self._choose()
        self._editor.refresh_bindings()

    def step(self, by: int) -> None:
        """Chooses another blank, with those of the same name filled in as the one that is left.

        Behind the last one the cursor goes to the statement's end, and they are over.
        """
        self._fill_same()
        at = self._at + by
        while at in self._filled:
            at += by
        if at >= len(self._places):
            after = self._editor.armed
            self.end()
            if after is not None:
                self._editor.move_cursor(self._editor.location_of(after.end))
        else:
            self._at = max(at, 0)
            self._choose()

    def _fill_same(self) -> None:
        """What stands in the blank that is left comes into those of its name in which nothing was written yet."""
        name, editor = self._names[self._at], self._editor
        start, end = self._places[self._at]
        text = editor.script[start:end]
        if not name or text == name:
            return
        for at, named in enumerate(self._names):
            start, end = self._places[at]
            if at != self._at and named == name and editor.script[start:end] == name:
                self._filled.add(at)
                first, last = editor.location_of(start), editor.location_of(end)
                editor.replace(text, first, last, maintain_selection_offset=True)

    def end(self) -> None:
        if self._places:
            self._places = []
            self._editor.refresh_bindings()

    def holds_selection(self) -> bool:
        """Whether just the chosen blank is selected, so that what is typed takes its place."""
        return self.is_on and self._places[self._at] == self._selected()

    def about_to_edit(self, edit: Edit) -> None:
        """Blanks follow a change that is going to be made."""
        if not self._places:
            return
        start, end = self._editor.offset_at(edit.top), self._editor.offset_at(edit.bottom)
        grown = len(edit.text) - (end - start)
        self._places = [_followed(place, start, end, grown) for place in self._places]

    def cursor_moved(self) -> None:
        """Being in another blank by hand is as good as Tab; leaving the template's statement ends it."""
        if not self._places:
            return
        here = self._selected()[1]
        found = next((at for at, (start, end) in enumerate(self._places) if start <= here <= end), None)
        if found is not None:
            self._at = found
        elif not self._places[0][0] - _NEAR <= here <= self._places[-1][1] + _NEAR:
            self.end()

    def _choose(self) -> None:
        editor = self._editor
        start, end = (editor.location_of(offset) for offset in self._places[self._at])
        editor.selection = Selection(start, end)
        editor.scroll_cursor_visible()

    def _selected(self) -> tuple[int, int]:
        selected: list[Location] = sorted(self._editor.selection)
        return self._editor.offset_at(selected[0]), self._editor.offset_at(selected[1])


_NEAR = 400
"""Characters around the blanks in which one may move without being done with them."""


def _followed(place: tuple[int, int], start: int, end: int, grown: int) -> tuple[int, int]:
    """Where a blank is after `end - start` characters were replaced; what is typed at its edges belongs to it."""
    first, last = place
    if first <= start and end <= last:
        return first, last + grown
    if end <= first:
        return first + grown, last + grown
    return (first, last) if start >= last else (min(first, start), max(last + grown, min(first, start)))
