"""Owns Java's number rules: wrapping whole numbers, truncating division, the text of a double, decimals that fit."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.types import Kind, SqlType, decimal

INTEGER_MIN, INTEGER_MAX = -(2**31), 2**31 - 1
BIGINT_MIN, BIGINT_MAX = -(2**63), 2**63 - 1
INTEGER_AS_DECIMAL = decimal(10, 0)
BIGINT_AS_DECIMAL = decimal(19, 0)
WIDE = Context(prec=200, rounding=ROUND_HALF_UP)


def wrap_integer(value: int) -> int:
    """The value as Java's int would hold it."""
    return value if INTEGER_MIN <= value <= INTEGER_MAX else (value + 2**31) % 2**32 - 2**31


def wrap_bigint(value: int) -> int:
    """The value as Java's long would hold it."""
    return value if BIGINT_MIN <= value <= BIGINT_MAX else (value + 2**63) % 2**64 - 2**63


def truncating_division(left: int, right: int) -> int:
    """Whole-number division toward zero. Raises EvaluationError for a zero divisor."""
    if right == 0:
        raise EvaluationError("/ by zero")
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def truncating_remainder(left: int, right: int) -> int:
    """The remainder with the sign of the dividend. Raises EvaluationError for a zero divisor."""
    if right == 0:
        raise EvaluationError("/ by zero")
    remainder = abs(left) % abs(right)
    return -remainder if left < 0 else remainder


def double_division(left: float, right: float) -> float:
    """IEEE division: by zero it gives an infinity or NaN, as in Java."""
    if right:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def double_remainder(left: float, right: float) -> float:
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


def double_to_whole(value: float, low: int, high: int) -> int:
    """Java's narrowing of a double: toward zero, NaN to 0, out of range to the nearest bound."""
    if math.isnan(value):
        return 0
    if value <= low:
        return low
    return high if value >= high else int(value)


def double_text(value: float) -> str:
    """Double.toString: plain between 1e-3 and 1e7, else 1.0E10; NaN and Infinity by name."""
    if value != value:
        return "NaN"
    size = abs(value)
    if size == math.inf:
        return "Infinity" if value > 0 else "-Infinity"
    if size == 0 or 1e-3 <= size < 1e7:
        return repr(value) if size >= 1e-3 or size == 0 else format(value, "f")
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    if len(digits) == 1:
        sign, digits, exponent = Decimal(format(value, ".1e")).as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{exponent + len(text) - 1}"


def decimal_text(value: Decimal) -> str:
    """Plain text with the value's own scale, never an exponent."""
    return format(value, "f")


def rescale(value: Decimal, scale: int) -> Decimal:
    """The value at a scale, HALF_UP."""
    return value.quantize(Decimal(1).scaleb(-scale), context=WIDE)


def fit(value: Decimal, target: SqlType) -> Decimal:
    """The value at the scale of a DECIMAL type, HALF_UP. Raises EvaluationError where its whole part is too long."""
    result = rescale(value, target.scale)
    if result and result.adjusted() >= target.precision - target.scale:
        limit = target.precision - target.scale
        raise EvaluationError(
            f"Numeric field overflow: A field with precision {target.precision} and scale {target.scale} "
            f"must round to an absolute value less than 10^{limit}. Got {decimal_text(value)}"
        )
    return result


def fit_exactly(value: Decimal, target: SqlType) -> Decimal:
    """The value at the scale of a DECIMAL type. Raises EvaluationError where digits would be lost."""
    result = fit(value, target)
    if result != value:
        digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
        raise EvaluationError(
            f"Cannot fit decimal '{decimal_text(value)}' into {target} without rounding. "
            f"(Requires {len(digits)},{-int(exponent)})"
        )
    return result


def as_decimal(sql_type: SqlType) -> SqlType:
    """The DECIMAL type that holds every value of a whole-number type; a DECIMAL stays itself."""
    if sql_type.kind is Kind.INTEGER:
        return INTEGER_AS_DECIMAL
    return BIGINT_AS_DECIMAL if sql_type.kind is Kind.BIGINT else sql_type


def wider_decimal(left: SqlType, right: SqlType) -> SqlType:
    """The narrowest DECIMAL type that holds the values of both."""
    left, right = as_decimal(left), as_decimal(right)
    scale = max(left.scale, right.scale)
    return decimal(max(left.precision - left.scale, right.precision - right.scale) + scale, scale)
