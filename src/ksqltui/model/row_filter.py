"""Owns what a reader writes to pick rows: the words, their reading and the test of one row; knows no store."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from ksqltui.model.cell_text import compact_json
from ksqltui.model.changes import Values, is_number
from ksqltui.model.stream import ResultColumn
from ksqltui.speech.speech import Told

CellTest = Callable[[object], bool]

_CONDITION = re.compile(r"(?P<name>`[^`]+`|[^\s=!<>~]+)\s*(?P<op><=|>=|!=|<>|=|<|>|~)\s*(?P<value>.*)", re.DOTALL)
_NULLNESS = re.compile(r"(?P<name>`[^`]+`|\S+)\s+is\s+(?P<negated>not\s+)?null", re.IGNORECASE)
_UNFINISHED = re.compile(r"(?P<name>`[^`]+`|\S+)\s+is(\s+\w*){0,2}", re.IGNORECASE)
_REGEX = re.compile(r"/(?P<pattern>.+)/(?P<flags>i?)", re.DOTALL)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class FilterError(ValueError):
    """What is written picks no rows; the message says why and what to write."""

    def __init__(self, told: Told) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True, slots=True)
class RowFilter:
    """A test of rows: a row matches when the test holds for any cell of `columns`."""

    text: str
    columns: tuple[int, ...]
    cell: CellTest

    def matches(self, values: Values) -> bool:
        return any(self.cell(values[index]) for index in self.columns)

    def matched_cells(self, values: Values) -> tuple[int, ...]:
        """The columns whose cells hold what is looked for."""
        return tuple(index for index in self.columns if self.cell(values[index]))


def parse_filter(text: str, columns: Sequence[ResultColumn]) -> RowFilter | None:
    """Reads plain text, `column op value`, `column is null` or `/regex/`; None where nothing is written.

    Plain text is found in any cell, in any case unless it has a capital; in quotes it is never read as a condition.
    A null cell matches `is null` alone. Raises FilterError.
    """
    wanted = text.strip()
    if not wanted:
        return None
    everywhere = tuple(range(len(columns)))
    if found := _REGEX.fullmatch(wanted):
        pattern = _compiled(found["pattern"], ignore_case=bool(found["flags"]))
        return RowFilter(wanted, everywhere, _on_text(lambda cell: pattern.search(cell) is not None))
    if wanted.startswith("/"):
        raise FilterError(Told("A regular expression ends with a slash: /Car.*/"))
    if (quoted := _unquoted(wanted)) is not None:
        return RowFilter(wanted, everywhere, _contains(quoted)) if quoted else None
    if found := _NULLNESS.fullmatch(wanted):
        negated = bool(found["negated"])
        return RowFilter(wanted, _named(found["name"], columns), lambda value: (value is not None) is negated)
    if (found := _UNFINISHED.fullmatch(wanted)) and _is_column(found["name"], columns):
        raise FilterError(Told("Write: {name} is null, or: {name} is not null", name=found["name"]))
    if found := _CONDITION.fullmatch(wanted):
        return _condition(wanted, found["name"], found["op"], found["value"], columns)
    return RowFilter(wanted, everywhere, _contains(wanted))


def _condition(wanted: str, name: str, op: str, value: str, columns: Sequence[ResultColumn]) -> RowFilter:
    places = _named(name, columns)
    if not value:
        raise FilterError(Told("A value is missing behind {op}", op=op))
    literal = _unquoted(value)
    bare = value if literal is None else literal
    if op == "~":
        pattern = _compiled(bare, ignore_case=False)
        return RowFilter(wanted, places, _on_text(lambda cell: pattern.search(cell) is not None))
    if literal is None and bare.lower() == "null":
        raise FilterError(Told("Nothing equals null. Write: {name} is null, or: {name} is not null", name=name))
    if columns[places[0]].is_number:
        return RowFilter(wanted, places, _number_test(op, bare, name))
    compare = _COMPARE[op]
    return RowFilter(wanted, places, _on_text(lambda cell: compare(cell, bare)))


def _number_test(op: str, text: str, name: str) -> CellTest:
    try:
        number = Decimal(re.sub(r"[\s,_]", "", text).replace("−", "-"))
    except InvalidOperation:
        raise FilterError(Told("{name} holds numbers, and {text} is none", name=name, text=text)) from None
    if number.is_nan():
        raise FilterError(Told("NaN is neither more nor less than a number, nor equal to one"))
    compare, near = _COMPARE[op], float(number)
    exact: int | Decimal = int(number) if number.is_finite() and number == number.to_integral_value() else number

    def test(value: object) -> bool:
        if not is_number(value):
            return False
        # What people write as 0.1 is the double nearest to it; whole and decimal numbers are compared exactly.
        return compare(value, near if isinstance(value, float) else exact)

    return test


def _contains(wanted: str) -> CellTest:
    if wanted == wanted.lower():
        return _on_text(lambda cell: wanted in cell.lower())
    return _on_text(lambda cell: wanted in cell)


def _on_text(test: Callable[[str], bool]) -> CellTest:
    """A test of the cell as a program reads it: bare digits, compact JSON; null is no text."""

    def on_text(value: object) -> bool:
        if value is None:
            return False
        return test(value if isinstance(value, str) else compact_json(value))

    return on_text


def _compiled(pattern: str, *, ignore_case: bool) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise FilterError(Told("This is no regular expression: {error}", error=error)) from None


def _unquoted(text: str) -> str | None:
    """What stands between quotes; None where the text is not quoted."""
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1].replace(text[0] * 2, text[0])
    return None


def _is_column(name: str, columns: Sequence[ResultColumn]) -> bool:
    try:
        return bool(_named(name, columns))
    except FilterError:
        return False


def _named(name: str, columns: Sequence[ResultColumn]) -> tuple[int, ...]:
    """Columns of this name as it is spelt, or else in any case: a server may send two of one name."""
    bare = name.strip("`")
    exact = tuple(index for index, column in enumerate(columns) if column.name == bare)
    found = exact or tuple(index for index, column in enumerate(columns) if column.name.lower() == bare.lower())
    if found:
        return found
    near = get_close_matches(bare.upper(), [column.name.upper() for column in columns], 1)
    quote = Told('To find these very words write them in quotes: "a = b"')
    hint = Told("Did you mean {name}?", name=near[0]) if near else quote
    raise FilterError(Told("There is no column {bare}. {hint}", bare=bare, hint=hint))
