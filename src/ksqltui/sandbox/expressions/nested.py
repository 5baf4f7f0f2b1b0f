"""Owns arrays, maps and structs in expressions: constructors, subscripts, dereference."""

from __future__ import annotations

from typing import Any

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.compiled import Compiled, Environment, Row
from ksqltui.sandbox.expressions.lists import array_evaluator, compile_list, map_evaluator, struct_evaluator
from ksqltui.sandbox.expressions.wording import expression_error, text_of
from ksqltui.sandbox.types import Kind, array, map_of, struct
from ksqltui.sql.syntax import ArrayConstructor, Dereference, MapConstructor, StructConstructor, Subscript

_ISSUE = "(see https://github.com/confluentinc/ksql/issues/4239)"


def compile_array(node: ArrayConstructor, env: Environment) -> Compiled:
    if not node.items:
        raise StatementError(f"Array constructor cannot be empty. Please supply at least one element {_ISSUE}.")
    element, items = compile_list(node.items, env)
    if element is None:
        raise StatementError(
            f"Cannot construct an array with all NULL elements {_ISSUE}. "
            "As a workaround, you may cast a NULL value to the desired type."
        )
    return Compiled(array(element), array_evaluator(items))


def compile_map(node: MapConstructor, env: Environment) -> Compiled:
    if not node.entries:
        raise StatementError(f"Map constructor cannot be empty. Please supply at least one key value pair {_ISSUE}.")
    key, keys = compile_list([key for key, _ in node.entries], env)
    value, values = compile_list([value for _, value in node.entries], env)
    for part, side in ((key, "keys"), (value, "values")):
        if part is None:
            raise StatementError(
                f"Cannot construct a map with all NULL {side} {_ISSUE}. "
                f"As a workaround, you may cast a NULL {side[:-1]} to the desired type."
            )
    assert key
    assert value
    return Compiled(map_of(key, value), map_evaluator(keys, values))


def compile_struct(node: StructConstructor, env: Environment) -> Compiled:
    names = [name for name, _ in node.fields]
    duplicates = sorted({name for name in names if names.count(name) > 1})
    if duplicates:
        raise StatementError(f"Duplicate field names found in STRUCT: {', '.join(duplicates)}")
    fields = [(name, env.compile(item)) for name, item in node.fields]
    for name, item in fields:
        if item.type is None:
            raise StatementError(f"Cannot construct a struct with a NULL field: {name}. Cast the NULL to a type.")
    return Compiled(struct(*((name, item.type) for name, item in fields if item.type)), struct_evaluator(fields))


def compile_subscript(node: Subscript, env: Environment) -> Compiled:
    base, index = env.compile(node.base), env.compile(node.index)
    container, position = base.evaluate, index.evaluate
    if base.type is not None and base.type.kind is Kind.MAP and base.type.key == index.type:

        def value_of(row: Row) -> Any:
            entries = container(row)
            return None if entries is None else entries.get(position(row))

        return Compiled(base.type.element, value_of)
    whole = index.type is not None and index.type.kind in (Kind.INTEGER, Kind.BIGINT)
    if base.type is not None and base.type.kind is Kind.ARRAY and whole:

        def item_of(row: Row) -> Any:
            items, at = container(row), position(row)
            if items is None or not at or not -len(items) <= at <= len(items):
                return None
            return items[at - 1 if at > 0 else at]

        return Compiled(base.type.element, item_of)
    raise expression_error(
        f"Subscript expression ({text_of(node.index)}) does not apply to {text_of(node.base)} ({base.type}).", node
    )


def compile_dereference(node: Dereference, env: Environment) -> Compiled:
    base = env.compile(node.base)
    if base.type is None or base.type.kind is not Kind.STRUCT:
        raise expression_error(f"Expected STRUCT type, got: {base.type}", node)
    name = node.field_name
    field_type = dict(base.type.fields).get(name)
    if field_type is None:
        raise expression_error(f"Could not find field '{name}' in '{text_of(node.base)}'.", node)
    evaluate = base.evaluate

    def ev(row: Row) -> Any:
        value = evaluate(row)
        return None if value is None else value.get(name)

    return Compiled(field_type, ev)
