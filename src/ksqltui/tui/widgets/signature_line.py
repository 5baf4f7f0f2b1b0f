"""Owns the signature above the line of a call: its parameters, the one being typed underlined; knows no script."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.session.completions import SignatureHelp
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of

WIDEST = 72


class SignatureLine(Widget):
    """Two lines at most: the signature, and what the server says of the function."""

    DEFAULT_CSS = """
    SignatureLine {
        overlay: screen;
        position: absolute;
        display: none;
        background: $panel;
        color: $foreground;
        & .signature--function { color: $secondary; }
        & .signature--name { color: $secondary; text-style: bold; }
        & .signature--typed { color: $foreground; text-style: bold underline; }
        & .signature--typed-type { color: $secondary; text-style: underline; }
        & .signature--muted { color: $muted; }
        & .signature--faint { color: $faint; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "signature--function",
        "signature--name",
        "signature--typed",
        "signature--typed-type",
        "signature--muted",
        "signature--faint",
    }

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._help: SignatureHelp | None = None

    @property
    def help(self) -> SignatureHelp | None:
        """What is shown; None while the line is away."""
        return self._help

    def show_help(self, told: SignatureHelp | None, cursor: Region) -> None:
        """Shows the signature over the line of `cursor` (in the screen's cells), starting at it; None hides it."""
        if told is None:
            self._help = None
            self.display = False
            return
        changed, self._help = told != self._help, told
        room = self.screen.size
        signature = sum(piece.cell_length for piece in self._signature(told))
        width = min(max(signature, min(len(told.description), WIDEST)) + 3, room.width)
        height = 2 if told.description and cursor.y >= 2 else 1
        place = Offset(max(min(cursor.x, room.width - width), 0), max(cursor.y - height, 0))
        if changed or place != self.absolute_offset or not self.display:
            self.styles.width, self.styles.height = width, height
            self.absolute_offset = place
            self.display = cursor.y >= 1
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        told, width, base = self._help, self.size.width, self.rich_style
        if told is None:
            return Strip.blank(width, base)
        if y == 0:
            return Strip([Segment(" ", base), *self._signature(told)]).adjust_cell_length(width, base)
        room = width - 2
        words = " ".join(told.description.split())
        if len(words) > room:
            words = words[: room - 1].rstrip() + self._glyphs.cut
        return Strip([Segment(f" {words}", self._style("muted"))]).adjust_cell_length(width, base)

    def _signature(self, told: SignatureHelp) -> list[Segment]:
        muted, of_type = self._style("muted"), self._style("function")
        pieces = [Segment(told.name, self._style("name")), Segment("(", muted)]
        for number, argument in enumerate(told.signature.arguments):
            if number:
                pieces.append(Segment(", ", muted))
            here = number == told.argument
            type_name = argument.type + ("..." if argument.is_variadic else "")
            if argument.name:
                pieces.append(Segment(f"{argument.name} ", self._style("typed") if here else muted))
            pieces.append(Segment(type_name, self._style("typed-type") if here else of_type))
        pieces += [Segment(")", muted), Segment(f"  {self._glyphs.becomes}  ", self._style("faint"))]
        pieces.append(Segment(told.signature.return_type, of_type))
        if told.count > 1:
            place = speech_of(self)("{number} of {count}", number=told.number + 1, count=told.count)
            pieces.append(Segment(f"   {place}", self._style("faint")))
        return pieces

    def _style(self, voice: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"signature--{voice}", partial=True)
