"""Owns which part of an editor's line is what in SQL, one line at a time; knows tokens, not colours or widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pygments.token import Token, _TokenType
from textual.cache import LRUCache

from ksqltui.sql.highlighting import LineState, highlight

_VOICES: Mapping[_TokenType, str] = {
    Token.Comment: "comment",
    Token.Keyword: "keyword",
    Token.Keyword.Type: "function",
    Token.Name.Function: "function",
    Token.Literal.String: "string",
    Token.Literal.Number: "number",
    Token.Operator: "punctuation",
    Token.Punctuation: "punctuation",
}

CACHED_LINES = 20_000
LONGEST_LINE = 10_000
"""Characters of a line that are read while keys wait."""


class Span(NamedTuple):
    """Characters `start` to `end` of a line speak in `voice`: comment, keyword, function, string, number, ..."""

    start: int
    end: int
    voice: str


class LineHighlighter:
    """Highlights single lines of a document, carrying from line to line what is open: comments and strings.

    An edit makes the states below it unknown; they are walked again only as far as somebody looks, and a line that
    was seen before in the same state is not read again.
    """

    def __init__(self) -> None:
        self._states: list[LineState] = [LineState.CODE]
        self._known: LRUCache[tuple[str, LineState], tuple[tuple[Span, ...], LineState]] = LRUCache(CACHED_LINES)

    def forget_below(self, row: int) -> None:
        """Line `row` has changed: its own opening state still holds, those of later lines do not."""
        del self._states[max(row, 0) + 1 :]

    def spans(self, lines: Sequence[str], row: int) -> tuple[Span, ...]:
        """The voices of line `row`; characters outside of every span are names and speak in the text's own voice."""
        while len(self._states) <= row:
            last = len(self._states) - 1
            self._states.append(self._read(lines[last], self._states[last])[1])
        return self._read(lines[row], self._states[row])[0]

    def state_at(self, lines: Sequence[str], row: int, column: int) -> tuple[LineState, bool]:
        """What a place of line `row` is inside of, and whether that is a comment of either kind."""
        self.spans(lines, row)
        pieces, state = highlight(lines[row][:column], self._states[row])
        is_comment = bool(pieces) and pieces[-1].token_type is Token.Comment.Single
        return state, is_comment or state is LineState.COMMENT

    def _read(self, line: str, state: LineState) -> tuple[tuple[Span, ...], LineState]:
        found = self._known.get((line, state))
        if found is None:
            # Of a line of megabytes only its beginning has colours; what it opens is not looked for.
            pieces, after = highlight(line[:LONGEST_LINE], state)
            if len(line) > LONGEST_LINE:
                after = state
            spans = tuple(
                Span(piece.start, piece.start + len(piece.text), voice)
                for piece in pieces
                if (voice := _voice(piece.token_type))
            )
            found = self._known[line, state] = spans, after
        return found


def _voice(kind: _TokenType) -> str:
    """The voice of a token, or of the nearest kind above it that has one."""
    nearest: _TokenType | None = kind
    while nearest is not None:
        if nearest in _VOICES:
            return _VOICES[nearest]
        nearest = nearest.parent
    return ""
