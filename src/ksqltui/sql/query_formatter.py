"""Owns ksqlDB's own spelling of a SELECT: one clause a line, sources with their alias, windows with their spaces."""

from __future__ import annotations

from ksqltui.sql.expression_formatter import format_expression, format_identifier
from ksqltui.sql.syntax import (
    Duration,
    Expression,
    Join,
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


def format_query(node: Query) -> str:
    """The query without a `;` and without a line end."""
    lines = [_select(node.select), f"FROM {_table_ref(node.source)}"]
    lines.extend(_join(join) for join in node.joins)
    if node.window is not None:
        lines.append(_window(node.window))
    if node.where is not None:
        lines.append(f"WHERE {format_expression(node.where)}")
    if node.group_by is not None:
        lines.append(f"GROUP BY {_keys(node.group_by)}")
    if node.partition_by is not None:
        lines.append(f"PARTITION BY {_keys(node.partition_by)}")
    if node.having is not None:
        lines.append(f"HAVING {format_expression(node.having)}")
    if node.emit is not None:
        lines.append(f"EMIT {node.emit.value}")
    if node.limit is not None:
        lines.append(f"LIMIT {node.limit}")
    return "\n".join(lines)


def format_duration(duration: Duration) -> str:
    """Always in the plural, as ksqlDB prints it: 1 HOURS."""
    return f"{duration.value} {duration.unit}S"


def _select(elements: tuple[SelectElement, ...]) -> str:
    if len(elements) == 1:
        return f"SELECT {_element(elements[0])}"
    return "SELECT\n  " + ",\n  ".join(map(_element, elements))


def _element(element: SelectElement) -> str:
    match element:
        case SelectAll(source=source):
            return "*" if source is None else f"{format_identifier(source)}.*"
        case SelectStructAll(base=base):
            return f"{format_expression(base)}->*"
        case SelectItem(expression=expression, alias=alias):
            text = format_expression(expression)
            return text if alias is None else f"{text} {format_identifier(alias)}"


def _keys(keys: tuple[Expression, ...]) -> str:
    return ", ".join(map(format_expression, keys)) or "()"


def _table_ref(node: TableRef) -> str:
    """A source without an alias is its own alias in ksqlDB."""
    return f"{format_identifier(node.name)} {format_identifier(node.alias or node.name)}"


def _join(node: Join) -> str:
    within = "" if node.within is None else _within(node.within)
    criteria = format_expression(node.criteria)
    return f"{node.type.value} JOIN {_table_ref(node.right)}{within} ON ({criteria})"


def _within(node: Within) -> str:
    both = format_duration(node.before)
    if node.before != node.after:
        both = f"({both}, {format_duration(node.after)})"
    grace = "" if node.grace is None else f" GRACE PERIOD {format_duration(node.grace)}"
    return f" WITHIN {both}{grace}"


def _window(node: Window) -> str:
    name = "" if node.name is None else f" {format_identifier(node.name)}"
    size = "" if node.type is WindowType.SESSION else "SIZE "
    advance = "" if node.advance is None else f" , ADVANCE BY {format_duration(node.advance)}"
    retention = "" if node.retention is None else f" , RETENTION {format_duration(node.retention)}"
    grace = "" if node.grace is None else f" , GRACE PERIOD {format_duration(node.grace)}"
    inside = f"{size}{format_duration(node.size)}{advance}{retention}{grace}"
    return f"WINDOW{name} {node.type.value} ( {inside} ) "
