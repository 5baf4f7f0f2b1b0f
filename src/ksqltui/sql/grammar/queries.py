"""Owns the grammar of SELECT: projection, sources, joins, windows and the clauses in ksqlDB's fixed order."""

from __future__ import annotations

from typing import Final

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.grammar.expressions import ExpressionGrammar
from ksqltui.sql.keywords import NON_RESERVED
from ksqltui.sql.syntax import (
    Emit,
    Expression,
    Join,
    JoinType,
    Query,
    SelectAll,
    SelectElement,
    SelectItem,
    SelectStructAll,
    TableRef,
    Window,
    WindowType,
    Within,
)
from ksqltui.sql.tokens import TokenKind

_JOIN_TYPES: Final = {
    "INNER": JoinType.INNER,
    "LEFT": JoinType.LEFT,
    "RIGHT": JoinType.RIGHT,
    "FULL": JoinType.FULL,
}
_NOT_AN_ALIAS: Final = {("EMIT", "CHANGES"), ("EMIT", "FINAL"), ("PARTITION", "BY")}
_AFTER_A_LIST: Final = frozenset({"PARTITION", "HAVING", "EMIT", "LIMIT", ";", ""})


class QueryGrammar(ExpressionGrammar):
    endings: tuple[str, ...] | None = ()
    """What could still stand where the statement ended, as ksqlDB shows it; None for a long list."""

    def query(self) -> Query:
        start = self.expect("SELECT")
        select = self.comma_separated(self._select_element)
        self.expect("FROM", also=("','",))
        source = self._table_ref()
        joins: list[Join] = []
        while (join_type := self._join_type()) is not None:
            joins.append(self._join(join_type))
        window = self._window() if self.accept("WINDOW") else None
        where = self.expression() if self.accept("WHERE") else None
        group_by = self._keys() if self.accept_sequence("GROUP", "BY") else None
        partition_by = self._keys() if self.accept_sequence("PARTITION", "BY") else None
        having = self.expression() if self.accept("HAVING") else None
        emit = self._emit() if self.accept("EMIT") else None
        limit = self.whole_number() if self.accept("LIMIT") else None
        self.endings = None if limit is None else ()
        return Query(
            select,
            source,
            tuple(joins),
            window,
            where,
            group_by,
            partition_by,
            having,
            emit,
            limit,
            span=self.span_from(start),
        )

    def _emit(self) -> Emit:
        if not self.at("CHANGES", "FINAL"):
            raise self.mismatch("'CHANGES'", "'FINAL'")
        return Emit(self.advance().word)

    # --- projection ---

    def _select_element(self) -> SelectElement:
        start = self.current
        if self.accept("*"):
            return SelectAll(span=self.span_from(start))
        if self.at_name() and self.peek().word == "." and self.peek(2).word == "*":
            source = self.name()
            self.advance()
            self.advance()
            return SelectAll(source, span=self.span_from(start))
        if self.at("NOT", "-", "+"):
            expression = self.expression()
        else:
            self.deciding_since = self.index
            primary = self.primary()
            self.deciding_since = -1
            if self.accept_sequence("->", "*"):
                return SelectStructAll(primary, span=self.span_from(start))
            expression = self.expression_from(start, primary)
        alias = self.name() if self.accept("AS") or self.at_name() else None
        return SelectItem(expression, alias, span=self.span_from(start))

    # --- sources ---

    def _table_ref(self) -> TableRef:
        start = self.current
        name = self.name()
        alias = None
        if self.accept("AS") or (self.at_name() and (self.current.word, self.peek().word) not in _NOT_AN_ALIAS):
            alias = self.name()
        return TableRef(name, alias, span=self.span_from(start))

    def _join_type(self) -> JoinType | None:
        """The type of the join that begins here, its words up to JOIN stepped over, or None."""
        if self.accept("JOIN"):
            return JoinType.INNER
        join_type = _JOIN_TYPES.get(self.current.word)
        if join_type is None:
            return None
        self.advance()
        if join_type is not JoinType.INNER:
            self.accept("OUTER")
        self.expect("JOIN", also=() if join_type is JoinType.INNER else ("'OUTER'",))
        return join_type

    def _join(self, join_type: JoinType) -> Join:
        start = self.tokens[self.index - 1]
        right = self._table_ref()
        within = self._within() if self.accept("WITHIN") else None
        self.expect("ON", also=() if within else None)
        criteria = self.expression()
        return Join(join_type, right, criteria, within, span=self.span_from(start))

    def _within(self) -> Within:
        start = self.tokens[self.index - 1]
        if self.accept("("):
            before = self.duration()
            self.expect(",")
            after = self.duration()
            self.expect(")")
        else:
            before = after = self.duration()
        grace = self.duration() if self.accept_sequence("GRACE", "PERIOD") else None
        return Within(before, after, grace, span=self.span_from(start))

    # --- windows ---

    def _window(self) -> Window:
        start = self.current
        name = None
        if start.kind is TokenKind.WORD and self.at_name() and start.word not in NON_RESERVED:
            name = self.name()
        if not self.at("TUMBLING", "HOPPING", "SESSION"):
            raise self.no_alternative()
        window_type = WindowType(self.advance().word)
        self.expect("(")
        if window_type is not WindowType.SESSION:
            self.expect("SIZE")
        size = self.duration()
        advance = None
        if window_type is WindowType.HOPPING:
            self.expect(",")
            self.expect("ADVANCE")
            self.expect("BY")
            advance = self.duration()
        retention = self.duration() if self.accept_sequence(",", "RETENTION") else None
        grace = self.duration() if self.accept_sequence(",", "GRACE", "PERIOD") else None
        self.expect(")", also=("','",))
        return Window(window_type, size, advance, retention, grace, name, span=self.span_from(start))

    # --- GROUP BY and PARTITION BY ---

    def _keys(self) -> tuple[Expression, ...]:
        """Values with or without one pair of parentheses around all of them."""
        if self.accept_sequence("(", ")"):
            return ()
        if self.at("("):
            listed = self._parenthesised_keys()
            if listed is not None:
                return listed
        return self.comma_separated(self.value)

    def _parenthesised_keys(self) -> tuple[Expression, ...] | None:
        """The list, if the parenthesis that opens here closes the whole clause: (a, b) but not (a + b) * 2."""
        begin = self.index
        self.advance()
        try:
            keys = self.comma_separated(self.value)
            if self.accept(")") and self.current.word in _AFTER_A_LIST:
                return keys
        except KsqlSyntaxError:
            pass
        self.rewind(begin)
        return None
