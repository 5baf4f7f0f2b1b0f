"""Owns what each part of a text is to the eye: a Pygments lexer, by line with carried state too; knows no theme."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from pygments.lexer import Lexer
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String, Text, _TokenType

from ksqltui.sql.keywords import KEYWORDS, RESERVED, TYPE_NAMES
from ksqltui.sql.tokens import Token, TokenKind, tokenize


class LineState(Enum):
    """What a line begins inside of."""

    CODE = ""
    COMMENT = "*/"
    STRING = "'"
    DOUBLE_QUOTED = '"'
    BACK_QUOTED = "`"


class Piece(NamedTuple):
    """A part of a text with one colour; `start` is a character offset."""

    start: int
    token_type: _TokenType
    text: str


_PUNCTUATION: Final = frozenset("(),.;[]")
_PLAIN_TYPES: Final[dict[TokenKind, _TokenType]] = {
    TokenKind.SPACE: Text.Whitespace,
    TokenKind.STRING: String.Single,
    TokenKind.UNTERMINATED_STRING: String.Single,
    TokenKind.QUOTED_NAME: Name.Quoted,
    TokenKind.UNTERMINATED_NAME: Name.Quoted,
    TokenKind.UNTERMINATED_COMMENT: Comment.Multiline,
    TokenKind.INTEGER: Number.Integer,
    TokenKind.DECIMAL: Number.Float,
    TokenKind.DOUBLE: Number.Float,
    TokenKind.VARIABLE: Name.Variable,
    TokenKind.UNKNOWN: Error,
}
_CARRIED: Final[dict[LineState, _TokenType]] = {
    LineState.COMMENT: Comment.Multiline,
    LineState.STRING: String.Single,
    LineState.DOUBLE_QUOTED: Name.Quoted,
    LineState.BACK_QUOTED: Name.Quoted,
}
_OPENED: Final = {
    "/": LineState.COMMENT,
    "'": LineState.STRING,
    '"': LineState.DOUBLE_QUOTED,
    "`": LineState.BACK_QUOTED,
}
_UNTERMINATED: Final = frozenset(
    {TokenKind.UNTERMINATED_COMMENT, TokenKind.UNTERMINATED_STRING, TokenKind.UNTERMINATED_NAME}
)


def highlight(text: str, state: LineState = LineState.CODE) -> tuple[list[Piece], LineState]:
    """The pieces of a line (or of any text) that begins in `state`, and the state in which the next one begins.

    The pieces joined give the text back.
    """
    pieces: list[Piece] = []
    begin = 0
    if state is not LineState.CODE:
        closing = _closing(text, state)
        begin = len(text) if closing < 0 else closing + len(state.value)
        if begin:
            pieces.append(Piece(0, _CARRIED[state], text[:begin]))
        if closing < 0:
            return pieces, state
    state = LineState.CODE
    tokens = list(tokenize(text[begin:], trivia=True))
    for index, token in enumerate(tokens[:-1]):
        pieces.append(Piece(begin + token.start, _token_type(tokens, index), token.text))
        if token.kind in _UNTERMINATED:
            state = _OPENED[token.text[0]]
    return pieces, state


def _closing(text: str, state: LineState) -> int:
    """Where the closing quote or `*/` is, -1 without one. A doubled quote closes nothing."""
    place = text.find(state.value)
    while state is not LineState.COMMENT and place >= 0 and text[place + 1 : place + 2] == state.value:
        place = text.find(state.value, place + 2)
    return place


def _token_type(tokens: list[Token], index: int) -> _TokenType:
    token = tokens[index]
    plain = _PLAIN_TYPES.get(token.kind)
    if plain is not None:
        return plain
    if token.kind is TokenKind.COMMENT:
        return Comment.Single if token.text.startswith("--") else Comment.Multiline
    if token.kind is TokenKind.OPERATOR:
        return Punctuation if token.text in _PUNCTUATION else Operator
    return _word_type(tokens, index)


def _word_type(tokens: list[Token], index: int) -> _TokenType:
    """A word directly before `(` is a function unless the language has it before a parenthesis itself."""
    word, following = tokens[index].word, tokens[index + 1].word
    if word in ("TRUE", "FALSE", "NULL"):
        return Keyword.Constant
    if following == "(" and word not in RESERVED and word not in _BEFORE_PARENTHESIS:
        return Name.Function
    if word in RESERVED and word not in TYPE_NAMES:
        return Keyword
    if word not in TYPE_NAMES and word not in KEYWORDS:
        return Name
    before = next((token for token in reversed(tokens[:index]) if token.kind is not TokenKind.SPACE), None)
    after = next(token for token in tokens[index + 1 :] if token.kind is not TokenKind.SPACE)
    if _stands_as_name(word, "" if before is None else before.word or before.text, after):
        return Name
    return Keyword.Type if word in TYPE_NAMES else Keyword


_BEFORE_PARENTHESIS: Final = frozenset({"STRUCT", "MAP", "ARRAY", "DECIMAL", "VARCHAR", "SESSION", "HEADER"})
_BEFORE_A_NAME: Final = frozenset(
    [
        "SELECT",
        "FROM",
        "JOIN",
        "WHERE",
        "AND",
        "OR",
        "ON",
        "BY",
        "AS",
        "INTO",
        "HAVING",
        ",",
        "(",
        "=",
        "+",
        "-",
        "*",
        "/",
        "||",
    ]
)
_KEYWORD_PAIRS: Final = frozenset({("GRACE", "PERIOD"), ("EMIT", "CHANGES"), ("EMIT", "FINAL"), ("PARTITION", "BY")})


def _stands_as_name(word: str, before: str, after: Token) -> bool:
    """Whether a word that the language allows as a name is one here, told by its neighbours on the line."""
    if before in (".", "->") or after.word == "." or after.word in TYPE_NAMES:
        return True
    if not before:
        return after.word in (",", ")")
    if before not in _BEFORE_A_NAME or (word, after.word) in _KEYWORD_PAIRS or (before, word) == ("OR", "REPLACE"):
        return False
    is_type_here = after.kind is TokenKind.STRING or after.word in (">", "<") or (before, after.word) == ("AS", ")")
    return not (word in TYPE_NAMES and is_type_here)


class KsqlLexer(Lexer):
    """Pygments lexer for ksqlDB SQL."""

    name = "ksqlDB"
    aliases = ("ksql", "ksqldb")
    filenames = ("*.ksql",)
    mimetypes = ("text/x-ksql",)
    url = "https://ksqldb.io"

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        pieces, _ = highlight(text)
        for piece in pieces:
            yield piece.start, piece.token_type, piece.text


def keyword_places(text: str) -> Iterator[tuple[int, str]]:
    """Where keywords, types and constants stand, as offsets with the words as they are typed; names are none."""
    for piece in highlight(text)[0]:
        if piece.token_type is Keyword or piece.token_type.parent is Keyword:
            yield piece.start, piece.text
