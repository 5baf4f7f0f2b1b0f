"""Owns what can be asked of a cluster from the shell, as values; carries nothing out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ksqltui.model.cluster_actions import ClusterAction, ResetOffsets
from ksqltui.model.message_text import Form
from ksqltui.model.messages import MessageFilter, Reading
from ksqltui.session.payments import PaymentsPlan


@dataclass(frozen=True, slots=True)
class ListTopics:
    internal: bool = False


@dataclass(frozen=True, slots=True)
class DescribeTopic:
    topic: str
    all_configs: bool = False


@dataclass(frozen=True, slots=True)
class ListGroups:
    pass


@dataclass(frozen=True, slots=True)
class DescribeGroup:
    group: str


@dataclass(frozen=True, slots=True)
class PreviewReset:
    reset: ResetOffsets


@dataclass(frozen=True, slots=True)
class Act:
    """Actions, one after the other; the first that fails ends it."""

    actions: tuple[ClusterAction, ...]


@dataclass(frozen=True, slots=True)
class ReadMessages:
    reading: Reading
    passing: MessageFilter = field(default_factory=MessageFilter)
    limit: int | None = None
    key_form: Form = Form.AUTO
    value_form: Form = Form.AUTO


@dataclass(frozen=True, slots=True)
class ProducePayments:
    plan: PaymentsPlan


ClusterRequest = (
    ListTopics | DescribeTopic | ListGroups | DescribeGroup | PreviewReset | Act | ReadMessages | ProducePayments
)
