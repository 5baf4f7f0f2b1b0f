"""Owns how a widget that draws its own lines comes to the theme's styles; knows no line."""

from __future__ import annotations

from textual.widget import Widget

from ksqltui.tui.widgets.results_ink import Ink


class Inked(Widget):
    """A widget with `ink` at hand, made at the first use and anew when the theme changes.

    Beside another widget it stands last among the bases: Textual takes styles and bindings from the first.
    """

    _ink: Ink | None = None

    @property
    def ink(self) -> Ink:
        """The styles of the theme of now."""
        if self._ink is None:
            self._ink = self.make_ink()
        return self._ink

    def make_ink(self) -> Ink:
        """The styles of the theme; a widget whose planes can be styled by name gives its own."""
        return Ink(self.app.theme_variables)

    def notify_style_update(self) -> None:
        self._ink = None
        super().notify_style_update()
