"""Owns the grammar of what operators join: literals, columns, calls, CASE, CAST, constructors and their postfixes."""

from __future__ import annotations

import math
from abc import abstractmethod

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.grammar.cursor import is_name
from ksqltui.sql.grammar.types import TypeGrammar
from ksqltui.sql.keywords import RESERVED, TIME_UNITS
from ksqltui.sql.syntax import (
    ArrayConstructor,
    BooleanLiteral,
    Case,
    Cast,
    ColumnRef,
    DecimalLiteral,
    Dereference,
    DoubleLiteral,
    Expression,
    FunctionCall,
    IntegerLiteral,
    Lambda,
    MapConstructor,
    NullLiteral,
    Star,
    StringLiteral,
    StructConstructor,
    Subscript,
    TypedLiteral,
    UnitLiteral,
    Variable,
    WhenClause,
)
from ksqltui.sql.tokens import Token, TokenKind, unquote

_LARGEST_BIGINT = 2**63 - 1


class PrimaryGrammar(TypeGrammar):
    @abstractmethod
    def expression(self) -> Expression: ...

    @abstractmethod
    def value(self) -> Expression: ...

    @abstractmethod
    def lambda_parameters(self) -> tuple[str, ...] | None: ...

    def primary(self) -> Expression:
        start = self.current
        return self.postfixes(start, self._bare_primary(start))

    def postfixes(self, start: Token, base: Expression) -> Expression:
        """Subscripts and struct fields; `->*` is left for the projection that may take it."""
        while True:
            word = self.current.word
            if word == "[":
                self.advance()
                index = self.value()
                self.expect("]", also=None)
                base = Subscript(base, index, span=self.span_from(start))
            elif word == "->" and self.peek().word != "*":
                self.advance()
                field_name = self.name()
                base = Dereference(base, field_name, span=self.span_from(start))
            else:
                return base

    def _bare_primary(self, start: Token) -> Expression:
        kind = start.kind
        if kind is TokenKind.WORD:
            return self._word(start)
        if kind is TokenKind.STRING:
            self.advance()
            return StringLiteral(unquote(start.text), span=self.span_from(start))
        if kind is TokenKind.INTEGER:
            return self.integer()
        if kind is TokenKind.DECIMAL:
            self.advance()
            return DecimalLiteral(start.text, span=self.span_from(start))
        if kind is TokenKind.DOUBLE:
            return self.double()
        if start.word == "(":
            self.advance()
            inner = self.expression()
            self.expect(")", also=None, may_follow=_may_follow_parenthesis)
            return inner
        if kind is TokenKind.VARIABLE and self.peek().word not in ("(", "."):
            self.advance()
            return Variable(start.text[2:-1], span=self.span_from(start))
        return self._named()

    # --- numbers ---

    def integer(self, *, negative: bool = False) -> IntegerLiteral:
        token = self.advance()
        value = int(token.text)
        if value > _LARGEST_BIGINT + negative:
            raise self._refused_number(token, "Invalid numeric literal", negative=negative)
        return IntegerLiteral(value, span=self.span_from(token))

    def double(self, *, negative: bool = False) -> DoubleLiteral:
        token = self.advance()
        if math.isinf(float(token.text)):
            raise self._refused_number(token, "Number overflows DOUBLE", negative=negative)
        return DoubleLiteral(token.text, span=self.span_from(token))

    def _refused_number(self, token: Token, why: str, *, negative: bool) -> KsqlSyntaxError:
        """ksqlDB refuses these after parsing, in another form and with a column that counts from 2."""
        literal = self.tokens[self.index - 2] if negative else token
        detail = f"{why}: {'-' if negative else ''}{token.text}"
        place = f"line {literal.line}:{literal.column + 1}"
        return self.error_at(literal, detail, message=f"Failed to prepare statement: {place}: {detail}")

    # --- words ---

    def _word(self, start: Token) -> Expression:
        word, following = start.word, self.peek().word
        if word not in RESERVED:
            if word == "ARRAY" and following == "[":
                return self._array()
            if following == "(" and word == "MAP":
                return self._map()
            if following == "(" and word == "STRUCT":
                return self._struct()
            return self._named()
        if word in ("TRUE", "FALSE"):
            self.advance()
            return BooleanLiteral(word == "TRUE", span=self.span_from(start))
        if word == "NULL":
            self.advance()
            return NullLiteral(span=self.span_from(start))
        if word == "CASE":
            return self._case()
        if word == "CAST":
            return self._cast()
        return self._named()

    def _named(self) -> Expression:
        start = self.current
        name = self.name()
        token = self.current
        if token.word == "(":
            return self._call(start, name)
        if token.kind is TokenKind.STRING:
            text = self.string()
            return TypedLiteral(name, text, span=self.span_from(start))
        if token.word == "." and self.peek().word != "*":
            self.advance()
            column = self.name()
            return ColumnRef(column, name, span=self.span_from(start))
        return ColumnRef(name, span=self.span_from(start))

    def _call(self, start: Token, name: str) -> FunctionCall:
        self.advance()
        arguments: tuple[Expression, ...] = ()
        if self.at("*"):
            star = self.advance()
            arguments = (Star(span=self.span_from(star)),)
            if not self.at(")"):
                raise self.no_alternative()
        elif not self.at(")"):
            arguments = self.comma_separated(self._argument)
        self.expect(")", also=None)
        return FunctionCall(name.upper(), arguments, span=self.span_from(start))

    def _argument(self) -> Expression:
        start = self.current
        parameters = self.lambda_parameters()
        if parameters is not None:
            body = self.expression()
            return Lambda(parameters, body, span=self.span_from(start))
        if start.word in TIME_UNITS and start.word in RESERVED:
            self.advance()
            return UnitLiteral(start.word, span=self.span_from(start))
        return self.expression()

    # --- constructs of their own ---

    def _case(self) -> Case:
        start = self.advance()
        operand = None if self.at("WHEN") else self.value()
        whens: list[WhenClause] = []
        while self.at("WHEN") or not whens:
            clause = self.expect("WHEN", also=None)
            condition = self.expression()
            self.expect("THEN", also=None)
            result = self.expression()
            whens.append(WhenClause(condition, result, span=self.span_from(clause)))
        default = self.expression() if self.accept("ELSE") else None
        self.expect("END", also=None)
        return Case(operand, tuple(whens), default, span=self.span_from(start))

    def _cast(self) -> Cast:
        start = self.advance()
        self.expect("(")
        operand = self.expression()
        self.expect("AS", also=None)
        target = self.type()
        self.expect(")", also=("'ARRAY'",))
        return Cast(operand, target, span=self.span_from(start))

    def _array(self) -> ArrayConstructor:
        start = self.advance()
        self.advance()
        items = () if self.at("]") else self.comma_separated(self.expression)
        self.expect("]", also=None)
        return ArrayConstructor(items, span=self.span_from(start))

    def _map(self) -> MapConstructor:
        start = self.advance()
        self.advance()
        entries = () if self.at(")") else self.comma_separated(self._map_entry)
        self.expect(")", also=None)
        return MapConstructor(entries, span=self.span_from(start))

    def _map_entry(self) -> tuple[Expression, Expression]:
        key = self.expression()
        self.expect(":=", also=None)
        return key, self.expression()

    def _struct(self) -> StructConstructor:
        start = self.advance()
        self.advance()
        fields = () if self.at(")") else self.comma_separated(self._struct_entry)
        self.expect(")", also=None)
        return StructConstructor(fields, span=self.span_from(start))

    def _struct_entry(self) -> tuple[str, Expression]:
        field_name = self.name()
        self.expect(":=")
        return field_name, self.expression()


def _may_follow_parenthesis(token: Token) -> bool:
    """Whether a token can stand after a parenthesised expression."""
    return token.word in (",", ";") or is_name(token)
