"""Owns what is found in one editor: the matches, which one is chosen, replacing them; draws no bar."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widgets.text_area import Selection

from ksqltui.model.text_search import Found, Search, SearchRefused, find_all, nearest, replaced_all, replaced_one

if TYPE_CHECKING:
    from ksqltui.tui.widgets.editor import SqlEditor

PAUSE = 0.12
"""Seconds after a change of the text until the matches follow."""


class EditorFinding:
    """Finding is on from `look_for` to `end`; the matches follow the text. `problem` says why nothing is found."""

    def __init__(self, editor: SqlEditor) -> None:
        self.matches: tuple[Found, ...] = ()
        self.problem = ""
        self._editor = editor
        self._search: Search | None = None
        self._timer: Timer | None = None

    @property
    def chosen(self) -> int:
        """The index of the match that is selected; -1 where it is none of them."""
        start, end = (self._editor.offset_at(place) for place in sorted(self._editor.selection))
        return next((at for at, each in enumerate(self.matches) if (each.start, each.end) == (start, end)), -1)

    def on_line(self, start: int, length: int) -> tuple[Found, ...]:
        """The matches of which a line that begins at offset `start` shows something."""
        first = bisect_right(self.matches, start, key=lambda each: each.end)
        last = bisect_right(self.matches, start + length, key=lambda each: each.start)
        return self.matches[first:last]

    def look_for(self, search: Search) -> None:
        """Marks what fits and chooses the first match from the cursor on."""
        self._search = search
        start = self._editor.offset_at(min(self._editor.selection))
        self._find()
        if self.matches:
            self._choose(nearest(self.matches, start))

    def step(self, by: int) -> None:
        """Chooses the next match, or the one before; past an end it goes round."""
        self._find()
        if not self.matches:
            return
        at = self.chosen
        if at < 0:
            at = nearest(self.matches, self._editor.offset_at(self._editor.selection.end)) - (by > 0)
        self._choose((at + by) % len(self.matches))

    def replace_chosen(self, replacement: str) -> None:
        """Replaces the chosen match and goes to the next one; where none is chosen it chooses one."""
        self._find()
        at = self.chosen
        if at < 0 or self._search is None:
            self.step(1)
            return
        found, editor = self.matches[at], self._editor
        try:
            text = replaced_one(editor.script, found, self._search, replacement)
        except SearchRefused as error:
            self.problem = error.told
            return
        start, end = editor.location_of(found.start), editor.location_of(found.end)
        editor.replace(text, start, end, maintain_selection_offset=False)
        self._find()
        if self.matches:
            self._choose(nearest(self.matches, found.start + len(text)))

    def replace_all(self, replacement: str) -> int:
        """Replaces every match as one step for undo; gives how many."""
        self._find()
        editor = self._editor
        if self._search is None or not self.matches:
            return 0
        old = editor.script
        try:
            new, count = replaced_all(old, self._search, replacement)
        except SearchRefused as error:
            self.problem = error.told
            return 0
        first = self.matches[0].start
        last = self.matches[-1].end if count == len(self.matches) else len(old)
        cursor = editor.cursor_location
        part = new[first : len(new) - (len(old) - last)]
        editor.replace(part, editor.location_of(first), editor.location_of(last), maintain_selection_offset=False)
        editor.move_cursor(cursor)
        self._find()
        return count

    def end(self) -> None:
        self._search = None
        self.problem = ""
        self._show(())

    def text_changed(self) -> None:
        """The matches follow once typing pauses."""
        if self._search is None:
            return
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._editor.set_timer(PAUSE, self._find)

    def _find(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._search is None:
            return
        try:
            self.problem = ""
            self._show(find_all(self._editor.script, self._search))
        except SearchRefused as error:
            self.problem = error.told
            self._show(())

    def _show(self, matches: tuple[Found, ...]) -> None:
        if matches != self.matches:
            self.matches = matches
            self._editor.notify_style_update()
            self._editor.refresh()

    def _choose(self, at: int) -> None:
        found, editor = self.matches[at], self._editor
        editor.selection = Selection(editor.location_of(found.start), editor.location_of(found.end))
        editor.scroll_cursor_visible(center=True)
