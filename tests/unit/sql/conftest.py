"""Owns the corpus of the language's tests: the scripts of ksqlDB's own query suites, where they are at hand."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SUITES = ("query-validation-tests", "rest-query-validation-tests")


@dataclass(frozen=True, slots=True)
class Script:
    """The text of one case; `expected_message` is a part of the error that a refused script ends in."""

    case: str
    text: str
    expected_message: str | None


@pytest.fixture(scope="session")
def scripts(shared: Path) -> Sequence[Script]:
    spec = importlib.util.spec_from_file_location("ksqltui_test_qtt", shared / "qtt" / "qtt.py")
    assert spec is not None
    assert spec.loader is not None
    qtt = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = qtt
    spec.loader.exec_module(qtt)
    found: dict[str, Script] = {}
    for suite in SUITES:
        for case in qtt.load_dir(shared / "qtt" / suite):
            error = case.expected_exception or case.expected_error
            message = None if error is None else str(error.get("message", ""))
            found.setdefault(case.sql, Script(case.id, case.sql, message))
    return tuple(found.values())


@pytest.fixture(scope="session")
def recorded_texts(recordings: Mapping[str, Any]) -> frozenset[str]:
    """Every statement that a recorded server spelled itself: after its own rewriting."""
    found: set[str] = set()
    for recording in recordings.values():
        for chunk in recording["response"].get("chunks", ()):
            _collect(chunk["text"], found)
    return frozenset(text for text in found if "CLEANUP_POLICY" in text)


def _collect(text: str, found: set[str]) -> None:
    try:
        pending: list[Any] = [json.loads(text)]
    except ValueError:
        return
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            found |= {node[key] for key in ("statementText", "queryString") if isinstance(node.get(key), str)}
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
