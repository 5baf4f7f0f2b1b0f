"""Owns the walk over the tokens and the wording of syntax errors in ksqlDB's words; knows no grammar rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.grammar.expectations import explain_mismatch, nearest_command
from ksqltui.sql.keywords import COMMANDS, RESERVED, TIME_UNITS
from ksqltui.sql.syntax import Duration, Span
from ksqltui.sql.tokens import Token, TokenKind, tokenize, unquote

T = TypeVar("T")

_NAME_KINDS = frozenset({TokenKind.QUOTED_NAME, TokenKind.VARIABLE})
_UNTERMINATED = frozenset(
    {TokenKind.UNTERMINATED_STRING, TokenKind.UNTERMINATED_NAME, TokenKind.UNTERMINATED_COMMENT},
)


def is_name(token: Token) -> bool:
    """Whether the token may stand where ksqlDB wants an identifier."""
    return (token.kind is TokenKind.WORD and token.word not in RESERVED) or token.kind in _NAME_KINDS


class Cursor:
    """A position in a text's tokens.

    ksqlDB's parser looks ahead to choose between alternatives, and words an error met while choosing in its own way
    ("Syntax error at or near"). `deciding_since` is the index of the token where such a choice began, -1 outside one.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = list(tokenize(text))
        self.index = 0
        self.current = self.tokens[0]
        self.deciding_since = -1

    # --- looking and stepping ---

    def peek(self, distance: int = 1) -> Token:
        index = self.index + distance
        return self.tokens[index] if index < len(self.tokens) else self.tokens[-1]

    def advance(self) -> Token:
        token = self.current
        if token.kind is not TokenKind.END:
            self.index += 1
            self.current = self.tokens[self.index]
        return token

    def rewind(self, index: int) -> None:
        self.index = index
        self.current = self.tokens[index]

    def at(self, *words: str) -> bool:
        return self.current.word in words

    def at_sequence(self, *words: str) -> bool:
        return all(self.peek(distance).word == word for distance, word in enumerate(words))

    def at_end(self) -> bool:
        return self.current.kind is TokenKind.END

    def at_name(self) -> bool:
        return is_name(self.current)

    def accept(self, word: str) -> bool:
        if self.current.word == word:
            self.advance()
            return True
        return False

    def accept_sequence(self, *words: str) -> bool:
        if self.at_sequence(*words):
            for _ in words:
                self.advance()
            return True
        return False

    def expect(
        self, word: str, *, also: tuple[str, ...] | None = (), may_follow: Callable[[Token], bool] | None = None
    ) -> Token:
        """Step over `word` or fail.

        `also` are the optional things that could have stood here instead, as ksqlDB shows them, None if there are
        many; `may_follow` tells whether a token could stand after `word`, so that the error says it is missing.
        """
        if self.current.word == word:
            return self.advance()
        shown = f"'{word}'"
        if self.peek().word == word:
            others = () if word == ";" else also or ()
            raise self.mismatch(shown, *others, extraneous=True)
        if may_follow is not None and may_follow(self.current) and self.deciding_since < 0:
            raise self.error_at(self.current, f"missing {shown} at '{self.shown(self.current)}'")
        raise self.mismatch() if also is None else self.mismatch(shown, *also)

    # --- words with a value ---

    def name(self) -> str:
        """An identifier: upper-cased unless it is quoted; a variable keeps its `${..}`."""
        token = self.current
        if not is_name(token):
            raise self.mismatch(extraneous=is_name(self.peek()))
        self.advance()
        if token.kind is TokenKind.WORD:
            return token.word
        return unquote(token.text) if token.kind is TokenKind.QUOTED_NAME else token.text

    def resource(self) -> str:
        """The name of something outside ksqlDB (a topic, a subject): a string or an identifier as it is written."""
        token = self.current
        if token.kind is TokenKind.STRING:
            return self.string()
        self.name()
        return unquote(token.text) if token.kind is TokenKind.QUOTED_NAME else token.text

    def string(self) -> str:
        if self.current.kind is not TokenKind.STRING:
            raise self.mismatch("STRING", extraneous=self.peek().kind is TokenKind.STRING)
        return unquote(self.advance().text)

    def string_or_variable(self) -> str:
        if self.current.kind is TokenKind.VARIABLE:
            return self.advance().text
        if self.current.kind is not TokenKind.STRING:
            raise self.mismatch("STRING", "VARIABLE")
        return self.string()

    def whole_number(self) -> int:
        sign = -1 if self.accept("-") else 1
        if self.current.kind is not TokenKind.INTEGER:
            raise self.mismatch(extraneous=self.peek().kind is TokenKind.INTEGER)
        return sign * int(self.advance().text)

    def duration(self) -> Duration:
        start = self.current
        value = self.whole_number()
        unit = self.current.word
        if unit not in TIME_UNITS:
            raise self.mismatch(extraneous=self.peek().word in TIME_UNITS)
        self.advance()
        plural = unit.endswith("S")
        return Duration(value, unit.removesuffix("S"), plural, span=self.span_from(start))

    def comma_separated(self, item: Callable[[], T]) -> tuple[T, ...]:
        first = item()
        if self.current.word != ",":
            return (first,)
        items = [first]
        while self.current.word == ",":
            self.advance()
            items.append(item())
        return tuple(items)

    # --- places ---

    def span_from(self, start: Token) -> Span:
        """From `start` to the last token stepped over."""
        last = self.tokens[self.index - 1]
        return Span(start.start, last.start + len(last.text), start.line, start.column)

    # --- failing: each of these makes the error that the caller raises ---

    @staticmethod
    def shown(token: Token) -> str:
        return token.text[0] if token.kind in _UNTERMINATED else token.text

    def mismatch(self, *expected: str, extraneous: bool = False) -> KsqlSyntaxError:
        """The current token does not fit; `expected` as ksqlDB shows it, empty if it is a long list.

        `extraneous` says that the text would be right without this token, which ksqlDB words in another way.
        """
        token = self.current
        if 0 <= self.deciding_since < self.index:
            return self.no_alternative()
        if extraneous and token.word in RESERVED:
            return self._reserved_word(token)
        return self.error_at(token, explain_mismatch(expected, at_end=self.at_end()))

    def no_alternative(self) -> KsqlSyntaxError:
        """No alternative of a choice goes on with the current token."""
        token = self.current
        place = f"line {token.line}:{token.column}"
        return self.error_at(token, f"Syntax error at or near '{self.shown(token)}' at {place}")

    def unknown_command(self) -> KsqlSyntaxError:
        """The current token begins no statement."""
        token = self.current
        if token.word in RESERVED and self.peek().word in COMMANDS:
            return self._reserved_word(token)
        shown = self.shown(token)
        return self.error_at(token, f"Unknown statement '{shown}'\nDid you mean '{nearest_command(shown)}'?")

    def _reserved_word(self, token: Token) -> KsqlSyntaxError:
        said = f'"{token.text}" is a reserved keyword and it can\'t be used as an identifier.'
        return self.error_at(token, f"{said} You can use it as an identifier by escaping it as '{token.text}' ")

    def error_at(self, token: Token, detail: str, message: str | None = None) -> KsqlSyntaxError:
        return KsqlSyntaxError(
            detail,
            line=token.line,
            column=token.column,
            offset=token.start,
            failed_line=self.text.split("\n")[token.line - 1],
            message=message,
        )
