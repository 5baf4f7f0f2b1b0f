"""Owns what can be told of a statement without a server: its kind, what it changes, what makes a row of its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import (
    AssertSchema,
    AssertTopic,
    ColumnRef,
    DefineVariable,
    Describe,
    DescribeConnector,
    DescribeFunction,
    DescribeSources,
    DropConnector,
    DropSource,
    DropType,
    Explain,
    Expression,
    FunctionCall,
    Listing,
    PrintTopic,
    Query,
    SelectElement,
    SelectItem,
    SetProperty,
    Show,
    Statement,
    Terminate,
    UndefineVariable,
    UnsetProperty,
)
from ksqltui.sql.tokens import tokenize

_WINDOW_BOUNDS: Final = frozenset({"WINDOWSTART", "WINDOWEND"})
_LOSSLESS_ON_BOUNDS: Final = frozenset({"FROM_UNIXTIME", "TIMESTAMPTOSTRING", "FORMAT_TIMESTAMP"})


class StatementKind(Enum):
    PULL_QUERY = "pull query"
    PUSH_QUERY = "push query"
    PRINT = "print"
    LOCAL = "local"
    """Done by the console itself: SET, UNSET, DEFINE, UNDEFINE, SHOW VARIABLES."""
    REQUEST = "request"
    """Everything else: one request, one answer."""


def kind_of(statement: Statement) -> StatementKind:
    match statement:
        case Query(emit=emit):
            return StatementKind.PULL_QUERY if emit is None else StatementKind.PUSH_QUERY
        case PrintTopic():
            return StatementKind.PRINT
        case SetProperty() | UnsetProperty() | DefineVariable() | UndefineVariable() | Show(what=Listing.VARIABLES):
            return StatementKind.LOCAL
        case _:
            return StatementKind.REQUEST


def is_destructive(statement: Statement) -> bool:
    """Whether it takes something away that others may use: a source, a type, a connector, a running query."""
    return isinstance(statement, DropSource | DropType | DropConnector | Terminate)


def is_writing(statement: Statement) -> bool:
    """Whether it changes anything on the server or in Kafka."""
    reading = (
        Query
        | PrintTopic
        | Show
        | Describe
        | DescribeSources
        | DescribeFunction
        | DescribeConnector
        | Explain
        | AssertTopic
        | AssertSchema
    )
    return not isinstance(statement, reading) and kind_of(statement) is not StatementKind.LOCAL


# --- what makes a row ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ResultIdentity:
    """`columns` are indexes of the result's columns that together name a row, empty where every row is new.

    `hides_window` says that a row belongs to a window and no column tells to which.
    """

    columns: tuple[int, ...] = ()
    hides_window: bool = False


def result_identity(
    query: Query, key_names: Sequence[str], column_names: Sequence[str], source_is_windowed: bool
) -> ResultIdentity:
    """The key columns and window bounds among the result's columns, in the result's order.

    `key_names` are the keys of the result as EXPLAIN names them, empty for a stream's events; `column_names` are the
    result's columns in order. A bound counts under an alias and inside a function that only changes its form.
    A key that the projection leaves out makes every row a new one, as then two rows cannot be told apart.
    """
    if not key_names:
        return ResultIdentity()
    windowed = source_is_windowed or query.window is not None
    shown = _shown_columns(query.select, column_names)
    bounds = {index for expression, index in shown if _is_window_bound(expression)} if windowed else set()
    if windowed:
        bounds |= {index for index, name in enumerate(column_names) if name.upper() in _WINDOW_BOUNDS}
    hidden = windowed and not bounds
    keys = {_key_column(query, place, name, column_names, shown) for place, name in enumerate(key_names)}
    found = {index for index in keys if index is not None}
    if len(found) < len(keys):
        return ResultIdentity((), hidden)
    return ResultIdentity(tuple(sorted(found | bounds)), hidden)


@dataclass(frozen=True, slots=True)
class WindowColumns:
    """Which result columns hold the bounds of each row's window, None where a bound is not shown."""

    start: int | None = None
    end: int | None = None


def window_columns(query: Query, column_names: Sequence[str], source_is_windowed: bool) -> WindowColumns:
    """Finds the bounds under an alias and inside a function that only changes their form; none without a window."""
    if query.window is None and not source_is_windowed:
        return WindowColumns()
    found = {name.upper(): index for index, name in enumerate(column_names) if name.upper() in _WINDOW_BOUNDS}
    for expression, index in _shown_columns(query.select, column_names):
        if bound := _window_bound(expression):
            found.setdefault(bound, index)
    return WindowColumns(found.get("WINDOWSTART"), found.get("WINDOWEND"))


def _key_column(
    query: Query, place: int, name: str, column_names: Sequence[str], shown: Sequence[tuple[Expression, int]]
) -> int | None:
    """Where the key is in the result: by its name, else by what it is computed from where it has another name."""
    by_name = _find_column(column_names, name)
    if by_name is not None:
        return by_name
    grouped = query.group_by or ()
    source: Expression = grouped[place] if place < len(grouped) else ColumnRef(name)
    return next((index for expression, index in shown if _same(expression, source)), None)


def _same(left: Expression, right: Expression) -> bool:
    """Equal, a column with its source's name being the same as one without."""
    if isinstance(left, ColumnRef) and isinstance(right, ColumnRef):
        return left.name == right.name and (left.source == right.source or None in (left.source, right.source))
    return left == right


def _find_column(column_names: Sequence[str], name: str) -> int | None:
    """The first column of this very name, else the first that differs in case only."""
    for spelled in (str, str.upper):
        wanted = spelled(name)
        index = next((index for index, column in enumerate(column_names) if spelled(column) == wanted), None)
        if index is not None:
            return index
    return None


def _shown_columns(select: Sequence[SelectElement], column_names: Sequence[str]) -> list[tuple[Expression, int]]:
    """Each expression of the projection with its column.

    Places count from the left up to the first `*`, from the right after the last one, and between them by name.
    """
    stars = [place for place, element in enumerate(select) if not isinstance(element, SelectItem)]
    first_star = stars[0] if stars else len(select)
    last_star = stars[-1] if stars else -1
    shown: list[tuple[Expression, int]] = []
    for place, element in enumerate(select):
        if not isinstance(element, SelectItem):
            continue
        if place < first_star:
            index: int | None = place
        elif place > last_star:
            index = len(column_names) - len(select) + place
        else:
            index = _find_column(column_names, _item_name(element))
        if index is not None and 0 <= index < len(column_names):
            shown.append((element.expression, index))
    return shown


def _item_name(item: SelectItem) -> str:
    if item.alias is not None:
        return item.alias
    return item.expression.name if isinstance(item.expression, ColumnRef) else ""


def _is_window_bound(expression: Expression) -> bool:
    return bool(_window_bound(expression))


def _window_bound(expression: Expression) -> str:
    """The bound that the expression shows, "" for anything else."""
    match expression:
        case ColumnRef(name=name) if name in _WINDOW_BOUNDS:
            return name
        case FunctionCall(name=name, arguments=(first, *_)) if name in _LOSSLESS_ON_BOUNDS:
            return _window_bound(first)
        case _:
            return ""


# --- edits for quick fixes -----------------------------------------------------------------------------------------


def add_emit_changes(text: str) -> str | None:
    """The pull query made a push query; None where the text is not one pull query."""
    query = _only_query(text)
    if query is None or query.emit is not None:
        return None
    limit = next((token for token in tokenize(text) if token.word == "LIMIT"), None)
    if limit is not None:
        return f"{text[: limit.start]}EMIT CHANGES {text[limit.start :]}"
    return f"{text[: query.span.end]} EMIT CHANGES{text[query.span.end :]}"


def drop_columns(text: str, names: frozenset[str]) -> str | None:
    """The query without the items of its projection that are these columns.

    None where the text is not one query, where nothing would be left of the projection, or where the query still
    speaks of one of them.
    """
    query = _only_query(text)
    if query is None:
        return None
    kept = [item for item in query.select if not _is_column(item, names)]
    if not kept or len(kept) == len(query.select):
        return None
    items = ", ".join(text[item.span.start : item.span.end] for item in kept)
    fixed = f"{text[: query.select[0].span.start]}{items}{text[query.select[-1].span.end :]}"
    return None if any(token.word in names for token in tokenize(fixed)) else fixed


def add_window_bounds(text: str) -> str | None:
    """The query with `FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we` first in its projection.

    None where the text is not one query, or where it shows a bound already. An alias that the projection uses for
    something else gets more letters.
    """
    query = _only_query(text)
    if query is None:
        return None
    items = [element for element in query.select if isinstance(element, SelectItem)]
    if any(_is_window_bound(item.expression) for item in items):
        return None
    taken = {_item_name(item).upper() for item in items}
    start = "ws" if "WS" not in taken else "window_start"
    end = "we" if "WE" not in taken else "window_end"
    place = query.select[0].span.start
    bounds = f"FROM_UNIXTIME(WINDOWSTART) AS {start}, FROM_UNIXTIME(WINDOWEND) AS {end}, "
    return f"{text[:place]}{bounds}{text[place:]}"


def _is_column(element: SelectElement, names: frozenset[str]) -> bool:
    return (
        isinstance(element, SelectItem)
        and isinstance(element.expression, ColumnRef)
        and element.expression.name.upper() in names
    )


def _only_query(text: str) -> Query | None:
    try:
        statement = parse_statement(text)
    except KsqlSyntaxError:
        return None
    return statement if isinstance(statement, Query) else None
