"""Owns the types that a function declares: concrete ones, generics, nested ones, lambdas; and how a type meets them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.sandbox import types
from ksqltui.sandbox.types import Kind, SqlType

Bindings = dict[str, SqlType]

_CONCRETE: Mapping[str, SqlType] = {
    "BOOLEAN": types.BOOLEAN,
    "INT": types.INTEGER,
    "INTEGER": types.INTEGER,
    "BIGINT": types.BIGINT,
    "DOUBLE": types.DOUBLE,
    "VARCHAR": types.STRING,
    "STRING": types.STRING,
    "BYTES": types.BYTES,
    "DATE": types.DATE,
    "TIME": types.TIME,
    "TIMESTAMP": types.TIMESTAMP,
}
_WIDENINGS: Mapping[Kind, frozenset[Kind]] = {
    Kind.INTEGER: frozenset({Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE}),
    Kind.BIGINT: frozenset({Kind.DECIMAL, Kind.DOUBLE}),
    Kind.DECIMAL: frozenset({Kind.DOUBLE}),
    Kind.STRING: frozenset({Kind.DATE, Kind.TIME, Kind.TIMESTAMP}),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A declared type: `name` is a type's word, a generic's letter, LAMBDA, INTERVALUNIT or ANY; `inside` its parts.

    For LAMBDA the parts are its parameters and, last, its result.
    """

    name: str
    inside: tuple[Pattern, ...] = ()
    text: str = ""

    @property
    def is_generic(self) -> bool:
        return len(self.name) == 1

    def __str__(self) -> str:
        return self.text

    def generics(self) -> int:
        return int(self.is_generic) + sum(part.generics() for part in self.inside)


@dataclass(frozen=True, slots=True)
class LambdaShape:
    """A lambda as an argument, before its body has a type."""

    parameters: int


@dataclass(frozen=True, slots=True)
class UnitShape:
    """A bare time unit as an argument."""


Argument = SqlType | LambdaShape | UnitShape | None


def argument_text(argument: Argument) -> str:
    """The argument's type as messages name it."""
    match argument:
        case None:
            return "null"
        case LambdaShape():
            return "LAMBDA"
        case UnitShape():
            return "INTERVALUNIT"
        case _:
            return str(argument)


_TOKEN = re.compile(r"\s*(=>|[A-Za-z]+|[<>(),])")


def parse_pattern(text: str) -> Pattern:
    """A pattern from its text: `ARRAY<T>`, `MAP<STRING, V>`, `LAMBDA (T, U) => V`."""
    return _Reader(_TOKEN.findall(text)).pattern()


@dataclass
class _Reader:
    tokens: list[str]
    at: int = 0

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def pattern(self) -> Pattern:
        name = self.take()
        if name == "LAMBDA":
            parts = self.group("(", ")")
            self.take()
            result = self.pattern()
            left = str(parts[0]) if len(parts) == 1 else f"({', '.join(map(str, parts))})"
            return Pattern(name, (*parts, result), f"LAMBDA {left} => {result}")
        if self.peek() != "<":
            return Pattern(name, (), name)
        inside = self.group("<", ">")
        return Pattern(name, inside, f"{name}<{', '.join(map(str, inside))}>")

    def group(self, opening: str, closing: str) -> tuple[Pattern, ...]:
        parts = []
        token = self.take()
        assert token == opening, (opening, self.tokens)
        while True:
            parts.append(self.pattern())
            if self.take() == closing:
                return tuple(parts)


def accepts(pattern: Pattern, argument: Argument, bindings: Bindings, *, widen: bool) -> bool:
    """Whether the argument fits; generics are bound on the way. `widen` lets numbers stand for wider ones."""
    if isinstance(argument, LambdaShape):
        return pattern.name == "LAMBDA" and argument.parameters == len(pattern.inside) - 1
    if isinstance(argument, UnitShape):
        return pattern.name == "INTERVALUNIT"
    if pattern.name in ("LAMBDA", "INTERVALUNIT"):
        return False
    if argument is None or pattern.name == "ANY":
        return True
    if pattern.is_generic:
        bound = bindings.setdefault(pattern.name, argument)
        return bound == argument
    match argument.kind:
        case Kind.ARRAY if pattern.name == "ARRAY":
            return accepts(pattern.inside[0], argument.element, bindings, widen=widen)
        case Kind.MAP if pattern.name == "MAP":
            key, value = pattern.inside
            return accepts(key, argument.key, bindings, widen=widen) and accepts(
                value, argument.element, bindings, widen=widen
            )
        case Kind.DECIMAL if pattern.name == "DECIMAL":
            return True
        case Kind.STRUCT:
            return pattern.name == "STRUCT"
    wanted = _CONCRETE.get(pattern.name)
    if wanted == argument:
        return True
    kind = Kind.DECIMAL if pattern.name == "DECIMAL" else wanted.kind if wanted else None
    return widen and kind in _WIDENINGS.get(argument.kind, ())


def resolve(pattern: Pattern, bindings: Bindings) -> SqlType | None:
    """The type that a pattern stands for under the bindings; None where a generic was bound by nothing but NULL."""
    if pattern.is_generic:
        return bindings.get(pattern.name)
    if pattern.name == "ARRAY":
        element = resolve(pattern.inside[0], bindings)
        return None if element is None else types.array(element)
    if pattern.name == "MAP":
        key, value = (resolve(part, bindings) for part in pattern.inside)
        return None if key is None or value is None else types.map_of(key, value)
    return _CONCRETE.get(pattern.name)
