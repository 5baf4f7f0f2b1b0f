"""An abort of the client's library ends its own process and no more."""

from __future__ import annotations

import os

import pytest

from ksqltui.kafka.connection import Connection
from ksqltui.kafka.isolated import IsolatedCluster
from ksqltui.model.cluster_errors import ActionRefused, BrokersNotReached


def refuse() -> None:
    raise ActionRefused("no", code="POLICY_VIOLATION", advice="ask")


async def test_after_an_abort_the_next_look_starts_anew() -> None:
    cluster = IsolatedCluster(Connection("127.0.0.1:1"))
    with pytest.raises(BrokersNotReached, match="library stopped"):
        await cluster._asked(os.abort)
    with pytest.raises(BrokersNotReached, match="nothing listens there") as away:
        await cluster.look_at_topics()
    assert "ksqltui stack up" in away.value.advice
    with pytest.raises(ActionRefused) as refused:
        await cluster._asked(refuse)
    assert (refused.value.message, refused.value.code, refused.value.advice) == ("no", "POLICY_VIOLATION", "ask")
    await cluster.close()
