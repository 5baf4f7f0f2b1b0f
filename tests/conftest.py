"""Owns where test data lies: the recordings beside the tests, and the shared material that may be absent."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent

# A slow machine is not a fault of the subject: no example has a deadline.
settings.register_profile("ksqltui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ksqltui")


def pytest_collection_finish() -> None:
    """What is imported by now stays: full collections need not look at it again (a tenth of the screens' tests' time,
    measured 2026-11-25)."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def recordings() -> Mapping[str, Any]:
    """Every recorded exchange with ksqlDB 7.6.1 by its name: {"request": .., "response": {"chunks": [..]}}."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "recordings").glob("*.json"))}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the query suites beside the project; the test is skipped where it is absent."""
    folder = Path(os.environ.get("KSQLTUI_SHARED", ROOT.parent.parent / "shared"))
    if not (folder / "qtt").is_dir():
        pytest.skip(f"no shared material at {folder} (set KSQLTUI_SHARED)")
    return folder
