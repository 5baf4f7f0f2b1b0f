"""Owns GEO_DISTANCE."""

from __future__ import annotations

import math
from typing import Any

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.functions.signatures import overload, scalar

_EARTH_KM = 6371.0
_EARTH_MILES = 3959.0


def _distance(lat1: float, lon1: float, lat2: float, lon2: float, unit: str | None = "KM") -> float:
    """The great-circle distance by the haversine formula. Raises EvaluationError outside the ranges of degrees."""
    for latitude in (lat1, lat2):
        if not -90 <= latitude <= 90:
            raise EvaluationError(f"invalid latitude, must be between -90 and 90 degrees: {latitude}")
    for longitude in (lon1, lon2):
        if not -180 <= longitude <= 180:
            raise EvaluationError(f"invalid longitude, must be between -180 and 180 degrees: {longitude}")
    radius = _EARTH_MILES if (unit or "KM").upper().startswith("MI") else _EARTH_KM
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = math.radians(lat2 - lat1) / 2, math.radians(lon2 - lon1) / 2
    chord = math.sin(half_lat) ** 2 + math.sin(half_lon) ** 2 * math.cos(phi1) * math.cos(phi2)
    return 2 * radius * math.asin(math.sqrt(chord))


def _distance_or_null(*arguments: Any) -> float | None:
    return None if None in arguments[:4] else _distance(*arguments)


GEO_DISTANCE = scalar(
    "GEO_DISTANCE",
    "OTHER",
    "The distance between two points on the earth, given by latitude and longitude, in km or, with 'MI', in miles.",
    overload("DOUBLE lat1, DOUBLE lon1, DOUBLE lat2, DOUBLE lon2 -> DOUBLE", _distance),
    overload(
        "DOUBLE lat1, DOUBLE lon1, DOUBLE lat2, DOUBLE lon2, STRING units -> DOUBLE", _distance_or_null, nulls=True
    ),
)
