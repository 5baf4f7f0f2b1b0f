"""Owns the projection: what stars stand for, which name each column gets, and which names are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.planning.inputs import SYSTEM_NAMES, WINDOW_BOUNDS, Input, Inputs
from ksqltui.sandbox.planning.trees import transform
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.syntax import (
    ColumnRef,
    Dereference,
    Expression,
    NullLiteral,
    Query,
    SelectAll,
    SelectElement,
    SelectItem,
    SelectStructAll,
)


@dataclass(frozen=True, slots=True)
class Selected:
    """One column of the projection: its name, its expression with aliases, and the same under the query's names."""

    name: str
    qualified: Expression
    plain: Expression
    is_named: bool = False


@dataclass(slots=True)
class NameGenerator:
    """Names for columns without an alias: KSQL_COL_0, KSQL_COL_1 .., and a field's own name where it is free."""

    taken: set[str]
    next_number: int = 0
    fields_used: set[str] = field(default_factory=set)

    def generated(self) -> str:
        while True:
            name = f"KSQL_COL_{self.next_number}"
            self.next_number += 1
            if name not in self.taken:
                return name

    def for_field(self, name: str) -> str:
        candidate, number = name, 0
        while candidate in self.taken or candidate in self.fields_used:
            number += 1
            candidate = f"{name}_{number}"
        self.fields_used.add(candidate)
        return candidate

    def for_expression(self, expression: Expression) -> str:
        match expression:
            case ColumnRef(name=name):
                return name
            case Dereference(field_name=name):
                return self.for_field(name)
            case _:
                return self.generated()


@dataclass(frozen=True, slots=True)
class SelectList:
    """The resolved projection and the elements as ksqlDB writes them back."""

    columns: tuple[Selected, ...]
    rewritten: tuple[SelectElement, ...]
    names: NameGenerator


def resolve_select(
    query: Query,
    inputs: Inputs,
    *,
    is_persistent: bool,
    has_window: bool,
    partition_by: tuple[Expression, ...],
    struct_fields: Callable[[Expression], Mapping[str, SqlType]],
) -> SelectList:
    """`partition_by` is qualified; `struct_fields` gives the fields of a STRUCT under the query's names.

    Raises StatementError for columns that cannot be resolved and for names that are reserved.
    """
    source_names = {name for item in inputs.items for name, _ in item.row_columns}
    names = NameGenerator(set(source_names))
    columns: list[Selected] = []
    rewritten: list[SelectElement] = []
    for element in query.select:
        match element:
            case SelectAll(source=alias):
                starred = list(_starred(inputs, alias, is_persistent=is_persistent))
                columns.extend(_partitioned(starred, partition_by, inputs, names) if partition_by else starred)
                rewritten.append(element)
            case SelectStructAll(base=base):
                qualified = inputs.qualified(base, "SELECT")
                for name in struct_fields(inputs.plain(qualified)):
                    parts = Dereference(qualified, name)
                    columns.append(Selected(name, parts, inputs.plain(parts)))
                rewritten.append(SelectStructAll(qualified))
            case SelectItem():
                _check_name(element, inputs, is_persistent=is_persistent)
                selected = _item(element, inputs, names, has_window=has_window)
                columns.append(selected)
                rewritten.append(SelectItem(selected.qualified, selected.name))
    return SelectList(tuple(columns), tuple(rewritten), names)


def _item(item: SelectItem, inputs: Inputs, names: NameGenerator, *, has_window: bool) -> Selected:
    window_names = {name for name, _ in WINDOW_BOUNDS} if has_window else set()
    qualified = qualified_with_bounds(inputs, item.expression, "SELECT", window_names)
    name = item.alias or _own_name(qualified, inputs, names)
    return Selected(name, qualified, inputs.plain(qualified), is_named=item.alias is not None)


def _own_name(expression: Expression, inputs: Inputs, names: NameGenerator) -> str:
    if isinstance(expression, ColumnRef) and inputs.is_join and expression.source is not None:
        name = expression.name
        holders = [item for item in inputs.items if name in {column for column, _ in item.row_columns}]
        return name if len(holders) == 1 else inputs.plain_name(expression.source, name)
    return names.for_expression(expression)


def qualified_with_bounds(inputs: Inputs, expression: Expression, clause: str, window_names: set[str]) -> Expression:
    """Like Inputs.qualified, where the window of the query itself gives WINDOWSTART and WINDOWEND too."""

    def change(node: Expression, bound: frozenset[str]) -> Expression | None:
        if isinstance(node, ColumnRef) and not (node.source is None and node.name in bound):
            if node.name in window_names:
                return node
            return inputs.qualified(node, clause)
        return None

    return transform(expression, change)


def _check_name(item: SelectItem, inputs: Inputs, *, is_persistent: bool) -> None:
    expression = item.expression
    column = expression.name if isinstance(expression, ColumnRef) else None
    name = item.alias
    if name is None and not (inputs.is_join and isinstance(expression, ColumnRef) and expression.source is not None):
        name = column
    if name not in SYSTEM_NAMES:
        return
    if item.alias is not None and column != name:
        raise StatementError(f"`{name}` is a reserved column name. You cannot use it as an alias for a column.")
    if is_persistent:
        raise StatementError(f"Reserved column name in select: `{name}`. Please remove or alias the column.")


def _starred(inputs: Inputs, alias: str | None, *, is_persistent: bool) -> Iterator[Selected]:
    chosen = [item for item in inputs.items if alias in (None, item.alias)]
    if not chosen:
        raise StatementError(f"Failed to prepare statement: '{alias}' is not a valid stream/table name or alias.")
    if inputs.synthetic is not None and alias is None:
        key = ColumnRef(inputs.synthetic_name)
        yield Selected(key.name, key, key)
    for item in chosen:
        for name in _starred_names(item, is_persistent=is_persistent):
            qualified = ColumnRef(name, item.alias)
            plain = inputs.plain(qualified)
            yield Selected(inputs.plain_name(item.alias, name), qualified, plain)


def _partitioned(
    starred: list[Selected], partition_by: tuple[Expression, ...], inputs: Inputs, names: NameGenerator
) -> Iterator[Selected]:
    """A star beside PARTITION BY: the new key, the values, then the columns that were keys before."""
    plain_keys = [inputs.plain(expression) for expression in partition_by]
    for qualified, plain in zip(partition_by, plain_keys, strict=True):
        if not isinstance(plain, NullLiteral):
            yield Selected(names.for_expression(plain), qualified, plain)
    rest = [item for item in starred if item.plain not in plain_keys]
    old_keys = {
        inputs.plain(ColumnRef(key.name, item.alias)) for item in inputs.items for key in item.source.schema.key
    }
    yield from (item for item in rest if item.plain not in old_keys)
    yield from (item for item in rest if item.plain in old_keys)


def _starred_names(item: Input, *, is_persistent: bool) -> Iterator[str]:
    keys = item.source.schema.key
    yield from (column.name for column in keys)
    if item.source.windowing and not is_persistent:
        yield from (name for name, _ in WINDOW_BOUNDS)
    yield from (column.name for column in item.starred[len(keys) :])
