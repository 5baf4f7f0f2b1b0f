"""Owns how the main screen's panes share the room and the focus: what folds, what stands alone; knows no session."""

from __future__ import annotations

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.lesson_pane import LessonPane
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.side_panel import SidePanel

WIDE = 110
"""From so many columns on, the side panel stands beside the work; below, it slides over it."""

TINY = Size(60, 16)
"""Below either, the focused pane stands alone."""

EDITOR_SHARE = 0.375
SMALLEST_PANE = 4
BARS = 2
"""Rows of header and footer."""


class PaneLayout:
    """Folds by classes on the screen that app.tcss knows: -narrow, -tiny, -panel-over, -panel-away, -lesson, -here."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._extra_rows = 0

    def fold(self, size: Size) -> None:
        """The screen has another size now."""
        self._screen.remove_class("-panel-over")
        self._screen.set_class(size.width < TINY.width or size.height < TINY.height, "-tiny")
        self._lay_out(size)

    def resize_editor(self, by: int) -> None:
        """Gives the editor rows of the results, or takes them."""
        self._extra_rows += by
        self._lay_out(self._screen.size)

    def toggle_panel(self) -> None:
        """Shows or hides the side panel; sliding over the work it takes the focus, going it gives it back."""
        self._screen.toggle_class("-panel-over" if self._screen.has_class("-narrow") else "-panel-away")
        self._screen.call_after_refresh(self._focus_after_panel)

    def go_to_next(self, by: int) -> None:
        """Moves the focus to the next pane that can take it; on a tiny screen that pane comes into sight first."""
        panes = self._all
        here = next((index for index, pane in enumerate(panes) if pane.has_class("-here")), panes.index(self._editor))
        others = [panes[(here + by * step) % len(panes)] for step in range(1, len(panes))]
        if self._screen.has_class("-tiny"):
            self._show_alone(others[0])
            return
        any(_focus_in(pane) for pane in others)

    def mark_here(self, widget: Widget) -> None:
        """The focus has come to `widget`."""
        for pane in self._all:
            pane.set_class(pane in widget.ancestors_with_self, "-here")

    def _show_alone(self, pane: Widget) -> None:
        self.mark_here(pane)

        def give_focus() -> None:
            # The editor can take the focus before it has come into sight.
            if isinstance(pane, EditorPane):
                pane.editor.focus()
            else:
                _focus_in(pane)

        self._screen.call_after_refresh(give_focus)

    def _focus_after_panel(self) -> None:
        if self._screen.has_class("-panel-over"):
            self._panel.focus()
        elif self._screen.focused is None or self._screen.focused is self._panel:
            self._editor.editor.focus()

    def _lay_out(self, size: Size) -> None:
        rows = size.height - BARS
        usual = round(rows * EDITOR_SHARE)
        height = min(max(usual + self._extra_rows, SMALLEST_PANE), max(rows - SMALLEST_PANE, SMALLEST_PANE))
        self._extra_rows = height - usual
        self._editor.styles.height = "1fr" if self._screen.has_class("-tiny") else height

    @property
    def _all(self) -> list[Widget]:
        """The panes from left to right; the lesson is one of them while it is open."""
        lesson = self._screen.query(LessonPane) if self._screen.has_class("-lesson") else ()
        return [self._panel, *lesson, self._editor, self._results]

    @property
    def _panel(self) -> SidePanel:
        return self._screen.query_one(SidePanel)

    @property
    def _editor(self) -> EditorPane:
        return self._screen.query_one(EditorPane)

    @property
    def _results(self) -> ResultsPane:
        return self._screen.query_one(ResultsPane)


def _focus_in(pane: Widget) -> bool:
    """Gives the focus to what the pane has to look at; False where there is nothing on the screen that takes it."""
    if not pane.is_on_screen:
        return False
    if isinstance(pane, EditorPane):
        pane.editor.focus()
        return True
    if isinstance(pane, ResultsPane) and pane.active_run is not None:
        # A run that has just begun is not laid out yet, and the one before it is about to go.
        pane.focus_content()
        return True
    candidates = [pane, *pane.query("*")]
    target = next((widget for widget in candidates if widget.focusable and widget.is_on_screen), None)
    if target is not None:
        target.focus()
    return target is not None
