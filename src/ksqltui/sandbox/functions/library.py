"""Owns the list of all scalar functions."""

from __future__ import annotations

from ksqltui.sandbox.functions.signatures import Function
from ksqltui.sandbox.functions.strings import STRINGS

SCALARS: tuple[Function, ...] = (*STRINGS,)
