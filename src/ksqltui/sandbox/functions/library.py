"""Owns the list of all scalar functions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from random import Random

from ksqltui.sandbox.functions.arrays import ARRAYS
from ksqltui.sandbox.functions.byte_strings import BYTE_STRINGS
from ksqltui.sandbox.functions.conditional import CONDITIONAL
from ksqltui.sandbox.functions.dates import dates
from ksqltui.sandbox.functions.geography import GEO_DISTANCE
from ksqltui.sandbox.functions.json_functions import JSON_FUNCTIONS
from ksqltui.sandbox.functions.lambdas import LAMBDAS
from ksqltui.sandbox.functions.maps import MAPS
from ksqltui.sandbox.functions.masks import MASKS
from ksqltui.sandbox.functions.numbers import mathematical
from ksqltui.sandbox.functions.regex import REGULAR_EXPRESSIONS
from ksqltui.sandbox.functions.signatures import Function, overload, scalar
from ksqltui.sandbox.functions.strings import STRINGS
from ksqltui.sandbox.functions.urls import URLS


def scalars(now_ms: Callable[[], int], random: Random) -> tuple[Function, ...]:
    """All scalar functions of ksqlDB 7.6; `now_ms` is the engine's clock, `random` its source of chance."""
    unique = scalar(
        "UUID",
        "STRING",
        "A new random UUID, or the one whose 16 bytes are given.",
        overload("-> STRING", lambda: str(uuid.UUID(int=random.getrandbits(128), version=4)), nulls=True),
        overload("BYTES bytes -> STRING", lambda data: str(uuid.UUID(bytes=data)) if len(data) == 16 else None),
    )
    return (
        *STRINGS,
        unique,
        *BYTE_STRINGS,
        *MASKS,
        *mathematical(random),
        GEO_DISTANCE,
        *dates(now_ms),
        *CONDITIONAL,
        *JSON_FUNCTIONS,
        *URLS,
        *ARRAYS,
        *MAPS,
        *REGULAR_EXPRESSIONS,
        *LAMBDAS,
    )
