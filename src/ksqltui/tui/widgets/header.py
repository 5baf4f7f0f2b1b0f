"""Owns the row that says where you are: program, server and its state; asks nobody, it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.model.writers.text import shown_text
from ksqltui.speech.speech import Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken import speech_of

FOLDS_SUMMARY = 110
FOLDS_URL = 96


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the header says: `words` are the state, `summary` holds labels and values for screens without the panel.

    `trouble` is empty while the server answers; otherwise it is what went wrong, in words. Where nothing `is_checked`
    the server may be anybody.
    """

    words: str = Told("connecting")
    version: str = ""
    url: str = ""
    is_sandbox: bool = False
    trouble: str = ""
    starting: bool = True
    summary: tuple[tuple[str, str], ...] = ()
    read_only: bool = False
    is_checked: bool = True
    recording: str = ""
    """The file that is replayed in place of a server."""


class HeaderBar(Widget):
    """`ksqltui   ● ksqlDB 7.6.1 running   http://localhost:8088`, folding as look.md says."""

    DEFAULT_CSS = """
    HeaderBar {
        height: 1;
        background: $background;
        color: $foreground;
        & .header--accent { color: $accent; text-style: bold; }
        & .header--label { color: $accent; }
        & .header--muted { color: $muted; }
        & .header--success { color: $success; }
        & .header--warning { color: $warning; }
        & .header--error { color: $error; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--accent",
        "header--label",
        "header--muted",
        "header--success",
        "header--warning",
        "header--error",
    }

    state: reactive[ServerState] = reactive(ServerState())

    def __init__(self, *, id: str | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        left = self._left(width)
        right = self._right() if width < FOLDS_SUMMARY else []
        used, wanted = (sum(piece.cell_length for piece in pieces) for pieces in (left, right))
        if used + wanted + 2 > width:
            right, wanted = [], 0
        gap = Segment(" " * max(width - used - wanted, 0), self.rich_style)
        return Strip([*left, gap, *right]).crop(0, width)

    def _left(self, width: int) -> list[Segment]:
        state, narrow, say = self.state, width < FOLDS_URL, speech_of(self)
        pieces = [self._piece(" ksqltui   ", "accent"), *self._condition(narrow)]
        if state.url and not state.is_sandbox:
            pieces.append(self._piece(f"   {_short(state.url) if narrow else state.url}", "muted"))
        if state.is_sandbox:
            pieces.append(self._piece(f"   {say('sandbox')}", "label"))
        if not state.is_checked:
            pieces.append(self._piece(f"   {say('insecure')}", "warning"))
        if state.read_only:
            pieces.append(self._piece(f"   {say('read only')}", "warning"))
        if state.trouble and not narrow:
            pieces.append(self._piece(f"   {say(state.trouble)}", "muted"))
        return pieces

    def _condition(self, narrow: bool) -> list[Segment]:
        state = self.state
        if state.recording:
            say = speech_of(self)
            return [
                self._piece(f"{self._glyphs.finished} ", "label"),
                self._piece(say("replay of {file}", file=shown_text(state.recording))),
                self._piece(f"   {say('no server')}", "muted"),
            ]
        name = f"ksqlDB {state.version}".rstrip()
        words = f"{name} {speech_of(self)(state.words)}"
        if state.trouble:
            return [self._piece(f"{self._glyphs.away} ", "error"), self._piece(words)]
        if state.starting:
            return [self._piece(f"{self._glyphs.starting} ", "warning"), self._piece(words)]
        # "running" goes first where room is short; anything else is news and stays.
        shown = name if narrow and state.words == "running" else words
        return [self._piece(f"{self._glyphs.running} ", "success"), self._piece(shown)]

    def _right(self) -> list[Segment]:
        pieces: list[Segment] = []
        for label, value in self.state.summary:
            pieces += [self._piece(f"  {speech_of(self)(label)} ", "muted"), self._piece(value)]
        return [*pieces, self._piece(" ")] if pieces else []

    def _piece(self, text: str, voice: str = "") -> Segment:
        return Segment(text, self.get_component_rich_style(f"header--{voice}") if voice else self.rich_style)


def _short(url: str) -> str:
    return urlsplit(url).netloc or url
