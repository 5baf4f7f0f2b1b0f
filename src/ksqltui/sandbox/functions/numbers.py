"""Owns the mathematical functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from random import Random
from typing import Any

from ksqltui.sandbox.expressions.coercion import common_number, is_numeric, widening
from ksqltui.sandbox.expressions.numbers import (
    BIGINT_MAX,
    BIGINT_MIN,
    double_to_whole,
    rescale,
    wrap_bigint,
    wrap_integer,
)
from ksqltui.sandbox.functions.signatures import Function, Implementation, Overload, overload, scalar
from ksqltui.sandbox.types import Kind, SqlType, decimal

_NUMBERS = ("INT", "BIGINT", "DOUBLE", "DECIMAL")
_WIDE = {mode: Context(prec=200, rounding=mode) for mode in (ROUND_CEILING, ROUND_FLOOR, ROUND_DOWN, ROUND_HALF_UP)}


def _same_type(types: Sequence[SqlType | None]) -> SqlType | None:
    return types[0]


def _math(name: str, description: str, *overloads: Overload, spelled: str = "") -> Function:
    return scalar(name, "MATHEMATICAL", description, *overloads, spelled=spelled)


def _real(name: str, description: str, calculate: Callable[[float], float]) -> Function:
    """A function of one DOUBLE that takes whole numbers too."""

    def safe(value: float) -> float:
        try:
            return calculate(float(value))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    kinds = ("INT", "BIGINT", "DOUBLE")
    return _math(name, description, *(overload(f"{kind} value -> DOUBLE", safe) for kind in kinds))


def _quantize(value: Decimal, scale: int, mode: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-scale), context=_WIDE[mode])


def _toward(mode: str, double: Callable[[float], float]) -> tuple[Overload, ...]:
    """CEIL and FLOOR: whole numbers stay, decimals keep their scale."""

    def decimals(value: Decimal) -> Decimal:
        exponent = value.as_tuple().exponent
        return rescale(_quantize(value, 0, mode), -int(exponent))

    return (
        overload("INT val -> INT", lambda value: value),
        overload("BIGINT val -> BIGINT", lambda value: value),
        overload("DOUBLE val -> DOUBLE", double),
        overload("DECIMAL val -> DECIMAL", decimals, result=_same_type),
    )


def _round_whole(value: float) -> int:
    return double_to_whole(math.floor(value + 0.5), BIGINT_MIN, BIGINT_MAX)


def _round_places(mode: str) -> Callable[[Any, int], Any]:
    def places(value: Any, digits: int) -> Any:
        if isinstance(value, float):
            return float(_quantize(Decimal(repr(value)), digits, mode)) if math.isfinite(value) else value
        if isinstance(value, int):
            return int(_quantize(Decimal(value), digits, mode)) if digits < 0 else value
        return rescale(_quantize(value, digits, mode), max(0, -int(value.as_tuple().exponent)))

    return places


def _whole_decimal(types: Sequence[SqlType | None]) -> SqlType | None:
    own = types[0]
    return None if own is None else decimal(own.precision - own.scale + 1, 0)


def _rounding(mode: str, whole: Callable[[float], int]) -> tuple[Overload, ...]:
    places = _round_places(mode)
    return (
        overload("BIGINT val -> BIGINT", lambda value: value),
        overload("DOUBLE val -> BIGINT", whole),
        overload("DECIMAL val -> DECIMAL", lambda value: _quantize(value, 0, mode), result=_whole_decimal),
        overload("DOUBLE val, INT decimalPlaces -> DOUBLE", places),
        overload("DECIMAL val, INT decimalPlaces -> DECIMAL", places, result=_same_type),
    )


def _power(base: Any, exponent: Any) -> float:
    try:
        return math.pow(float(base), float(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan


def _log(value: Any) -> float:
    if value == 0:
        return -math.inf
    return math.nan if value < 0 else math.log(value)


def _log_base(base: Any, value: Any) -> float:
    if base <= 0 or value < 0:
        return math.nan
    if base == 1:
        return math.nan
    return -math.inf if value == 0 else math.log(value) / math.log(base)


def _cotangent(value: float) -> float:
    return math.inf if value == 0 else 1 / math.tan(value)


def _sign(value: Any) -> int:
    return 1 if value > 0 else -1 if value < 0 else 0


def _common(types: Sequence[SqlType | None]) -> SqlType | None:
    known = [own for own in types if own is not None]
    if not known:
        return None
    result = known[0]
    for own in known[1:]:
        if is_numeric(own) and is_numeric(result):
            result = common_number(result, own)
        elif result.kind is Kind.STRING:
            result = own
    return result


def _to_common(own: SqlType | None, result: SqlType | None) -> Callable[[Any], Any] | None:
    """Numbers meet in the common type, but a decimal keeps its own scale."""
    if own is None or not is_numeric(own) or (result and own.kind is result.kind):
        return None
    return widening(own, result)


def _extreme(choose: Callable[..., Any]) -> Callable[[Sequence[SqlType | None]], Implementation]:
    def make(types: Sequence[SqlType | None]) -> Implementation:
        result = _common(types)
        converters = [_to_common(own, result) for own in types]

        def call(*values: Any) -> Any:
            present = [
                value if convert is None else convert(value)
                for value, convert in zip(values, converters, strict=True)
                if value is not None
            ]
            return choose(present) if present else None

        return call

    return make


def _extremes(name: str, description: str, choose: Callable[..., Any]) -> Function:
    kinds = (*_NUMBERS, "STRING", "BYTES", "DATE", "TIME", "TIMESTAMP")
    return _math(
        name,
        description,
        *(
            overload(
                f"{kind} val, {kind}... vals -> {kind}",
                typed=_extreme(choose),
                nulls=True,
                result=_common if kind == "DECIMAL" else None,
            )
            for kind in kinds
        ),
    )


def _truncate_whole(value: float) -> int:
    return double_to_whole(value, BIGINT_MIN, BIGINT_MAX)


def mathematical(random: Random) -> tuple[Function, ...]:
    """The functions; RANDOM draws from `random`."""
    pairs = (("INT", "INT"), ("BIGINT", "BIGINT"), ("DOUBLE", "DOUBLE"))
    return (
        _math(
            "ABS",
            "The value without its sign.",
            overload("INT val -> INT", lambda value: wrap_integer(abs(value))),
            overload("BIGINT val -> BIGINT", lambda value: wrap_bigint(abs(value))),
            overload("DOUBLE val -> DOUBLE", abs),
            overload("DECIMAL val -> DECIMAL", abs, result=_same_type),
            spelled="Abs",
        ),
        _math(
            "CEIL",
            "The smallest whole number that is not below the value.",
            *_toward(ROUND_CEILING, lambda value: float(math.ceil(value)) if math.isfinite(value) else value),
            spelled="Ceil",
        ),
        _math(
            "FLOOR",
            "The greatest whole number that is not above the value.",
            *_toward(ROUND_FLOOR, lambda value: float(math.floor(value)) if math.isfinite(value) else value),
            spelled="Floor",
        ),
        _math(
            "ROUND",
            "The value rounded to a number of decimal places, halves up; without places to a whole number.",
            *_rounding(ROUND_HALF_UP, _round_whole),
            spelled="Round",
        ),
        _math(
            "TRUNC",
            "The value cut off after a number of decimal places; without places after the point.",
            *_rounding(ROUND_DOWN, _truncate_whole),
        ),
        _math(
            "SIGN",
            "-1, 0 or 1 as the value is below, at or above zero.",
            *(overload(f"{kind} value -> INT", _sign) for kind in ("INT", "BIGINT", "DOUBLE")),
        ),
        _extremes("GREATEST", "The greatest of the values; nulls are left out.", max),
        _extremes("LEAST", "The smallest of the values; nulls are left out.", min),
        _math(
            "POWER",
            "The first number raised to the second.",
            *(overload(f"{a} base, {b} exponent -> DOUBLE", _power) for a, b in pairs),
        ),
        _math(
            "LOG",
            "The logarithm of a value: natural, or to the base that stands first.",
            *(overload(f"{a} value -> DOUBLE", _log) for a, _ in pairs),
            *(overload(f"{a} base, {b} value -> DOUBLE", _log_base) for a, b in pairs),
        ),
        _math("LN", "The natural logarithm.", *(overload(f"{a} value -> DOUBLE", _log) for a, _ in pairs)),
        _math(
            "ATAN2",
            "The angle in radians of the point (x, y); y stands first.",
            *(overload(f"{a} y, {b} x -> DOUBLE", math.atan2) for a, b in pairs),
        ),
        _math("PI", "The number pi.", overload("-> DOUBLE", lambda: math.pi, nulls=True)),
        _math(
            "RANDOM",
            "A random number from 0 up to, not including, 1.",
            overload("-> DOUBLE", random.random, nulls=True),
        ),
        _real("SQRT", "The square root.", math.sqrt),
        _real("CBRT", "The cube root.", math.cbrt),
        _real("EXP", "Euler's number raised to the value.", math.exp),
        _real("SIN", "The sine of an angle in radians.", math.sin),
        _real("COS", "The cosine of an angle in radians.", math.cos),
        _real("TAN", "The tangent of an angle in radians.", math.tan),
        _real("COT", "The cotangent of an angle in radians.", _cotangent),
        _real("SINH", "The hyperbolic sine.", math.sinh),
        _real("COSH", "The hyperbolic cosine.", math.cosh),
        _real("TANH", "The hyperbolic tangent.", math.tanh),
        _real("ASIN", "The angle in radians whose sine the value is.", math.asin),
        _real("ACOS", "The angle in radians whose cosine the value is.", math.acos),
        _real("ATAN", "The angle in radians whose tangent the value is.", math.atan),
        _real("DEGREES", "An angle in radians as degrees.", math.degrees),
        _real("RADIANS", "An angle in degrees as radians.", math.radians),
    )
