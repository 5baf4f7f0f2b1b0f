"""Owns when an editor offers completions and what taking one does to its text; draws nothing, knows no server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding
from textual.css.query import NoMatches
from textual.geometry import Region
from textual.timer import Timer

from ksqltui.session.completions import Completions, Offer
from ksqltui.sql.completion import Want
from ksqltui.sql.insertion import inserted_text
from ksqltui.sql.matching import CandidateKind
from ksqltui.sql.templates import STATEMENTS
from ksqltui.tui.widgets.completion_popup import CompletionPopup
from ksqltui.tui.widgets.signature_line import SignatureLine

if TYPE_CHECKING:
    from ksqltui.tui.widgets.editor import SqlEditor

PAUSE = 0.03
"""Seconds after a key press until the list follows, so that the letter is on the screen first."""

LETTERS = 2
LINES_BEFORE, LINES_AFTER = 80, 40
"""How far a statement may reach around the cursor's line and still be read whole."""

_OPENS_AT_ONCE: Final = frozenset(".'")
_VALUES: Final = frozenset(
    {Want.WITH_VALUE, Want.PROPERTY, Want.PROPERTY_VALUE, Want.TOPIC, Want.COLUMN},
)


def completion_bindings() -> tuple[Binding, ...]:
    """The keys of the open list, which are nothing while it is closed, and the key that opens it."""
    return (
        Binding("tab", "take_completion", "Insert", priority=True, id="completion.take"),
        Binding("enter", "take_completion", "Insert", show=False, priority=True, id="completion.enter"),
        Binding("down", "next_completion(1)", "Next", show=False, priority=True, id="completion.next"),
        Binding("up", "next_completion(-1)", "Previous", show=False, priority=True, id="completion.previous"),
        Binding("pagedown", "page_completions(1)", "Page", show=False, priority=True, id="completion.page-down"),
        Binding("pageup", "page_completions(-1)", "Page back", show=False, priority=True, id="completion.page-up"),
        Binding("escape", "close_completions", "Close", priority=True, id="completion.close"),
        Binding(
            "f3,ctrl+space,ctrl+@",
            "complete",
            "Complete",
            show=False,
            key_display="F3 ^Space",
            id="completion.open",
            tooltip="Show what can be typed here",
        ),
    )


class EditorCompletion:
    """Completion in one editor. The popups are the screen's; where it has none, nothing is offered."""

    def __init__(self, editor: SqlEditor) -> None:
        self._editor = editor
        self._offer: Offer | None = None
        self._timer: Timer | None = None
        self._asked = False
        self._typed = ""
        self._dismissed_at: int | None = None

    @property
    def is_open(self) -> bool:
        return self._offer is not None

    @property
    def is_shown(self) -> bool:
        """Whether the list or a signature covers something."""
        return self._offer is not None or self._signature_shown()

    def edited(self, inserted: str) -> None:
        """The text was changed by hand: `inserted` came in the place of something, "" where it was deleted."""
        self._typed = inserted
        if len(inserted) <= 1 and self._editor.is_attached:
            self._follow_soon()
        else:
            self.close()

    def cursor_moved(self) -> None:
        """Closes the list once the cursor is no longer in its word."""
        if self._timer is not None or (not self.is_shown):
            return
        context = None if self._offer is None else self._offer.context
        here = self._editor.offset_at(self._editor.cursor_location)
        if context is not None and not context.start <= here <= context.start + len(context.word):
            self._close_list()
        self._typed = ""
        self._follow_soon()

    def ask(self) -> None:
        """Opens the list whatever is typed."""
        self._dismissed_at = None
        self._asked = True
        self._follow()

    def take(self) -> None:
        """Puts the chosen name in the place of the word."""
        popup, offer = self._popup(), self._offer
        if popup is None or offer is None or popup.chosen is None:
            return
        editor, context = self._editor, offer.context
        if popup.chosen.candidate.kind is CandidateKind.TEMPLATE:
            chosen = next(each for each in STATEMENTS if each.name == popup.chosen.candidate.name)
            editor.insert_template(chosen.template, (context.start, context.end))
            return
        start, end = editor.location_of(context.start), editor.location_of(context.end)
        following = editor.document[end[0]][end[1] :]
        text = inserted_text(popup.chosen.candidate, context, following)
        editor.replace(text, start, end, maintain_selection_offset=False)
        editor.move_cursor((start[0], start[1] + len(text)))
        self.close()
        self._follow_soon()

    def move(self, by: int, *, page: bool = False) -> None:
        popup = self._popup()
        if popup is not None:
            (popup.move_page if page else popup.move)(by)

    def close(self) -> None:
        """Takes list and signature away until something is typed."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._close_list()
        for line in self._screen_signatures():
            line.show_help(None, Region())

    def dismiss(self) -> None:
        """Closes what is shown; the list stays away from this word unless it is asked for."""
        if self._offer is not None:
            self._dismissed_at = self._offer.context.start
        self.close()

    def told(self) -> None:
        """The server has answered what was asked of it."""
        if self.is_shown or self._typed:
            self._follow_soon()

    def _close_list(self) -> None:
        self._asked = False
        popup = self._popup()
        if popup is not None and self._offer is not None:
            popup.close()
        if self._offer is not None:
            self._offer = None
            self._changed()

    def _follow_soon(self) -> None:
        if self._timer is None:
            self._timer = self._editor.set_timer(PAUSE, self._follow)

    def _follow(self) -> None:
        """Shows what fits the text as it is now."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        popup, editor = self._popup(), self._editor
        completions = None if popup is None else getattr(editor.screen, "completions", None)
        if popup is None or not isinstance(completions, Completions) or not editor.has_focus:
            return
        shift, text, offset = self._around_cursor()
        self._show_signature(completions, text, offset)
        if not (self._asked or self._typed or self._offer is not None):
            return
        offer = completions.offer(text, offset)
        if self._dismissed_at != offer.context.start + shift:
            self._dismissed_at = None
        if not offer.matches or not (self._asked or self._is_wanted(offer)):
            self._close_list()
            return
        was_open, self._offer = self._offer is not None, offer.moved(shift)
        popup.show_matches(offer.matches, self._region_of(self._offer.context.start))
        if not was_open:
            self._changed()

    def _is_wanted(self, offer: Offer) -> bool:
        """Whether a list that nobody asked for helps: enough letters, a good match, the word not already whole."""
        word, best = offer.context.word, offer.matches[0]
        if not word:
            at_once = self._typed in _OPENS_AT_ONCE and self._typed != ""
            return at_once and bool(offer.context.wants & _VALUES)
        if best.candidate.key == word.upper() or not best.is_near or self._dismissed_at is not None:
            return False
        return self._offer is not None or len(word) >= LETTERS or offer.context.qualifier is not None

    def _around_cursor(self) -> tuple[int, str, int]:
        """The offset where the read part of the buffer begins, that part, and the cursor's offset in it."""
        editor = self._editor
        row, column = editor.cursor_location
        lines = editor.document.lines
        first = max(row - LINES_BEFORE, 0)
        text = "\n".join(lines[first : row + LINES_AFTER])
        return editor.offset_at((first, 0)), text, sum(len(line) + 1 for line in lines[first:row]) + column

    def _show_signature(self, completions: Completions, text: str, offset: int) -> None:
        told = completions.signature(text, offset)
        for line in self._screen_signatures():
            if told is not None or line.help is not None:
                line.show_help(told, self._region_of(self._editor.offset_at(self._editor.cursor_location)))

    def _region_of(self, offset: int) -> Region:
        """The cell of a character on the screen."""
        editor = self._editor
        row, column = editor.location_of(offset)
        cursor_column = editor.cursor_location[1]
        x, y = editor.cursor_screen_offset
        return Region(x - (cursor_column - column), y + row - editor.cursor_location[0], 1, 1)

    def _signature_shown(self) -> bool:
        return any(line.help is not None for line in self._screen_signatures())

    def _screen_signatures(self) -> tuple[SignatureLine, ...]:
        return tuple(self._editor.screen.query(SignatureLine)) if self._editor.is_attached else ()

    def _popup(self) -> CompletionPopup | None:
        try:
            return self._editor.screen.query_one(CompletionPopup) if self._editor.is_attached else None
        except NoMatches:
            return None

    def _changed(self) -> None:
        self._editor.refresh()
        self._editor.refresh_bindings()


class CompletionActions:
    """What the keys of completion do in an editor that has an `EditorCompletion`."""

    completion: EditorCompletion

    def action_complete(self) -> None:
        self.completion.ask()

    def action_take_completion(self) -> None:
        self.completion.take()

    def action_next_completion(self, by: int) -> None:
        self.completion.move(by)

    def action_page_completions(self, by: int) -> None:
        self.completion.move(by, page=True)

    def action_close_completions(self) -> None:
        self.completion.dismiss()
