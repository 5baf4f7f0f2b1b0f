"""The engine against ksqlDB's own query cases that lie beside the project: no file may pass fewer cases than before."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EXPECTED = Path(__file__).with_name("query_suite_expected.txt")
REGISTRY_FORMATS = re.compile(r"AVRO|PROTOBUF|JSON_SR", re.IGNORECASE)


@pytest.fixture(scope="module")
def runner(shared: Path) -> Iterator[ModuleType]:
    """The suites' loader and comparator."""
    spec = importlib.util.spec_from_file_location("query_suite_runner", shared / "qtt" / "qtt.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.__dict__["_norm_schema"] = normal_schema
    yield module
    del sys.modules[spec.name]


def normal_schema(text: str) -> str:
    """A schema's text without what ksqlDB's own parser does not look at: quotes, case, spaces, names of one type."""
    plain = re.sub(r"\s+", " ", text.replace("`", "")).strip().upper().replace("VARCHAR", "STRING")
    return re.sub(r"\bINT\b", "INTEGER", re.sub(r"\s*,\s*", ", ", plain))


def expected_counts() -> dict[str, int]:
    counts = {}
    for line in EXPECTED.read_text("utf-8").splitlines():
        name, _, rest = line.partition(": ")
        counts[name] = int(rest.partition("/")[0])
    return counts


@pytest.fixture(scope="module")
def passed(
    runner: ModuleType, shared: Path, suite_adapter: Callable[[Any], Callable[[], Any]]
) -> Mapping[str, tuple[int, int, list[str]]]:
    """By file: how many cases pass, how many there are without those of a schema registry, and what fails."""
    totals: Counter[str] = Counter()
    passes: Counter[str] = Counter()
    failures: dict[str, list[str]] = {}
    for case in runner.load_dir(shared / "qtt" / "query-validation-tests"):
        result = runner.run_case(case, suite_adapter(runner))
        needs_registry = REGISTRY_FORMATS.search(f"{case.sql} {case.format}")
        if result.status == "pass":
            passes[case.file] += 1
        elif needs_registry:
            continue
        else:
            failures.setdefault(case.file, []).append(f"{case.id}: {result.detail[:200]}")
        totals[case.file] += 1
    return {name: (passes[name], totals[name], failures.get(name, [])) for name in totals}


def test_no_file_of_the_query_suite_passes_fewer_cases_than_before(
    passed: Mapping[str, tuple[int, int, list[str]]],
) -> None:
    worse = [
        f"{name}: {passed[name][0]} of {passed[name][1]} pass, {count} did before\n  " + "\n  ".join(passed[name][2])
        for name, count in expected_counts().items()
        if name in passed and passed[name][0] < count
    ]

    assert not worse, "\n".join(worse)
