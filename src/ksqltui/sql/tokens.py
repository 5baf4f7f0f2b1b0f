"""Owns the cutting of a text into ksqlDB's tokens; never raises and knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple


class TokenKind(Enum):
    WORD = "word"
    QUOTED_NAME = "quoted name"
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    VARIABLE = "variable"
    OPERATOR = "operator"
    COMMENT = "comment"
    SPACE = "space"
    UNTERMINATED_STRING = "unterminated string"
    UNTERMINATED_NAME = "unterminated name"
    UNTERMINATED_COMMENT = "unterminated comment"
    UNKNOWN = "unknown"
    """A character that begins nothing in ksqlDB: Cyrillic letters outside quotes, `$`, `{`."""
    END = "end"


class Token(NamedTuple):
    """One token with its place: `start` is a character offset, `line` and `column` count from 1.

    `word` is the upper-cased text of a WORD, the text of an OPERATOR and empty for everything else, so that a
    comparison with a keyword never matches a string or a quoted name.
    """

    kind: TokenKind
    text: str
    word: str
    start: int
    line: int
    column: int

    @property
    def end(self) -> int:
        return self.start + (0 if self.kind is TokenKind.END else len(self.text))


END_TEXT: Final = "<EOF>"

_PATTERNS: Final = (
    (TokenKind.SPACE, r"[ \t\r\n]+"),
    (TokenKind.COMMENT, r"--[^\r\n]*|/\*(?s:.*?)\*/"),
    (TokenKind.STRING, r"'(?>[^']|'')*+'"),
    (TokenKind.QUOTED_NAME, r'"(?>[^"]|"")*+"|`(?>[^`]|``)*+`'),
    (TokenKind.DOUBLE, r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+(?![A-Za-z0-9_@])"),
    (TokenKind.DECIMAL, r"[0-9]+\.[0-9]*|\.[0-9]+"),
    (TokenKind.INTEGER, r"[0-9]+(?![A-Za-z0-9_@])"),
    (TokenKind.WORD, r"[A-Za-z_][A-Za-z0-9_@]*|[0-9][A-Za-z0-9_@]+"),
    (TokenKind.VARIABLE, r"\$\{[A-Za-z_][A-Za-z0-9_@]*\}"),
    (TokenKind.UNTERMINATED_COMMENT, r"/\*(?s:.*)"),
    (TokenKind.OPERATOR, r"<>|!=|<=|>=|\|\||:=|->|=>|[=<>+\-*/%(),.;\[\]]"),
    (TokenKind.UNTERMINATED_STRING, r"'(?s:.*)"),
    (TokenKind.UNTERMINATED_NAME, r'["`](?s:.*)'),
    (TokenKind.UNKNOWN, r"(?s:.)"),
)
_TOKEN: Final = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS))
_KINDS: Final = (TokenKind.END, *(kind for kind, _ in _PATTERNS))
_MAY_HOLD_LINES: Final = frozenset(
    {
        TokenKind.SPACE,
        TokenKind.COMMENT,
        TokenKind.STRING,
        TokenKind.QUOTED_NAME,
        TokenKind.UNTERMINATED_COMMENT,
        TokenKind.UNTERMINATED_STRING,
        TokenKind.UNTERMINATED_NAME,
    }
)
_TRIVIA: Final = frozenset({TokenKind.SPACE, TokenKind.COMMENT})


def tokenize(text: str, begin: int = 0, line: int = 1, *, trivia: bool = False) -> Iterator[Token]:
    """The tokens of any text from the character `begin` in line `line` on, half-typed too, with an END token last.

    An unterminated string, name or comment is one token that reaches to the end of the text. With `trivia` the spaces
    and comments are among the tokens, and then the texts of all tokens but END joined give the text back.
    """
    line_start = text.rfind("\n", 0, begin) + 1
    word_kind, operator_kind = TokenKind.WORD, TokenKind.OPERATOR
    for match in _TOKEN.finditer(text, begin):
        kind = _KINDS[match.lastindex or 0]
        piece = match.group()
        start = match.start()
        if trivia or kind not in _TRIVIA:
            word = piece.upper() if kind is word_kind else piece if kind is operator_kind else ""
            yield Token(kind, piece, word, start, line, start - line_start + 1)
        if kind in _MAY_HOLD_LINES and "\n" in piece:
            line += piece.count("\n")
            line_start = start + piece.rindex("\n") + 1
    yield Token(TokenKind.END, END_TEXT, "", len(text), line, len(text) - line_start + 1)


def unquote(text: str) -> str:
    """The meaning of a quoted token: without its quotes, a doubled quote standing for one."""
    quote = text[0]
    return text[1:-1].replace(quote * 2, quote)
