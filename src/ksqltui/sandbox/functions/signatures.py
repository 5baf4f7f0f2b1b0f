"""Owns how a function is declared and how a call finds its overload; knows no expressions and no rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ksqltui.sandbox.errors import NotInSandbox, StatementError
from ksqltui.sandbox.functions.patterns import (
    Argument,
    Bindings,
    Pattern,
    accepts,
    argument_text,
    parse_pattern,
    resolve,
)
from ksqltui.sandbox.types import SqlType

Implementation = Callable[..., Any]
ResultType = Callable[[Sequence[SqlType | None]], SqlType | None]
TypedImplementation = Callable[[Sequence[SqlType | None]], Implementation]


class FunctionKind(Enum):
    SCALAR = "SCALAR"
    AGGREGATE = "AGGREGATE"
    TABLE = "TABLE"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Pattern
    variadic: bool = False

    def __str__(self) -> str:
        return f"{self.type}{'...' if self.variadic else ''} {self.name}"


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature of a function with what it does.

    `implementation` takes the arguments' values; `typed` makes one for given argument types instead. Where `nulls` is
    false a null argument gives null without a call. `result` overrides the declared result where it depends on the
    arguments' types in ways that generics do not say.
    """

    parameters: tuple[Parameter, ...]
    returns: Pattern
    implementation: Implementation | None = None
    typed: TypedImplementation | None = None
    nulls: bool = False
    result: ResultType | None = None

    @property
    def variadic_at(self) -> int | None:
        return next((index for index, parameter in enumerate(self.parameters) if parameter.variadic), None)

    def parameter_at(self, position: int, count: int) -> Parameter:
        """The parameter that the argument at a position of `count` arguments meets."""
        variadic = self.variadic_at
        if variadic is None or position < variadic:
            return self.parameters[position]
        after = len(self.parameters) - variadic - 1
        return self.parameters[variadic if position < count - after else len(self.parameters) - (count - position)]

    def match(self, arguments: Sequence[Argument], *, widen: bool) -> Bindings | None:
        """The generics' bindings, None where the arguments do not fit."""
        count, declared = len(arguments), len(self.parameters)
        if count != declared and (self.variadic_at is None or count < declared - 1):
            return None
        bindings: Bindings = {}
        for position, argument in enumerate(arguments):
            if not accepts(self.parameter_at(position, count).type, argument, bindings, widen=widen):
                return None
        return bindings

    def result_type(self, types: Sequence[SqlType | None], bindings: Bindings) -> SqlType | None:
        return self.result(types) if self.result else resolve(self.returns, bindings)

    def rank(self) -> tuple[int, int, int]:
        """Of several that fit the greatest wins: a fixed number of parameters, more of them, fewer generics."""
        generics = sum(parameter.type.generics() for parameter in self.parameters)
        return (0 if self.variadic_at is not None else 1, len(self.parameters), -generics)


@dataclass(frozen=True, slots=True)
class Function:
    """A function as SHOW and DESCRIBE FUNCTION tell it; `spelled` is its name in messages about its arguments.

    No overloads: a function that ksqlDB has and the sandbox has not.
    """

    name: str
    kind: FunctionKind
    category: str
    description: str = ""
    overloads: tuple[Overload, ...] = ()
    spelled: str = ""

    def find(self, arguments: Sequence[Argument]) -> tuple[Overload, Bindings]:
        """The overload for these arguments and its generics; numbers widen for all but aggregates.

        Raises NotInSandbox for a function without overloads, StatementError with ksqlDB's text where none fits or
        several fit equally well.
        """
        if not self.overloads:
            raise NotInSandbox(f"the function {self.name}")
        for widen in (False,) if self.kind is FunctionKind.AGGREGATE else (False, True):
            fitting = [
                (overload, bindings)
                for overload in self.overloads
                if (bindings := overload.match(arguments, widen=widen)) is not None
            ]
            if len(fitting) > 1:
                fitting.sort(key=lambda pair: pair[0].rank())
                if fitting[-1][0].rank() == fitting[-2][0].rank():
                    raise StatementError(self._ambiguous(arguments))
            if fitting:
                return fitting[-1]
        raise StatementError(self._unfit(arguments))

    def _unfit(self, arguments: Sequence[Argument]) -> str:
        shown = ", ".join(argument_text(argument) for argument in arguments)
        return f"Function '{self._name}' does not accept parameters ({shown}).\n{self._alternatives()}"

    def _ambiguous(self, arguments: Sequence[Argument]) -> str:
        shown = ", ".join(argument_text(argument) for argument in arguments)
        return (
            f"Function '{self._name}' cannot be resolved due to ambiguous method parameters ({shown}).\n"
            f"{self._alternatives()}"
        )

    def _alternatives(self) -> str:
        listed = "\n".join(
            f"{self._name}({', '.join(str(parameter) for parameter in overload.parameters)})"
            for overload in self.overloads
        )
        return (
            f"Valid alternatives are:\n{listed}\n"
            "For detailed information on a function run: DESCRIBE FUNCTION <Function-Name>;"
        )

    @property
    def _name(self) -> str:
        return self.spelled or self.name.lower()


_SIGNATURE = re.compile(r"(?P<parameters>.*)->(?P<result>[^-]*)")


def overload(
    signature: str,
    implementation: Implementation | None = None,
    *,
    typed: TypedImplementation | None = None,
    nulls: bool = False,
    result: ResultType | None = None,
) -> Overload:
    """An overload from its text: `STRING text, INT... positions -> ARRAY<T>`; a parameter is its type and its name."""
    found = _SIGNATURE.fullmatch(signature)
    assert found, signature
    parts = split_top(found["parameters"])
    return Overload(
        tuple(_parameter(part) for part in parts), parse_pattern(found["result"]), implementation, typed, nulls, result
    )


def _parameter(text: str) -> Parameter:
    type_text, _, name = text.strip().rpartition(" ")
    return Parameter(name, parse_pattern(type_text.replace("...", "")), "..." in type_text)


def split_top(text: str) -> list[str]:
    """The parts between commas that stand outside of brackets."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character in "<(") - (character in ">)" and text[index - 1 : index] != "=")
        if character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [part for part in (*parts, text[start:]) if part.strip()]


def scalar(name: str, category: str, description: str, *overloads: Overload, spelled: str = "") -> Function:
    return Function(name, FunctionKind.SCALAR, category, description, overloads, spelled)
