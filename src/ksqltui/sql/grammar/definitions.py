"""Owns the grammar of what defines, fills, changes and drops streams, tables, types and connectors."""

from __future__ import annotations

from typing import Final

from ksqltui.sql.grammar.queries import QueryGrammar
from ksqltui.sql.syntax import (
    AlterSource,
    AlterSystem,
    BooleanLiteral,
    ColumnConstraint,
    ColumnDefinition,
    CreateAsSelect,
    CreateConnector,
    CreateSource,
    CreateType,
    DecimalLiteral,
    DoubleLiteral,
    DropConnector,
    DropSource,
    DropType,
    InsertSelect,
    InsertValues,
    IntegerLiteral,
    Literal,
    NullLiteral,
    Properties,
    Property,
    SourceKind,
    Statement,
    StringLiteral,
    Unary,
    Variable,
)
from ksqltui.sql.tokens import Token, TokenKind

_NUMBERS: Final = frozenset({TokenKind.INTEGER, TokenKind.DECIMAL, TokenKind.DOUBLE})


class DefinitionGrammar(QueryGrammar):
    def decided(self) -> None:
        """The words so far leave one form of statement: errors from here on tell what was expected."""
        self.deciding_since = -1

    # --- CREATE ---

    def create(self) -> Statement:
        start = self.advance()
        or_replace = self.accept_sequence("OR", "REPLACE")
        if self.at("STREAM", "TABLE"):
            return self._create_source(start, or_replace, is_source=False)
        if self.at("SOURCE") and self.peek().word in ("STREAM", "TABLE"):
            self.advance()
            return self._create_source(start, or_replace, is_source=True)
        if or_replace:
            raise self.no_alternative()
        if self.at("SOURCE", "SINK") and self.peek().word == "CONNECTOR":
            return self._create_connector(start)
        if self.at("SOURCE", "SINK"):
            self.advance()
        if self.at("TYPE"):
            return self._create_type(start)
        raise self.no_alternative()

    def _create_source(self, start: Token, or_replace: bool, *, is_source: bool) -> Statement:
        kind = SourceKind(self.advance().word)
        if_not_exists = self.accept_sequence("IF", "NOT", "EXISTS")
        name = self.name()
        columns: tuple[ColumnDefinition, ...] = ()
        if is_source:
            self.decided()
        if self.accept("("):
            self.decided()
            columns = self.comma_separated(self._column)
            self.expect(")", also=None)
        properties = self.with_clause()
        if self.at("AS") and not columns and not is_source:
            self.decided()
            self.advance()
            query = self.query()
            return CreateAsSelect(kind, name, query, properties, or_replace, if_not_exists, span=self.span_from(start))
        if self.deciding_since >= 0 and not self.at(";") and not self.at_end():
            raise self.no_alternative()
        self.decided()
        self.endings = () if properties else ("'WITH'",)
        return CreateSource(
            kind, name, columns, properties, or_replace, if_not_exists, is_source, span=self.span_from(start)
        )

    def _column(self) -> ColumnDefinition:
        start = self.current
        name = self.name()
        column_type = self.type()
        constraint, header_key = ColumnConstraint.NONE, None
        if self.accept("PRIMARY"):
            self.expect("KEY")
            constraint = ColumnConstraint.PRIMARY_KEY
        elif self.accept("KEY"):
            constraint = ColumnConstraint.KEY
        elif self.accept("HEADERS"):
            constraint = ColumnConstraint.HEADERS
        elif self.accept("HEADER"):
            constraint = ColumnConstraint.HEADER
            self.expect("(")
            header_key = self.string()
            self.expect(")")
        return ColumnDefinition(name, column_type, constraint, header_key, span=self.span_from(start))

    def _create_connector(self, start: Token) -> CreateConnector:
        direction = self.advance().word
        self.advance()
        self.decided()
        if_not_exists = self.accept_sequence("IF", "NOT", "EXISTS")
        name = self.name()
        self.expect("WITH")
        properties = self._properties(keep_case=True)
        return CreateConnector(direction, name, properties, if_not_exists, span=self.span_from(start))

    def _create_type(self, start: Token) -> CreateType:
        self.advance()
        self.decided()
        if_not_exists = self.accept_sequence("IF", "NOT", "EXISTS")
        name = self.name()
        self.expect("AS")
        target = self.type()
        self.endings = ("'ARRAY'",)
        return CreateType(name, target, if_not_exists, span=self.span_from(start))

    # --- WITH (..) ---

    def with_clause(self) -> Properties:
        return self._properties() if self.accept("WITH") else ()

    def _properties(self, *, keep_case: bool = False) -> Properties:
        """Names are upper-cased, but those of a connector's properties, whose case means something."""
        self.expect("(")
        properties = self.comma_separated(self._property)
        self.expect(")", also=("','",))
        if keep_case:
            return properties
        return tuple(Property(each.name.upper(), each.value, span=each.span) for each in properties)

    def _property(self) -> Property:
        start = self.current
        name = self.string() if start.kind is TokenKind.STRING else self.name()
        self.expect("=")
        return Property(name, self._literal(), span=self.span_from(start))

    def _literal(self) -> Literal:
        token = self.current
        if token.word == "-" and self.peek().kind in _NUMBERS:
            self.advance()
            number = self._number(negative=True)
            return Unary("-", number, span=self.span_from(token))
        if token.kind in _NUMBERS:
            return self._number(negative=False)
        if token.kind is TokenKind.STRING:
            text = self.string()
            return StringLiteral(text, span=self.span_from(token))
        if token.kind is TokenKind.VARIABLE:
            self.advance()
            return Variable(token.text[2:-1], span=self.span_from(token))
        if token.word in ("TRUE", "FALSE"):
            self.advance()
            return BooleanLiteral(token.word == "TRUE", span=self.span_from(token))
        if self.accept("NULL"):
            return NullLiteral(span=self.span_from(token))
        raise self.mismatch(extraneous=self.peek().kind in _NUMBERS or self.peek().kind is TokenKind.STRING)

    def _number(self, *, negative: bool) -> IntegerLiteral | DecimalLiteral | DoubleLiteral:
        token = self.current
        if token.kind is TokenKind.INTEGER:
            return self.integer(negative=negative)
        if token.kind is TokenKind.DOUBLE:
            return self.double(negative=negative)
        self.advance()
        return DecimalLiteral(token.text, span=self.span_from(token))

    # --- INSERT ---

    def insert(self) -> InsertSelect | InsertValues:
        start = self.advance()
        if not self.accept("INTO"):
            raise self.no_alternative()
        target = self.name()
        if self.at("WITH", "SELECT"):
            self.decided()
            properties = self.with_clause()
            query = self.query()
            return InsertSelect(target, query, properties, span=self.span_from(start))
        if not self.at("(", "VALUES"):
            raise self.no_alternative()
        self.decided()
        columns: tuple[str, ...] = ()
        if self.accept("("):
            columns = self.comma_separated(self.name)
            self.expect(")", also=("','",))
        self.expect("VALUES")
        self.expect("(")
        values = () if self.at(")") else self.comma_separated(self.value)
        self.expect(")", also=None)
        return InsertValues(target, columns, values, span=self.span_from(start))

    # --- ALTER and DROP ---

    def alter(self) -> AlterSource | AlterSystem:
        start = self.advance()
        if not self.at("SYSTEM", "STREAM", "TABLE"):
            raise self.no_alternative()
        self.decided()
        if self.accept("SYSTEM"):
            name = self.string()
            self.expect("=")
            value = self.string()
            return AlterSystem(name, value, span=self.span_from(start))
        kind = SourceKind(self.advance().word)
        source = self.name()
        columns = self.comma_separated(self._added_column)
        self.endings = ("','", "'ARRAY'")
        return AlterSource(kind, source, columns, span=self.span_from(start))

    def _added_column(self) -> ColumnDefinition:
        self.expect("ADD")
        if self.at("COLUMN") and self.peek(2).word not in (",", ";"):
            self.advance()
        start = self.current
        name = self.name()
        column_type = self.type()
        return ColumnDefinition(name, column_type, span=self.span_from(start))

    def drop(self) -> DropSource | DropType | DropConnector:
        start = self.advance()
        if not self.at("STREAM", "TABLE", "TYPE", "CONNECTOR"):
            raise self.no_alternative()
        self.decided()
        what = self.advance().word
        if_exists = self.accept_sequence("IF", "EXISTS")
        name = self.name()
        if what == "TYPE":
            return DropType(name, if_exists, span=self.span_from(start))
        if what == "CONNECTOR":
            return DropConnector(name, if_exists, span=self.span_from(start))
        delete_topic = self.accept("DELETE")
        if delete_topic:
            self.expect("TOPIC")
        else:
            self.endings = ("'DELETE'",)
        return DropSource(SourceKind(what), name, if_exists, delete_topic, span=self.span_from(start))
