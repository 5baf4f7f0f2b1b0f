"""Owns the grammar of SQL types; knows nothing of which type names exist."""

from __future__ import annotations

from ksqltui.sql.grammar.cursor import Cursor, is_name
from ksqltui.sql.syntax import ArrayType, DecimalType, MapType, StructField, StructType, TypeName, TypeNode
from ksqltui.sql.tokens import TokenKind


class TypeGrammar(Cursor):
    def type(self) -> TypeNode:
        start = self.current
        node = self._base_type()
        while self.accept("ARRAY"):
            node = ArrayType(node, span=self.span_from(start))
        return node

    def _base_type(self) -> TypeNode:
        start = self.current
        bracket = self.peek().word
        if bracket == "<" and start.word == "ARRAY":
            self._step(2)
            element = self.type()
            self.expect(">", also=("'ARRAY'",))
            return ArrayType(element, span=self.span_from(start))
        if bracket == "<" and start.word == "MAP":
            self._step(2)
            key = self.type()
            self.expect(",", also=("'ARRAY'",))
            value = self.type()
            self.expect(">", also=("'ARRAY'",))
            return MapType(key, value, span=self.span_from(start))
        if start.word == "STRUCT" and bracket in ("<", "<>"):
            return self._struct_type()
        if self.accept("DECIMAL"):
            self.expect("(")
            precision = self.whole_number()
            self.expect(",")
            scale = self.whole_number()
            self.expect(")")
            return DecimalType(precision, scale, span=self.span_from(start))
        name = self.name()
        parameters: tuple[str, ...] = ()
        if self.accept("("):
            parameters = self.comma_separated(self._type_parameter)
            self.expect(")", also=("','",))
        return TypeName(name, parameters, span=self.span_from(start))

    def _struct_type(self) -> StructType:
        start = self.advance()
        fields: tuple[StructField, ...] = ()
        if self.advance().word == "<":
            if not self.at(">"):
                fields = self.comma_separated(self._struct_field)
            self.expect(">", also=("','", "'ARRAY'"))
        return StructType(fields, span=self.span_from(start))

    def _struct_field(self) -> StructField:
        start = self.current
        name = self.name()
        return StructField(name, self.type(), span=self.span_from(start))

    def _type_parameter(self) -> str:
        token = self.current
        if token.kind is TokenKind.INTEGER or token.word == "STRING":
            return self.advance().text.upper()
        raise self.mismatch(
            "'STRING'", "INTEGER_VALUE", extraneous=is_name(token) and self.peek().kind is TokenKind.INTEGER
        )

    def _step(self, count: int) -> None:
        for _ in range(count):
            self.advance()
