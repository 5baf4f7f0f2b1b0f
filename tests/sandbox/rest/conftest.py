"""A sandbox that serves, for the tests of its REST interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from ksqltui.sandbox.serve import Sandbox, SandboxOptions, serving


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox without payments."""
    async with serving(SandboxOptions(rate=0, seed=1)) as served:
        yield served


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.url, timeout=10) as client:
        yield client


Ksql = Callable[..., Any]


@pytest.fixture
def ksql(client: httpx.AsyncClient) -> Ksql:
    """POST /ksql: the parsed answer."""

    async def run(text: str, **fields: object) -> Any:
        answer = await client.post("/ksql", json={"ksql": text, **fields})
        return answer.json()

    return run
