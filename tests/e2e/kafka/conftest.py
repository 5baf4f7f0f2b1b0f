"""Real Kafka for the tests: started once for a test run, all tests of it in one process."""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import pytest_asyncio
from tests.e2e.kafka.brokers import KafkaBrokers, kafka_jars, missing_tool

from ksqltui.kafka.cluster import BrokerCluster
from ksqltui.kafka.connection import Connection

HERE = Path(__file__).resolve().parent
REQUIRED = "KSQLTUI_E2E"
"""Set to `required`, the absence of real parts fails the tests in place of skipping them; .ci/run sets it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one worker of pytest-xdist: they share three brokers, and one of them kills a broker."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("kafka"))


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBrokers]:
    """Three brokers and a ZooKeeper; skipped with the reason where they cannot be had."""
    missing = missing_tool()
    if missing is not None:
        _cannot(missing)
    try:
        class_path = kafka_jars()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        _cannot(f"Maven did not bring Kafka's jars: {error}")
    brokers = KafkaBrokers(tmp_path_factory.mktemp("kafka"), class_path)
    try:
        brokers.start()
        yield brokers
    finally:
        brokers.stop()


def _cannot(reason: str) -> NoReturn:
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest_asyncio.fixture
async def cluster(kafka: KafkaBrokers) -> AsyncIterator[BrokerCluster]:
    """The brokers, asked by ksqltui."""
    asked = BrokerCluster(Connection(kafka.bootstrap))
    yield asked
    await asked.close()


@pytest.fixture
def fresh_name() -> Callable[[str], str]:
    """Names that no other test uses: `fresh_name("orders")` gives "orders-7"."""
    return lambda base: f"{base}-{next(_numbers)}"


_numbers = itertools.count(1)
