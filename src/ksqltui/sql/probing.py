"""Owns the question what the grammar allows at a place: it parses what stands before it and a word more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.grammar.statements import StatementGrammar
from ksqltui.sql.keywords import COMMANDS, RESERVED
from ksqltui.sql.syntax import Expression
from ksqltui.sql.tokens import Token, TokenKind, tokenize

_PHRASES = """
    FROM|WHERE|GROUP BY|PARTITION BY|HAVING|EMIT CHANGES|EMIT FINAL|LIMIT|AS|AND|OR|NOT|IN|LIKE|BETWEEN|IS NULL
    |IS NOT NULL|CASE|WHEN|THEN|ELSE|END|JOIN|INNER JOIN|LEFT JOIN|RIGHT JOIN|FULL OUTER JOIN|WITHIN|ON
    |WINDOW TUMBLING (SIZE|WINDOW HOPPING (SIZE|WINDOW SESSION (|ADVANCE BY|GRACE PERIOD|RETENTION|SIZE
    |MILLISECONDS|SECONDS|MINUTES|HOURS|DAYS|SECOND|MINUTE|HOUR|DAY|STREAM|TABLE|SOURCE STREAM|SOURCE TABLE
    |OR REPLACE|IF NOT EXISTS|IF EXISTS|PRIMARY KEY|KEY|HEADERS|WITH (|AS SELECT|SELECT|DELETE TOPIC|ADD|COLUMN
    |TYPE|CONNECTOR|INTO|VALUES|TOPICS|ALL TOPICS|STREAMS|TABLES|QUERIES|FUNCTIONS|PROPERTIES|TYPES|VARIABLES
    |CONNECTORS|EXTENDED|FUNCTION|FROM BEGINNING|INTERVAL|SAMPLE|ALL|TRUE|FALSE|NULL|TOPIC
    |SCHEMA|SUBJECT|NOT EXISTS|TIMEOUT|ESCAPE|CAST(|DISTINCT|AT TIME ZONE
    |CHANGES|FINAL|BY|PERIOD|REPLACE|EXISTS|BEGINNING|TUMBLING (SIZE|HOPPING (SIZE|SESSION (|OUTER JOIN|PLUGINS
"""
PHRASES: Final = tuple(" ".join(phrase.split()) for phrase in _PHRASES.split("|"))
"""What may follow inside a statement, keywords that belong together in one."""

_TOKENS: Final = {phrase: tuple(tokenize(phrase))[:-1] for phrase in PHRASES}
_NAME: Final = tuple(tokenize("X"))[:-1]
_QUALIFIED: Final = tuple(tokenize("X.Y"))[:-1]
_TYPE: Final = tuple(tokenize("ARRAY<"))[:-1]
_END: Final = Token(TokenKind.END, "<EOF>", "", 0, 1, 1)


class _ReachedEnd(Exception):
    """The grammar wanted more than there is: all that is there fits."""


class _ProbeGrammar(StatementGrammar):
    def error_at(self, token: Token, detail: str, message: str | None = None) -> KsqlSyntaxError:
        if token.kind is TokenKind.END:
            raise _ReachedEnd
        return KsqlSyntaxError(detail, line=token.line, column=token.column, offset=token.start)

    def unknown_command(self) -> KsqlSyntaxError:
        return self.error_at(self.current, "")

    def _parenthesised_keys(self) -> tuple[Expression, ...] | None:
        """A list that ends open would be read again as one expression, which fails at its first comma."""
        begin = self.index
        keys = super()._parenthesised_keys()
        if keys is None:
            self.advance()
            with suppress(KsqlSyntaxError):
                self.comma_separated(self.value)
                if self.at_end():
                    raise _ReachedEnd
            self.rewind(begin)
        return keys


class Probe:
    """The place after some tokens of one statement. What is before may be half-typed or wrong; then nothing fits."""

    def __init__(self, before: Sequence[Token]) -> None:
        self._before = tuple(before)
        self._grammar = _ProbeGrammar("")
        self.takes_name = bool(self._before) and self._fits(_NAME)
        """An identifier may stand here."""

    @property
    def takes_expression(self) -> bool:
        """A column of a source may stand here; where only a new name may (an alias), it may not."""
        return self.takes_name and self._fits(_QUALIFIED)

    @property
    def takes_type(self) -> bool:
        """A column's type may stand here."""
        return bool(self._before) and self._fits(_TYPE)

    def allowed(self, phrases: Iterable[str]) -> tuple[str, ...]:
        """Those that may follow here as keywords, in their order; at the start of a statement its first words.

        EMIT could be a source's alias, after which everything else may follow; nobody means that.
        """
        if not self._before:
            return tuple(phrase for phrase in phrases if phrase in COMMANDS)
        if self._before[-1].word == "EMIT":
            phrases = [phrase for phrase in phrases if phrase in ("CHANGES", "FINAL")]
        return tuple(phrase for phrase in phrases if phrase in _TOKENS and self._is_keyword_here(_TOKENS[phrase]))

    def _is_keyword_here(self, phrase: tuple[Token, ...]) -> bool:
        """A word that is not reserved fits wherever a name does, which says nothing: then the rest must tell."""
        if not self._fits(phrase):
            return False
        if phrase[0].word in RESERVED or not self.takes_name:
            return True
        return len(phrase) > 1 and not self._fits((*_NAME, *phrase[1:]))

    def _fits(self, more: tuple[Token, ...]) -> bool:
        grammar = self._grammar
        grammar.tokens = [*self._before, *more, _END]
        grammar.rewind(0)
        grammar.deciding_since = -1
        try:
            grammar.statement()
        except _ReachedEnd:
            return True
        except (KsqlSyntaxError, RecursionError):
            return False
        return grammar.at_end()
