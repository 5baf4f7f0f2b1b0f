"""Owns what every node of the syntax tree has: its place in the text, and how nodes are compared and shown."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: `start` and `end` are character offsets; `line` and `column` of the start count from 1."""

    start: int
    end: int
    line: int
    column: int


NOWHERE = Span(0, 0, 1, 1)


_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def _base(cls: type[_Class]) -> type[_Class]:
    return dataclass(slots=True, kw_only=True, eq=False, repr=False)(cls)


@_base
class Node:
    """The base of every node, which `node` makes a class of its own.

    Two nodes are equal where they are of one class and of the same parts, wherever they stand.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    compared: ClassVar[tuple[str, ...]] = ()
    """The names of the parts that count."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.compared)

    def __hash__(self) -> int:
        return hash(tuple([getattr(self, name) for name in self.compared]))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.compared)
        return f"{type(self).__name__}({parts})"


_Node = TypeVar("_Node", bound=Node)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def node(cls: type[_Node]) -> type[_Node]:
    """Makes a node's class, as a frozen dataclass; that nothing is assigned to it the type checker alone sees to.

    There are 75, which every command imports: writing each one's comparison and refusals anew took thrice as long.
    """
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclass(slots=True, eq=False, repr=False)(cls)
    made.compared = tuple(part.name for part in fields(made) if part.compare)
    return made
