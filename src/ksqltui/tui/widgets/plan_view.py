"""Owns the view of an explained query: its plan, its topology or the server's text, by choice; knows no run."""

from __future__ import annotations

from typing import Final

from ksqltui.model.description_tables import details_of_query
from ksqltui.model.descriptions import QueryDetails
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.entity_view import entity_lines
from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.plan_lines import head_lines, plan_lines, topology_lines
from ksqltui.tui.widgets.words import Line

VIEWS: Final = ("plan", "topology", "text")


class PlanView(LinesView):
    """What EXPLAIN told; `text` is all of it as the server wrote it."""

    def __init__(self, query: QueryDetails, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._query = query
        self._glyphs = glyphs
        self._view = VIEWS[0]
        self._lines: list[Line] = []

    @property
    def view(self) -> str:
        """The one of `VIEWS` that is shown."""
        return self._view

    def show_view(self, name: str) -> None:
        """Shows another of `VIEWS`, from its top."""
        self._view = name
        self.rebuild()
        self.scroll_to(0, 0, animate=False, force=True)

    @property
    def end(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def rebuild(self) -> None:
        query, width, say, glyphs = self._query, self.size.width, speech_of(self), self._glyphs
        if self._view == "text":
            self._lines = entity_lines((), details_of_query(query), width, say)
        else:
            draw = plan_lines if self._view == "plan" else topology_lines
            self._lines = [*head_lines(query, width, say, glyphs), *draw(query, width, say, glyphs)]
        super().rebuild()
