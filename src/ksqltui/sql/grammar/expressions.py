"""Owns the grammar of expressions: precedence climbing over operators, one predicate a level as ksqlDB has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ksqltui.sql.grammar.cursor import is_name
from ksqltui.sql.grammar.primaries import PrimaryGrammar
from ksqltui.sql.syntax import (
    Arithmetic,
    AtTimeZone,
    Between,
    Comparison,
    Expression,
    InList,
    IsNull,
    Like,
    Logical,
    Not,
    Unary,
)
from ksqltui.sql.tokens import Token, TokenKind

_LOGICAL: Final = {"OR": 1, "AND": 2}
_NOT: Final = 3
_ARITHMETIC: Final = {"||": 1, "+": 2, "-": 2, "*": 3, "/": 3, "%": 3}
_UNARY: Final = 4
_COMPARISONS: Final = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})


class ExpressionGrammar(PrimaryGrammar):
    def expression(self) -> Expression:
        return self._logical(1)

    def value(self) -> Expression:
        """An expression without AND, OR, NOT and predicates at its top: what GROUP BY and VALUES take."""
        return self._arithmetic(1)

    def expression_from(self, start: Token, primary: Expression) -> Expression:
        """Go on with an expression whose first primary is read already."""
        return self._logical_from(1, start, self._predicate(start, self._arithmetic_from(1, start, primary)))

    def _logical(self, least: int) -> Expression:
        start = self.current
        if self.accept("NOT"):
            left = self._negated(start, self._logical(_NOT))
        else:
            left = self._predicate(start, self._arithmetic(1))
        return self._logical_from(least, start, left)

    def _negated(self, start: Token, operand: Expression) -> Expression:
        """`NOT (a LIKE b)` is the same as `a NOT LIKE b`, and so are their nodes."""
        if isinstance(operand, Between | InList | Like) and not operand.negated:
            return replace(operand, negated=True, span=self.span_from(start))
        return Not(operand, span=self.span_from(start))

    def _logical_from(self, least: int, start: Token, left: Expression) -> Expression:
        while (power := _LOGICAL.get(self.current.word, 0)) >= least:
            operator = self.advance().word
            right = self._logical(power + 1)
            left = Logical(operator, left, right, span=self.span_from(start))
        return left

    # --- predicates: at most one, a = b = c is no expression ---

    def _predicate(self, start: Token, left: Expression) -> Expression:
        word = self.current.word
        if word in _COMPARISONS:
            self.advance()
            right = self.value()
            return Comparison(word, left, right, span=self.span_from(start))
        if word == "IS":
            return self._is_predicate(start, left)
        negated = word == "NOT"
        if negated:
            self.advance()
            word = self.current.word
        if word == "BETWEEN":
            return self._between(start, left, negated)
        if word == "IN":
            return self._in_list(start, left, negated)
        if word == "LIKE":
            return self._like(start, left, negated)
        if negated:
            raise self.mismatch("'IN'", "'BETWEEN'", "'LIKE'")
        return left

    def _is_predicate(self, start: Token, left: Expression) -> Expression:
        self.advance()
        negated = self.accept("NOT")
        if self.accept("NULL"):
            return IsNull(left, negated, span=self.span_from(start))
        if not self.at("DISTINCT"):
            expected = ("'DISTINCT'", "'NULL'") if negated else ("'DISTINCT'", "'NOT'", "'NULL'")
            raise self.mismatch(*expected)
        self.advance()
        self.expect("FROM")
        right = self.value()
        operator = "IS NOT DISTINCT FROM" if negated else "IS DISTINCT FROM"
        return Comparison(operator, left, right, span=self.span_from(start))

    def _between(self, start: Token, left: Expression, negated: bool) -> Expression:
        self.advance()
        low = self.value()
        self.expect("AND", also=None)
        high = self.value()
        return Between(left, low, high, negated, span=self.span_from(start))

    def _in_list(self, start: Token, left: Expression, negated: bool) -> Expression:
        self.advance()
        self.expect("(")
        items = self.comma_separated(self.expression)
        self.expect(")", also=None)
        return InList(left, items, negated, span=self.span_from(start))

    def _like(self, start: Token, left: Expression, negated: bool) -> Expression:
        self.advance()
        pattern = self.value()
        escape: str | None = None
        if self.at("ESCAPE") and self.peek().kind is TokenKind.STRING:
            self.advance()
            escape = self.string()
        return Like(left, pattern, escape, negated, span=self.span_from(start))

    # --- operators on values ---

    def _arithmetic(self, least: int) -> Expression:
        start = self.current
        return self._arithmetic_from(least, start, self._operand())

    def _arithmetic_from(self, least: int, start: Token, left: Expression) -> Expression:
        while True:
            word = self.current.word
            if word == "AT" and self.peek().word == "TIME":
                self.advance()
                self.advance()
                self.expect("ZONE")
                left = AtTimeZone(left, self.string(), span=self.span_from(start))
                continue
            power = _ARITHMETIC.get(word, 0)
            if power < least or power == 0:
                return left
            self.advance()
            right = self._arithmetic(power + 1)
            left = Arithmetic(word, left, right, span=self.span_from(start))

    def _operand(self) -> Expression:
        start = self.current
        if start.word not in ("-", "+"):
            return self.primary()
        self.advance()
        number = self.current
        if start.word == "-" and number.kind is TokenKind.INTEGER:
            operand: Expression = self.postfixes(number, self.integer(negative=True))
        elif start.word == "-" and number.kind is TokenKind.DOUBLE:
            operand = self.postfixes(number, self.double(negative=True))
        else:
            operand = self._arithmetic(_UNARY)
        return Unary(start.word, operand, span=self.span_from(start))

    def lambda_parameters(self) -> tuple[str, ...] | None:
        """The parameters before `=>`, stepped over together with it; None if no lambda begins here."""
        begin = self.index
        if self.at_name() and self.peek().word == "=>":
            parameter = self.name()
            self.advance()
            return (parameter,)
        if not self.at("("):
            return None
        distance = 1
        while is_name(self.peek(distance)) and self.peek(distance + 1).word == ",":
            distance += 2
        if not (is_name(self.peek(distance)) and self.peek(distance + 1).word == ")"):
            return None
        if self.peek(distance + 2).word != "=>":
            return None
        self.advance()
        parameters = self.comma_separated(self.name)
        self.rewind(begin + distance + 3)
        return parameters
