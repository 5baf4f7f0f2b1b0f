"""Owns implicit conversion: which types meet in a common one, and how a value gets there; knows no expressions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions import temporal
from ksqltui.sandbox.expressions.numbers import as_decimal, decimal_text, fit, wider_decimal
from ksqltui.sandbox.types import DOUBLE, Kind, SqlType, array, map_of, struct

Converter = Callable[[object], object]

NUMERIC = {Kind.INTEGER: 0, Kind.BIGINT: 1, Kind.DECIMAL: 2, Kind.DOUBLE: 3}
TEMPORAL = frozenset({Kind.DATE, Kind.TIME, Kind.TIMESTAMP})


def is_numeric(sql_type: SqlType | None) -> bool:
    return sql_type is not None and sql_type.kind in NUMERIC


def common_type(left: SqlType | None, right: SqlType | None) -> SqlType | None:
    """The type that both widen to, None where the other is untyped NULL.

    Raises EvaluationError where there is none; the caller knows the words for it.
    """
    if left is None or right is None:
        return left if right is None else right
    if left == right:
        return left
    if left.kind in NUMERIC and right.kind in NUMERIC:
        return common_number(left, right)
    if left.kind is right.kind is Kind.ARRAY:
        return array(_needed(common_type(left.element, right.element)))
    if left.kind is right.kind is Kind.MAP:
        return map_of(_needed(common_type(left.key, right.key)), _needed(common_type(left.element, right.element)))
    if left.kind is right.kind is Kind.STRUCT:
        return _common_struct(left, right)
    raise EvaluationError(f"no common type of {left} and {right}")


def common_number(left: SqlType, right: SqlType) -> SqlType:
    """INTEGER, BIGINT, DECIMAL, DOUBLE: the wider of two; two decimals meet in one that holds both."""
    if DOUBLE in (left, right):
        return DOUBLE
    if Kind.DECIMAL in (left.kind, right.kind):
        return wider_decimal(left, right)
    return left if NUMERIC[left.kind] >= NUMERIC[right.kind] else right


def _common_struct(left: SqlType, right: SqlType) -> SqlType:
    others = dict(right.fields)
    fields = [(name, _needed(common_type(own, others.pop(name, None)))) for name, own in left.fields]
    return struct(*fields, *others.items())


def _needed(found: SqlType | None) -> SqlType:
    if found is None:
        raise EvaluationError("no type to convert to")
    return found


def can_widen(source: SqlType | None, target: SqlType) -> bool:
    """Whether a value of `source` may stand where `target` is asked for, without a CAST."""
    if source is None or source == target:
        return True
    if source.kind in NUMERIC and target.kind in NUMERIC:
        if source.kind is target.kind is Kind.DECIMAL or target.kind is Kind.DECIMAL:
            own = as_decimal(source)
            whole = target.precision - target.scale
            return source.kind is not Kind.DOUBLE and own.precision - own.scale <= whole and own.scale <= target.scale
        return NUMERIC[source.kind] < NUMERIC[target.kind]
    try:
        return source.kind is target.kind and common_type(source, target) == target
    except EvaluationError:
        return False


def widening(source: SqlType | None, target: SqlType | None) -> Converter | None:
    """How a value of `source` becomes one of the wider `target`; None where it needs no change."""
    if source is None or target is None or source == target:
        return None
    match target.kind:
        case Kind.DOUBLE:
            return float  # type: ignore[return-value]
        case Kind.DECIMAL:
            wanted = target
            return lambda value: fit(Decimal(value), wanted)  # type: ignore[arg-type]
        case Kind.ARRAY:
            return _list_widening(widening(source.element, target.element))
        case Kind.MAP:
            return _map_widening(widening(source.key, target.key), widening(source.element, target.element))
        case Kind.STRUCT:
            return _struct_widening(source, target)
        case _:
            return None


def _list_widening(inner: Converter | None) -> Converter | None:
    if inner is None:
        return None
    return lambda value: [None if item is None else inner(item) for item in value]  # type: ignore[attr-defined]


def _map_widening(keys: Converter | None, values: Converter | None) -> Converter | None:
    if keys is None and values is None:
        return None

    def convert(value: object) -> object:
        assert isinstance(value, dict)
        return {
            (keys(key) if keys and key is not None else key): (values(item) if values and item is not None else item)
            for key, item in value.items()
        }

    return convert


def _struct_widening(source: SqlType, target: SqlType) -> Converter:
    own = dict(source.fields)
    parts = [(name, widening(own.get(name), wanted)) for name, wanted in target.fields]

    def convert(value: object) -> object:
        assert isinstance(value, dict)
        return {
            name: part(item) if part is not None and (item := value.get(name)) is not None else value.get(name)
            for name, part in parts
        }

    return convert


def coerce_value(value: object, source: SqlType | None, target: SqlType) -> object:
    """A literal's value as INSERT VALUES and key look-ups take it: numbers widen, text becomes a date or a time.

    Raises EvaluationError where ksqlDB refuses the pair.
    """
    if value is None:
        return None
    if source is not None and source.kind is Kind.STRING and target.kind in TEMPORAL:
        return temporal.parse_temporal(str(value), target.kind)
    if source is not None and is_numeric(source) and target.kind is Kind.DECIMAL and source.kind is not Kind.DOUBLE:
        return fit(Decimal(value), target)  # type: ignore[arg-type]
    if not can_widen(source, target):
        raise EvaluationError(f"Can not convert {source} to {target}")
    convert = widening(source, target)
    return value if convert is None else convert(value)


_TRUE_WORDS = ("true", "yes")
_FALSE_WORDS = ("false", "no")


def parse_boolean(text: str) -> bool | None:
    """ksqlDB's reading of a boolean: any beginning of true, yes, false or no, in any case; None for other words."""
    word = text.strip().lower()
    if not word:
        return None
    if any(known.startswith(word) for known in _TRUE_WORDS):
        return True
    return False if any(known.startswith(word) for known in _FALSE_WORDS) else None


def parse_literal(text: str, target: SqlType) -> object:
    """A string literal's value where a list or a predicate asks for another type.

    Raises EvaluationError with ksqlDB's text for what cannot be read so.
    """
    stripped = text.strip()
    try:
        match target.kind:
            case Kind.STRING:
                return text
            case Kind.BOOLEAN:
                found = parse_boolean(text)
                if found is None:
                    raise ValueError(text)
                return found
            case Kind.INTEGER | Kind.BIGINT:
                return int(stripped)
            case Kind.DOUBLE:
                return float(stripped)
            case Kind.DECIMAL:
                return Decimal(stripped)
            case Kind.DATE | Kind.TIME | Kind.TIMESTAMP:
                return temporal.parse_temporal(stripped, target.kind)
            case _:
                raise ValueError(text)
    except (ValueError, ArithmeticError, EvaluationError):
        raise EvaluationError(f'invalid input syntax for type {target.kind.value}: "{text}".') from None


def literal_text(value: object) -> str:
    """A literal as text, where a list of strings holds numbers or booleans."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
