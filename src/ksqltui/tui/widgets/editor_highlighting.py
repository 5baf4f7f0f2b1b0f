"""Owns which part of an editor's line is what in SQL, one line at a time; knows tokens, not colours or widgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pygments.lexer import Lexer
from pygments.token import Token, _TokenType
from textual.cache import LRUCache

_CLOSERS = {"/*": "*/", "'": "'", '"': '"', "`": "`"}
_OPENED_BY_STATE = {"*/": "comment", "'": "string", '"': "name", "`": "name"}
_MARKS = re.compile(r"--|/\*|['\"`]")

_VOICES: Sequence[tuple[_TokenType, str]] = (
    (Token.Comment, "comment"),
    (Token.Keyword.Type, "function"),
    (Token.Keyword.Constant, "keyword"),
    (Token.Keyword, "keyword"),
    (Token.Name.Function, "function"),
    (Token.Name.Builtin, "function"),
    (Token.Literal.String.Symbol, "name"),
    (Token.Literal.String.Name, "name"),
    (Token.Literal.String.Backtick, "name"),
    (Token.Literal.String, "string"),
    (Token.Literal.Number, "number"),
    (Token.Operator.Word, "keyword"),
    (Token.Operator, "punctuation"),
    (Token.Punctuation, "punctuation"),
)


class Span(NamedTuple):
    """Characters `start` to `end` of a line speak in `voice` (comment, keyword, function, string, number, ...)."""

    start: int
    end: int
    voice: str


def state_after(line: str, state: str) -> str:
    """What is still open at the line's end: `""`, or the text that closes it (`*/`, `'`, a double or a back quote).

    A doubled quote inside quotes closes and opens again at once, which comes to the same.
    """
    position = 0
    while True:
        if state:
            found = line.find(state, position)
            if found < 0:
                return state
            position = found + len(state)
            state = ""
        mark = _MARKS.search(line, position)
        if mark is None or mark.group() == "--":
            return ""
        state = _CLOSERS[mark.group()]
        position = mark.end()


class LineHighlighter:
    """Highlights single lines of a document, carrying from line to line what is open: comments and strings.

    An edit makes the states below it unknown; they are walked again only as far as somebody looks.
    """

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer
        self._states: list[str] = [""]
        self._spans: LRUCache[tuple[str, str], tuple[Span, ...]] = LRUCache(4096)

    def forget_below(self, row: int) -> None:
        """Line `row` has changed: its own opening state still holds, those of later lines do not."""
        del self._states[max(row, 0) + 1 :]

    def spans(self, lines: Sequence[str], row: int) -> tuple[Span, ...]:
        """The voices of line `row`; characters outside of every span are names and speak in the text's own voice."""
        while len(self._states) <= row:
            last = len(self._states) - 1
            self._states.append(state_after(lines[last], self._states[last]))
        key = (lines[row], self._states[row])
        spans = self._spans.get(key)
        if spans is None:
            spans = self._spans[key] = self._lex(*key)
        return spans

    def _lex(self, line: str, state: str) -> tuple[Span, ...]:
        spans: list[Span] = []
        position = 0
        if state:
            closer = line.find(state)
            position = len(line) if closer < 0 else closer + len(state)
            spans.append(Span(0, position, _OPENED_BY_STATE[state]))
        if position == len(line):
            return tuple(spans)
        start = position
        for offset, kind, value in self._lexer.get_tokens_unprocessed(line[start:]):
            voice = _voice(kind)
            if voice and value:
                spans.append(Span(start + offset, start + offset + len(value), voice))
        return tuple(spans) + self._unfinished(line, start, spans)

    @staticmethod
    def _unfinished(line: str, start: int, spans: Sequence[Span]) -> tuple[Span, ...]:
        """A comment or string that the line leaves open speaks in its own voice to the line's end."""
        state = state_after(line[start:], "")
        if not state:
            return ()
        opener = _opener(line, start)
        if spans and spans[-1].start <= opener and spans[-1].end == len(line) and spans[-1].voice != "punctuation":
            return ()
        return (Span(opener, len(line), _OPENED_BY_STATE[state]),)


def _opener(line: str, start: int) -> int:
    """Where the comment or string begins that is still open at the line's end."""
    position = start
    while True:
        mark = _MARKS.search(line, position)
        if mark is None:
            return len(line)
        closer = _CLOSERS[mark.group()]
        found = line.find(closer, mark.end())
        if found < 0:
            return mark.start()
        position = found + len(closer)


def _voice(kind: _TokenType) -> str:
    return next((voice for token, voice in _VOICES if kind in token), "")
