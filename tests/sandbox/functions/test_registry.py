"""The functions that SHOW FUNCTIONS lists, and what DESCRIBE FUNCTION tells of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ksqltui.sandbox.functions.registry import default_registry
from ksqltui.sandbox.functions.signatures import FunctionKind
from ksqltui.sandbox.types import BIGINT, INTEGER, STRING


def _entities(recording: Any) -> Any:
    return json.loads("".join(chunk["text"] for chunk in recording["response"]["chunks"]))


def test_the_list_is_ksqldbs(recordings: Mapping[str, Any]) -> None:
    listed = _entities(recordings["show-functions"])[0]["functions"]
    assert {(own.name, own.kind.value, own.category) for own in default_registry().names()} == {
        (each["name"], each["type"], each["category"]) for each in listed
    }


@pytest.mark.parametrize("name", ["describe-function-scalar", "describe-function-udaf", "describe-function-struct"])
def test_signatures_are_ksqldbs_and_descriptions_our_own(recordings: Mapping[str, Any], name: str) -> None:
    recorded = _entities(recordings[name])[0]
    own = default_registry().describe(recorded["name"])
    assert own is not None
    shown = {(tuple(str(p.type) for p in o.parameters), str(o.returns)) for o in own.overloads}
    for each in recorded["functions"]:
        assert (tuple(each["argumentTypes"]), each["returnType"]) in shown
    assert own.description
    assert own.description != recorded["description"]


def test_every_function_does_something() -> None:
    registry = default_registry()
    for own in registry.names():
        assert own.description.endswith("."), own.name
        if own.kind is not FunctionKind.AGGREGATE:
            assert all(each.implementation or each.typed for each in own.overloads), own.name
        assert own.overloads, own.name


def test_an_unknown_name_is_none() -> None:
    registry = default_registry()
    assert registry.scalar("COUNT") is None
    assert registry.table("LCASE") is None
    assert registry.describe("NOPE") is None


def test_the_narrowest_signature_wins() -> None:
    absolute = default_registry().scalar("ABS")
    assert absolute
    assert str(absolute.find([BIGINT])[0].returns) == "BIGINT"
    concat = default_registry().scalar("CONCAT")
    assert concat
    assert concat.find([STRING, None, STRING])[0].variadic_at == 0
    split = default_registry().scalar("GEO_DISTANCE")
    assert split
    assert len(split.find([INTEGER, BIGINT, INTEGER, INTEGER])[0].parameters) == 4
