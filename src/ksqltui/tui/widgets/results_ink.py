"""Owns the styles in which results are drawn, made of the theme's variables; knows no rows."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style

from ksqltui.model.changes import Tag
from ksqltui.tui.themes import faded

TAG_INK = {Tag.NEW: "success", Tag.CHANGED: "changed", Tag.DELETED: "error"}
TAG_TINT = {Tag.NEW: "tint-new", Tag.CHANGED: "tint-changed", Tag.DELETED: "tint-gone"}
PLANES = {"header": "surface", "cursor": "panel", "hover": "panel", "selected": "panel", "cell": "lift"}
"""The planes of a table that can be styled by name, each with the theme's variable that it is by itself."""


class Ink:
    """Styles by the name of the theme's variable or of one of PLANES, made once each."""

    def __init__(self, variables: Mapping[str, str], planes: Mapping[str, str] | None = None) -> None:
        """`planes` are colours of PLANES that are not the theme's."""
        own = {name: variables[basis] for name, basis in PLANES.items()}
        self._variables = {**variables, **own, **(planes or {})}
        self._made: dict[tuple[str, str, bool, bool], Style] = {}
        self._faded: dict[tuple[str, int, str], str] = {}

    def on(self, plane: str, colour: str = "foreground", *, bold: bool = False, underline: bool = False) -> Style:
        """Text of the variable `colour` on `plane`, which is a variable or a colour that `tinted` gave."""
        known = (plane, colour, bold, underline)
        if known not in self._made:
            self._made[known] = Style(
                color=self._variables[colour],
                bgcolor=plane if plane.startswith("#") else self._variables[plane],
                bold=bold,
                underline=underline,
            )
        return self._made[known]

    def tinted(self, tint: str, step: int, plane: str) -> str:
        """The background of something changed: `tint` over `plane` at the fade step 0, 1 or 2."""
        known = (tint, step, plane)
        if known not in self._faded:
            self._faded[known] = faded(self._variables, tint, step, plane)
        return self._faded[known]
