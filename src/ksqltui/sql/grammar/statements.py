"""Owns the choice of a statement by its first words, and the grammar of the statements that ask, set and assert."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ksqltui.sql.grammar.definitions import DefinitionGrammar
from ksqltui.sql.keywords import COMMANDS
from ksqltui.sql.syntax import (
    AssertSchema,
    AssertTopic,
    DefineVariable,
    Describe,
    DescribeConnector,
    DescribeFunction,
    DescribeSources,
    Duration,
    Explain,
    Expression,
    Listing,
    Pause,
    PrintTopic,
    Query,
    Resume,
    SetProperty,
    Show,
    SourceKind,
    Statement,
    Terminate,
    UndefineVariable,
    UnsetProperty,
)
from ksqltui.sql.tokens import Token, TokenKind

_MAY_BE_EXTENDED: Final = frozenset({Listing.TOPICS, Listing.STREAMS, Listing.TABLES, Listing.QUERIES})
_LISTINGS: Final = frozenset(listing.value for listing in Listing)


class StatementGrammar(DefinitionGrammar):
    def script(self) -> tuple[Statement, ...]:
        statements: list[Statement] = []
        while not self.at_end():
            statements.append(self.statement())
            self.expect(";", also=self.endings, may_follow=_may_follow_statement)
        return tuple(statements)

    def single_statement(self) -> Statement:
        """One statement and nothing after it; its `;` may be missing."""
        if self.at_end():
            raise self.error_at(self.current, "There is no statement in this text")
        statement = self.statement()
        if not self.at_end():
            self.expect(";", also=self.endings, may_follow=_may_follow_statement)
        if not self.at_end():
            raise self.error_at(
                self.current, f"One statement was expected, another begins at '{self.shown(self.current)}'"
            )
        return statement

    def single_expression(self) -> Expression:
        """An expression and nothing after it."""
        expression = self.expression()
        if not self.at_end():
            raise self.mismatch()
        return expression

    def statement(self) -> Statement:
        begin = _BEGINNINGS.get(self.current.word)
        if begin is None:
            raise self.unknown_command()
        self.endings = ()
        self.deciding_since = self.index
        statement = begin(self)
        self.decided()
        return statement

    # --- asking ---

    def select(self) -> Query:
        self.decided()
        return self.query()

    def show(self) -> Show:
        start = self.advance()
        all_topics = self.accept("ALL")
        if all_topics and not self.at("TOPICS"):
            self.decided()
            self.expect("TOPICS")
        words = self.current.word
        if words in ("SOURCE", "SINK") and self.peek().word == "CONNECTORS":
            words = f"{self.advance().word} CONNECTORS"
        elif words == "CONNECTOR" and self.peek().word == "PLUGINS":
            self.advance()
            words = "CONNECTOR PLUGINS"
        elif words in ("SOURCE", "SINK", "CONNECTOR"):
            self.advance()
            self.decided()
            self.expect("PLUGINS" if words == "CONNECTOR" else "CONNECTORS")
        if words not in _LISTINGS:
            raise self.no_alternative()
        self.decided()
        self.advance()
        what = Listing(words)
        extended = what in _MAY_BE_EXTENDED and self.accept("EXTENDED")
        if what in _MAY_BE_EXTENDED and not extended:
            self.endings = ("'EXTENDED'",)
        return Show(what, extended, all_topics, span=self.span_from(start))

    def describe(self) -> Statement:
        start = self.advance()
        word, following = self.current.word, self.peek().kind
        ends_here = following is TokenKind.END or self.peek().word in (";", "EXTENDED")
        if word in ("FUNCTION", "CONNECTOR") and not ends_here:
            self.advance()
            self.decided()
            name = self.name()
            if word == "FUNCTION":
                return DescribeFunction(name, span=self.span_from(start))
            return DescribeConnector(name, span=self.span_from(start))
        if word in ("STREAMS", "TABLES"):
            self.advance()
            extended = self._extended()
            return DescribeSources(SourceKind(word.removesuffix("S")), extended, span=self.span_from(start))
        if not self.at_name():
            raise self.no_alternative()
        source = self.name()
        extended = self._extended()
        return Describe(source, extended, span=self.span_from(start))

    def _extended(self) -> bool:
        if self.accept("EXTENDED"):
            return True
        self.endings = ("'EXTENDED'",)
        return False

    def print_topic(self) -> PrintTopic:
        start = self.advance()
        self.decided()
        topic = self.resource()
        from_beginning = self.accept("FROM")
        if from_beginning:
            self.expect("BEGINNING")
        interval = limit = None
        if self.accept("INTERVAL") or self.accept("SAMPLE"):
            interval = self.whole_number()
        if self.accept("LIMIT"):
            limit = self.whole_number()
        self.endings = None if limit is None else ()
        return PrintTopic(topic, from_beginning, interval, limit, span=self.span_from(start))

    def explain(self) -> Explain:
        start = self.advance()
        self.decided()
        following = self.peek()
        if self.at_name() and (following.word == ";" or following.kind is TokenKind.END):
            query_id = self.name()
            return Explain(query_id, span=self.span_from(start))
        statement = self.statement()
        return Explain(None, statement, span=self.span_from(start))

    # --- running queries ---

    def terminate(self) -> Terminate:
        start = self.advance()
        return Terminate(self._query_id(), span=self.span_from(start))

    def pause(self) -> Pause:
        start = self.advance()
        return Pause(self._query_id(), span=self.span_from(start))

    def resume(self) -> Resume:
        start = self.advance()
        return Resume(self._query_id(), span=self.span_from(start))

    def _query_id(self) -> str | None:
        return None if self.accept("ALL") else self.name()

    # --- properties and variables ---

    def set_property(self) -> SetProperty:
        start = self.advance()
        self.decided()
        name = self.string_or_variable()
        self.expect("=")
        value = self.string_or_variable()
        return SetProperty(name, value, span=self.span_from(start))

    def unset_property(self) -> UnsetProperty:
        start = self.advance()
        self.decided()
        name = self.string_or_variable()
        return UnsetProperty(name, span=self.span_from(start))

    def define(self) -> DefineVariable:
        start = self.advance()
        self.decided()
        name = self._variable_name()
        self.expect("=")
        value = self.string()
        return DefineVariable(name, value, span=self.span_from(start))

    def undefine(self) -> UndefineVariable:
        start = self.advance()
        self.decided()
        name = self._variable_name()
        return UndefineVariable(name, span=self.span_from(start))

    def _variable_name(self) -> str:
        """Any word as it is written, a reserved one too."""
        if self.current.kind is not TokenKind.WORD or self.current.text[0].isdigit():
            raise self.mismatch("IDENTIFIER", extraneous=self.peek().kind is TokenKind.WORD)
        return self.advance().text

    # --- ASSERT ---

    def assert_(self) -> AssertTopic | AssertSchema:
        start = self.advance()
        exists = not self.accept_sequence("NOT", "EXISTS")
        if not self.at("TOPIC", "SCHEMA"):
            raise self.no_alternative()
        self.decided()
        if self.accept("TOPIC"):
            topic = self.resource()
            properties = self.with_clause()
            timeout = self._timeout()
            return AssertTopic(topic, exists, properties, timeout, span=self.span_from(start))
        self.advance()
        subject = self.resource() if self.accept("SUBJECT") else None
        schema_id = self.whole_number() if self.accept("ID") else None
        timeout = self._timeout()
        return AssertSchema(subject, schema_id, exists, timeout, span=self.span_from(start))

    def _timeout(self) -> Duration | None:
        if self.accept("TIMEOUT"):
            return self.duration()
        self.endings = ("'TIMEOUT'",)
        return None


def _may_follow_statement(token: Token) -> bool:
    return token.kind is TokenKind.END or token.word in COMMANDS


_BEGINNINGS: Final[Mapping[str, Callable[[StatementGrammar], Statement]]] = MappingProxyType(
    {
        "SELECT": StatementGrammar.select,
        "CREATE": StatementGrammar.create,
        "INSERT": StatementGrammar.insert,
        "DROP": StatementGrammar.drop,
        "ALTER": StatementGrammar.alter,
        "SHOW": StatementGrammar.show,
        "LIST": StatementGrammar.show,
        "DESCRIBE": StatementGrammar.describe,
        "PRINT": StatementGrammar.print_topic,
        "EXPLAIN": StatementGrammar.explain,
        "TERMINATE": StatementGrammar.terminate,
        "PAUSE": StatementGrammar.pause,
        "RESUME": StatementGrammar.resume,
        "SET": StatementGrammar.set_property,
        "UNSET": StatementGrammar.unset_property,
        "DEFINE": StatementGrammar.define,
        "UNDEFINE": StatementGrammar.undefine,
        "ASSERT": StatementGrammar.assert_,
    }
)
