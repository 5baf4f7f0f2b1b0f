"""What is refused before Kafka is asked."""

from __future__ import annotations

from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest

from ksqltui.model.cluster_actions import CreateTopic, DeleteTopic
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.session.cluster_actions import ClusterActions


@pytest.fixture
def administration() -> Any:
    return AsyncMock()


async def test_read_only_refuses_every_action(administration: Any) -> None:
    actions = ClusterActions(administration, read_only=True)
    with pytest.raises(ActionRefused, match="Read-only: ksqltui does not delete topic payments") as refused:
        await actions.run(DeleteTopic("payments"))
    assert "--read-only" in refused.value.advice
    administration.delete_topic.assert_not_called()


async def test_after_an_action_the_cluster_is_looked_at_anew(administration: Any) -> None:
    changed = Mock()
    actions = ClusterActions(administration, changed=changed)
    told = await actions.run(CreateTopic("payments", 3, 2))
    assert told == "Done: create topic payments, partitions 3, replicas 2."
    administration.create_topic.side_effect = ActionRefused("no", code="POLICY_VIOLATION")
    with pytest.raises(ActionRefused):
        await actions.run(CreateTopic("payments"))
    assert changed.call_count == 2, "one that was refused may have been done in part"
