"""Owns requests to a cluster from the shell: data to one stream, words to another, and an exit status."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TextIO

from ksqltui.headless.cluster_requests import (
    Act,
    ClusterRequest,
    DescribeGroup,
    DescribeTopic,
    ListGroups,
    ListTopics,
    PreviewReset,
    ProducePayments,
    ReadMessages,
)
from ksqltui.headless.row_printer import RowPrinter
from ksqltui.headless.runner import ExitStatus
from ksqltui.headless.words import Words
from ksqltui.model.cluster import Group, Topic
from ksqltui.model.cluster_actions import ClusterAction, DeleteRecords, name_to_type, what_it_does
from ksqltui.model.cluster_errors import ActionRefused, BrokersNotReached, ClusterError
from ksqltui.model.cluster_tables import (
    configs_table,
    group_tables,
    groups_table,
    moves_table,
    topic_tables,
    topics_table,
)
from ksqltui.model.entity_table import EntityTable
from ksqltui.model.message_text import decoded
from ksqltui.model.messages import Message
from ksqltui.model.positions import iso_time
from ksqltui.model.sending import Delivery, DeliverySummary
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.cluster_actions import ClusterActions
from ksqltui.session.kafka import Kafka
from ksqltui.session.message_browser import MessageBrowser
from ksqltui.session.payments import produce_payments
from ksqltui.session.query_run import ReaderGone

_MESSAGES = (
    ResultColumn("partition", "INTEGER"),
    ResultColumn("offset", "BIGINT"),
    ResultColumn("time", "STRING"),
    ResultColumn("key", "STRING"),
    ResultColumn("value", "STRING"),
)
_DELIVERIES = (
    ResultColumn("payment", "STRING"),
    ResultColumn("partition", "INTEGER"),
    ResultColumn("offset", "BIGINT"),
    ResultColumn("milliseconds", "INTEGER"),
    ResultColumn("problem", "STRING"),
)


class ClusterShell:
    """Carries out one request. `ask` shows a question and gives what a person typed, None where nobody can be asked."""

    def __init__(
        self,
        kafka: Kafka,
        printer: RowPrinter,
        err: TextIO,
        *,
        read_only: bool = False,
        confirmed: bool = False,
        ask: Callable[[str], str | None] = lambda question: None,
    ) -> None:
        self._kafka = kafka
        self._printer = printer
        self._words = Words(err)
        self._actions = ClusterActions(kafka.administration, read_only=read_only)
        self._confirmed = confirmed
        self._ask = ask

    async def run(self, request: ClusterRequest) -> ExitStatus:
        """Does what is asked; errors become words and a status."""
        try:
            return await self._carry_out(request)
        except ReaderGone:
            return ExitStatus.DONE
        except ClusterError as error:
            self._words.no_server(error)
            away = isinstance(error, BrokersNotReached)
            return ExitStatus.SERVER_NOT_REACHED if away else ExitStatus.STATEMENT_FAILED
        finally:
            if not self._printer.is_gone:
                self._printer.close()

    async def _carry_out(self, request: ClusterRequest) -> ExitStatus:
        match request:
            case ListTopics(internal=internal):
                topics = await self._topics()
                self._print(topics_table(each for each in topics if internal or not each.is_internal))
            case DescribeTopic():
                await self._describe_topic(request)
            case ListGroups():
                self._print(groups_table(await self._groups(await self._topics())))
            case DescribeGroup(group=id):
                found = [group for group in await self._groups(await self._topics()) if group.id == id]
                if not found:
                    raise _no("group", id)
                self._print(*group_tables(found[0]))
            case PreviewReset(reset=reset):
                self._print(moves_table(await self._actions.preview(reset)))
                self._words.say(self._actions.command_line(reset))
            case Act(actions=actions):
                return await self._act(actions)
            case ReadMessages():
                await self._read(request)
            case ProducePayments():
                return await self._produce(request)
        return ExitStatus.DONE

    async def _topics(self) -> tuple[Topic, ...]:
        look = await self._kafka.cluster.look_at_topics()
        self._words.say(*(trouble.message for trouble in look.troubles))
        return look.topics

    async def _groups(self, topics: tuple[Topic, ...]) -> tuple[Group, ...]:
        look = await self._kafka.cluster.look_at_groups(topics)
        self._words.say(*(trouble.message for trouble in look.troubles))
        return look.groups

    async def _describe_topic(self, request: DescribeTopic) -> None:
        topics = await self._topics()
        topic = next((each for each in topics if each.name == request.topic), None)
        if topic is None:
            raise _no("topic", request.topic)
        configs = (await self._kafka.cluster.topic_configs([topic.name]))[topic.name]
        readers = [group for group in await self._groups(topics) if topic.name in group.topics]
        self._print(*topic_tables(topic, configs, readers))
        if request.all_configs:
            self._print(configs_table("All configs", configs))

    async def _act(self, actions: Iterable[ClusterAction]) -> ExitStatus:
        for action in actions:
            if isinstance(action, DeleteRecords) and not action.before:
                action = await self._all_records(action.topic)
            self._words.say(self._actions.command_line(action))
            status = self._confirm(action)
            if status is not ExitStatus.DONE:
                return status
            self._words.say(await self._actions.run(action))
        return ExitStatus.DONE

    async def _all_records(self, topic: str) -> DeleteRecords:
        found = next((each for each in await self._topics() if each.name == topic), None)
        if found is None:
            raise _no("topic", topic)
        return DeleteRecords(topic, {partition.number: -1 for partition in found.partitions})

    def _confirm(self, action: ClusterAction) -> ExitStatus:
        """DONE once a person typed the name of what cannot be undone; read-only is refused without a question."""
        name = name_to_type(action)
        if not name or self._confirmed or self._actions.read_only:
            return ExitStatus.DONE
        typed = self._ask(f"Type {name} to {what_it_does(action)}: ")
        if typed is None:
            self._words.say("There is no terminal to ask at: give --yes to do it without a question.")
            return ExitStatus.WRONG_ARGUMENTS
        if typed.strip() != name:
            self._words.say(f"Nothing was done: {typed.strip()!r} is not {name}.")
            return ExitStatus.STATEMENT_FAILED
        return ExitStatus.DONE

    async def _read(self, request: ReadMessages) -> None:
        # What is written is not looked at again: one message is kept, the least that a browser keeps.
        browser = MessageBrowser(self._kafka.messages, request.reading, request.passing, limit=request.limit, kept=1)
        self._printer.opened(_MESSAGES)
        async for batch in browser.batches():
            self._printer.rows([_message_row(message, request) for message in batch])

    async def _produce(self, request: ProducePayments) -> ExitStatus:
        if self._actions.read_only:
            raise ActionRefused("Read-only: ksqltui sends no messages.", code="READ_ONLY")
        summary = DeliverySummary()
        self._printer.opened(_DELIVERIES)

        producing = asyncio.current_task()

        def reported(payment: bytes, delivery: Delivery) -> None:
            try:
                if not self._printer.is_gone:
                    self._printer.rows([_delivery_row(payment, delivery)])
            except ReaderGone:
                # Nobody reads the reports any more, as after `| head`: that ends the producing.
                if producing is not None:
                    producing.cancel()

        try:
            await produce_payments(self._kafka.sender, request.plan, summary, reported)
        except asyncio.CancelledError:
            if self._printer.is_gone:
                raise ReaderGone from None
            # ctrl+c is the usual way to end it: the summary is told all the same.
            self._printer.close()
            self._say_summary(summary)
            raise
        self._printer.close()
        self._say_summary(summary)
        return ExitStatus.STATEMENT_FAILED if summary.failed else ExitStatus.DONE

    def _say_summary(self, summary: DeliverySummary) -> None:
        self._words.say(
            f"({summary.words()})", *(f"{count} × {why}" for why, count in summary.by_problem.most_common())
        )

    def _print(self, *tables: EntityTable) -> None:
        for each in tables:
            self._printer.table(each)


def _no(kind: str, name: str) -> ActionRefused:
    return ActionRefused(
        f"There is no {kind} {name}.", code="NOT_FOUND", advice=f"`ksqltui {kind}s list` lists those that there are."
    )


def _message_row(message: Message, request: ReadMessages) -> Row:
    key, value = decoded(message.key, request.key_form), decoded(message.value, request.value_form)
    when = None if message.timestamp is None else f"{iso_time(message.timestamp)}Z"
    return Row((message.partition, message.offset, when, key.text, value.text))


def _delivery_row(payment: bytes, delivery: Delivery) -> Row:
    milliseconds = round(delivery.seconds * 1000)
    return Row((payment.decode(), delivery.partition, delivery.offset, milliseconds, delivery.problem or None))
