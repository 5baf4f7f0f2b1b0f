"""Owns what an aggregate function is to the engine: a state that rows are added to; knows no keys and no windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.functions.signatures import Function, FunctionKind, Overload, overload
from ksqltui.sandbox.types import SqlType


class Aggregate(Protocol):
    """One aggregation. States are values: every method gives a new state and leaves the old one as it was.

    `arity` tells how many of the call's arguments `add` and `undo` take (the rest are literals that `bind` has read);
    COUNT(*) takes none.
    """

    @property
    def arity(self) -> int: ...

    @property
    def can_undo(self) -> bool: ...

    @property
    def initial(self) -> Callable[[], Any]:
        """Gives the state before the first row."""

    @property
    def add(self) -> Callable[..., Any]:
        """(state, *arguments): the state with a row added; null arguments are the aggregate's own affair."""

    @property
    def undo(self) -> Callable[..., Any]:
        """(state, *arguments): the state without a row that was added before; only where `can_undo`."""

    @property
    def merge(self) -> Callable[[Any, Any], Any]:
        """(first, second): the state of two session windows that became one; `first` is the earlier window's."""

    @property
    def result(self) -> Callable[[Any], Any]:
        """(state): the value that the row shows."""


Maker = Callable[[Sequence[SqlType], Sequence[object]], tuple[Aggregate, SqlType]]


@dataclass(frozen=True, slots=True)
class AggregateOverload:
    signature: Overload
    make: Maker


@dataclass(frozen=True, slots=True)
class AggregateFunction:
    """An aggregate function: its listing in SHOW FUNCTIONS and the makers of its overloads.

    `nested_state` tells that ksqlDB keeps its state in a struct, which a DELIMITED source refuses.
    """

    name: str
    description: str
    overloads: tuple[AggregateOverload, ...]
    spelled: str = ""
    nested_state: bool = False

    @property
    def listing(self) -> Function:
        signatures = tuple(own.signature for own in self.overloads)
        return Function(
            self.name, FunctionKind.AGGREGATE, "AGGREGATE", self.description, signatures, self.spelled or self.name
        )

    def bind(
        self, arg_types: Sequence[SqlType | None], literal_args: Sequence[object] = ()
    ) -> tuple[Aggregate, SqlType]:
        """The aggregation for a call, and the type of its result.

        `arg_types` holds the types of all arguments as written, empty for COUNT(*). `literal_args` is as long and holds
        the values of those that are literals, None for the others (empty: none is a literal). Raises StatementError
        with ksqlDB's text where no signature fits.
        """
        found, _ = self.listing.find(arg_types)
        literals = literal_args or (None,) * len(arg_types)
        known = [own_type for own_type in arg_types if own_type is not None]
        if len(known) < len(arg_types):
            raise StatementError(f"Function '{self.name}' needs an argument with a type: cast the NULL to one.")
        for own in self.overloads:
            if own.signature is found:
                return own.make(known, literals)
        raise AssertionError(found)


def variant(signature: str, make: Maker) -> AggregateOverload:
    return AggregateOverload(overload(signature), make)
