"""Owns walking and rebuilding expression trees; knows no columns and no types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from ksqltui.sql.syntax import ColumnRef, Expression, Lambda, Node


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in the order they are written."""
    for item in fields(node):
        yield from _nodes_in(getattr(node, item.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes_in(part)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def column_names(node: Node) -> set[str]:
    """The names of all columns (and lambda parameters) that are used."""
    return {found.name for found in walk(node) if isinstance(found, ColumnRef)}


def transform(
    node: Expression,
    change: Callable[[Expression, frozenset[str]], Expression | None],
    bound: frozenset[str] = frozenset(),
) -> Expression:
    """The tree with every node replaced for which `change` gives another; what it gives is not walked again.

    `change` also gets the names that lambdas around the node bind.
    """
    changed = change(node, bound)
    if changed is not None:
        return changed
    if isinstance(node, Lambda):
        bound = bound | frozenset(node.parameters)
    parts: dict[str, Any] = {item.name: _rebuilt(getattr(node, item.name), change, bound) for item in fields(node)}
    if all(parts[name] is getattr(node, name) for name in parts):
        return node
    return replace(node, **parts)


def _rebuilt(
    value: object, change: Callable[[Expression, frozenset[str]], Expression | None], bound: frozenset[str]
) -> object:
    if isinstance(value, tuple):
        rebuilt = tuple(_rebuilt(part, change, bound) for part in value)
        return value if all(new is old for new, old in zip(rebuilt, value, strict=True)) else rebuilt
    if isinstance(value, Node):
        return transform(value, change, bound)  # type: ignore[arg-type]
    return value
