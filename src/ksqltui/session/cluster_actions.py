"""Owns carrying out what changes a cluster: refused when read-only, previewed where asked; knows it as a port only."""

from __future__ import annotations

from collections.abc import Callable

from ksqltui.model.cluster import Group, GroupState, TopicPartition
from ksqltui.model.cluster_actions import (
    AddPartitions,
    AlterConfigs,
    ClusterAction,
    CreateTopic,
    DeleteGroup,
    DeleteRecords,
    DeleteTopic,
    ElectPreferredLeaders,
    OffsetMove,
    ResetOffsets,
    command_line,
    what_it_does,
)
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.session.ports import KafkaAdministration
from ksqltui.speech.speech import Told


class ClusterActions:
    """What a person may do to the cluster. `changed` is called after every action, so that it is looked at anew."""

    def __init__(
        self,
        administration: KafkaAdministration,
        *,
        read_only: bool = False,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.read_only = read_only
        self._administration = administration
        self._changed = changed

    def command_line(self, action: ClusterAction) -> str:
        """The line of Kafka's own tools that does the same."""
        return command_line(action, self._administration.bootstrap)

    async def run(self, action: ClusterAction) -> str:
        """Does it and gives what was done, in words. Raises ClusterError; ActionRefused when read-only."""
        if self.read_only:
            raise ActionRefused(
                Told("Read-only: ksqltui does not {what}.", what=what_it_does(action)),
                code="READ_ONLY",
                advice=Told("Start it without --read-only, and without read_only in its settings."),
            )
        try:
            return await self._carry_out(action)
        finally:
            self._changed()

    async def preview(self, action: ResetOffsets) -> tuple[OffsetMove, ...]:
        """Where each partition of a group would go. Raises ClusterError: the group is active, or is not there."""
        group = await self._idle_group(action.group)
        committed = {TopicPartition(each.topic, each.partition): each.committed for each in group.partitions}
        topics = action.topics or group.topics
        if not topics:
            raise ActionRefused(
                Told("Group {group} has read no topic yet.", group=action.group),
                code="NO_OFFSETS",
                advice=Told("Name the topics to set."),
            )
        after = await self._administration.offsets_at(topics, action.to)
        return tuple(
            OffsetMove(place.topic, place.partition, committed.get(place), at) for place, at in sorted(after.items())
        )

    async def _carry_out(self, action: ClusterAction) -> str:
        do = self._administration
        done = Told("Done: {what}.", what=what_it_does(action))
        match action:
            case CreateTopic(topic=topic):
                await do.create_topic(topic, action.partitions, action.replication_factor, action.configs)
            case AddPartitions(topic=topic, total=total):
                await do.add_partitions(topic, total)
            case AlterConfigs(topic=topic):
                await do.alter_configs(topic, action.set, action.reset)
            case DeleteTopic(topic=topic):
                await do.delete_topic(topic)
            case DeleteRecords(topic=topic, before=before):
                left = await do.delete_records(topic, before)
                ends = ", ".join(f"{number}: {at}" for number, at in sorted(left.items()))
                return Told(
                    "Deleted messages of topic {topic}; the first offset of each partition is now {ends}.",
                    topic=topic,
                    ends=ends,
                )
            case ResetOffsets(group=group):
                moves = await self.preview(action)
                await do.set_group_offsets(
                    group, {TopicPartition(move.topic, move.partition): move.after for move in moves}
                )
            case DeleteGroup(group=group):
                await self._idle_group(group)
                await do.delete_group(group)
            case ElectPreferredLeaders():
                moved = await do.elect_preferred_leaders()
                names = ", ".join(f"{place.topic}-{place.partition}" for place in moved)
                if not moved:
                    return Told("Every partition has its preferred leader already.")
                return Told("The leader changed of {partitions}.", partitions=names)
        return done

    async def _idle_group(self, id: str) -> Group:
        """The group, if nobody holds it. Raises ActionRefused."""
        group = await self._administration.group(id)
        if group.state is GroupState.DEAD and not group.partitions:
            raise ActionRefused(
                Told("There is no group {group}.", group=id),
                code="GROUP_ID_NOT_FOUND",
                advice=Told("Look at the list of groups: ksqltui groups list."),
            )
        if group.is_active:
            members = ", ".join(f"{each.client_id} at {each.host}" for each in group.members) or Told(
                "members that join"
            )
            raise ActionRefused(
                Told(
                    "Group {group} is active ({state}): {members}. Its offsets are theirs.",
                    group=id,
                    state=Told(group.state.value),
                    members=members,
                ),
                code="NON_EMPTY_GROUP",
                advice=Told("Stop its consumers first; a group of ksqlDB stops with its query: PAUSE or TERMINATE it."),
            )
        return group
