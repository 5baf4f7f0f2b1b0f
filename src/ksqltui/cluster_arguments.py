"""Owns what the command line of `topics`, `groups` and `produce` may say, and which request it is; runs nothing."""

from __future__ import annotations

import argparse

from ksqltui.arguments import CommandParser, add_brokers, format_name, not_negative, pair, whole
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
from ksqltui.model.cluster_actions import (
    AddPartitions,
    AlterConfigs,
    CreateTopic,
    DeleteGroup,
    DeleteRecords,
    DeleteTopic,
    ElectPreferredLeaders,
    ResetOffsets,
)
from ksqltui.model.message_text import Form
from ksqltui.model.messages import MessageFilter, Reading
from ksqltui.model.positions import EARLIEST, Position, position_of
from ksqltui.model.sending import DEFAULT_RETRIES, Acks, SendSettings
from ksqltui.session.payments import INTERVAL, TOPIC, PaymentsPlan

_STATUS = "Exit status: 0 done; 1 refused; 2 wrong arguments; 3 brokers not reached; 130 interrupted."


def topics_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui topics`."""
    parser = _parser("topics", "Kafka's topics: look at them, make, alter and delete them, read their messages.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    command = _command(commands, "list", "every topic: partitions, replicas, messages, time of the last message")
    command.add_argument("--internal", action="store_true", help="Kafka's own topics too")
    command = _command(commands, "describe", "a topic's partitions, the configs set, the groups that read it")
    command.add_argument("topic", metavar="TOPIC")
    command.add_argument("--all-configs", action="store_true", help="those that nobody set too")
    command = _command(commands, "create", "make a topic", changes=True)
    command.add_argument("topic", metavar="TOPIC")
    command.add_argument("--partitions", type=whole, default=1, metavar="N", help="how many partitions (1)")
    command.add_argument("--replication-factor", type=whole, default=1, metavar="N", help="replicas of each (1)")
    _add_config(command)
    command = _command(commands, "alter", "add partitions, set and reset configs", changes=True)
    command.add_argument("topic", metavar="TOPIC")
    command.add_argument("--partitions", type=whole, metavar="N", help="how many partitions there are then")
    _add_config(command)
    command.add_argument(
        "--reset-config", action="append", default=[], metavar="NAME", help="back to the brokers' value; repeatable"
    )
    command = _command(commands, "delete", "delete a topic with its messages", changes=True, asks=True)
    command.add_argument("topic", metavar="TOPIC")
    command = _command(commands, "delete-records", "delete a topic's messages", changes=True, asks=True)
    command.add_argument("topic", metavar="TOPIC")
    command.add_argument(
        "--before",
        action="append",
        type=_partition_offset,
        default=[],
        metavar="PARTITION=OFFSET",
        help="only those before an offset; repeatable (all messages)",
    )
    _command(commands, "elect-leaders", "give every partition its preferred leader", changes=True)
    _add_messages(_command(commands, "messages", "read a topic's messages"))
    return parser


def groups_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui groups`."""
    parser = _parser("groups", "Kafka's consumer groups: their state and lag; set where they read on.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _command(commands, "list", "every group: state, members, lag")
    command = _command(commands, "describe", "where a group stands in each partition")
    command.add_argument("group", metavar="GROUP")
    command = _command(commands, "reset", "set where a group reads on", changes=True, asks=True)
    command.add_argument("group", metavar="GROUP")
    command.add_argument(
        "--to",
        type=_position,
        required=True,
        metavar="POSITION",
        help="earliest, latest, an offset, or a time like 2026-11-22T10:00:00Z",
    )
    command.add_argument(
        "--topic", action="append", default=[], dest="topics", metavar="TOPIC", help="only there; repeatable"
    )
    command.add_argument("--preview", action="store_true", help="show before and after, and change nothing")
    command = _command(commands, "delete", "delete a group with its offsets", changes=True, asks=True)
    command.add_argument("group", metavar="GROUP")
    return parser


def produce_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui produce`."""
    parser = _parser("produce", "The lesson's producer: payments as JSON, without a key, at an interval.")
    _add_connection(parser)
    parser.add_argument("--topic", default=TOPIC, metavar="TOPIC", help=f"where they go ({TOPIC})")
    parser.add_argument("--limit", type=whole, metavar="N", help="end after N payments (until ctrl+c)")
    parser.add_argument(
        "--interval", type=not_negative, default=INTERVAL, metavar="SECONDS", help=f"between two payments ({INTERVAL})"
    )
    parser.add_argument(
        "--acks", choices=[each.value for each in Acks], default=Acks.ALL.value, help="who must have it (all)"
    )
    parser.add_argument("--idempotence", action="store_true", help="no payment twice, none out of order (acks all)")
    parser.add_argument(
        "--retries", type=_retries, default=DEFAULT_RETRIES, metavar="N", help=f"of each payment ({DEFAULT_RETRIES})"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="make the payments the same each time")
    parser.set_defaults(command="produce")
    return parser


def request_of(told: argparse.Namespace) -> ClusterRequest:
    """What the arguments ask for. Raises ArgumentsError."""
    is_group = hasattr(told, "group")
    match told.command:
        case "list":
            return ListTopics(told.internal) if hasattr(told, "internal") else ListGroups()
        case "describe":
            return DescribeGroup(told.group) if is_group else DescribeTopic(told.topic, told.all_configs)
        case "create":
            action = CreateTopic(told.topic, told.partitions, told.replication_factor, dict(told.config))
            return Act((action,))
        case "alter":
            return _alter(told)
        case "delete":
            return Act((DeleteGroup(told.group) if is_group else DeleteTopic(told.topic),))
        case "delete-records":
            return Act((DeleteRecords(told.topic, dict(told.before)),))
        case "elect-leaders":
            return Act((ElectPreferredLeaders(),))
        case "reset":
            reset = ResetOffsets(told.group, told.to, tuple(told.topics))
            return PreviewReset(reset) if told.preview else Act((reset,))
        case "messages":
            return _messages(told)
        case _:
            return _produce(told)


def _alter(told: argparse.Namespace) -> ClusterRequest:
    actions: list[AddPartitions | AlterConfigs] = []
    if told.config or told.reset_config:
        actions.append(AlterConfigs(told.topic, dict(told.config), tuple(told.reset_config)))
    if told.partitions is not None:
        actions.append(AddPartitions(told.topic, told.partitions))
    if not actions:
        told.parser.error("nothing to alter: give --partitions, --config or --reset-config")
    return Act(tuple(actions))


def _messages(told: argparse.Namespace) -> ClusterRequest:
    reading = Reading(told.topic, told.start, told.newest, told.follow, tuple(told.partitions))
    passing = MessageFilter(told.key_contains, told.value_contains, dict(told.fields))
    return ReadMessages(reading, passing, told.limit, _form(told.key_form), _form(told.value_form))


def _produce(told: argparse.Namespace) -> ClusterRequest:
    acks = Acks(told.acks)
    if told.idempotence and acks is not Acks.ALL:
        told.parser.error("--idempotence needs --acks all: a message that was not waited for cannot be told apart")
    if told.idempotence and not told.retries:
        told.parser.error("--idempotence needs --retries of 1 or more")
    how = SendSettings(acks, told.idempotence, told.retries)
    return ProducePayments(PaymentsPlan(told.topic, told.limit, told.interval, told.seed, how))


def _parser(name: str, description: str) -> CommandParser:
    parser = CommandParser(prog=f"ksqltui {name}", description=description, epilog=_STATUS, allow_abbrev=False)
    parser.set_defaults(parser=parser)
    return parser


def _command(
    commands: argparse._SubParsersAction[CommandParser],
    name: str,
    does: str,
    *,
    changes: bool = False,
    asks: bool = False,
) -> CommandParser:
    parser = commands.add_parser(
        name, help=does, description=does.capitalize() + ".", epilog=_STATUS, allow_abbrev=False
    )
    parser.set_defaults(parser=parser)
    _add_connection(parser)
    if changes:
        parser.add_argument("--read-only", action="store_true", help="refuse it (KSQLTUI_READ_ONLY)")
    if asks:
        parser.add_argument("--yes", action="store_true", help="do not ask for the name to be typed")
    return parser


def _add_connection(parser: argparse.ArgumentParser) -> None:
    add_brokers(parser)
    parser.add_argument("--profile", metavar="NAME", help="a profile of the settings, for its brokers")
    parser.add_argument("-o", "--output", type=format_name, metavar="FORMAT", help="as in one-shot mode")


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config", action="append", type=pair, default=[], metavar="NAME=VALUE", help="set a config; repeatable"
    )


def _add_messages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", metavar="TOPIC")
    parser.add_argument(
        "--from",
        dest="start",
        type=_position,
        default=EARLIEST,
        metavar="POSITION",
        help="earliest, latest, an offset, or a time like 2026-11-22T10:00:00Z (earliest)",
    )
    parser.add_argument("--newest", type=whole, metavar="N", help="the newest N of each partition instead")
    parser.add_argument("--follow", action="store_true", help="wait for new messages at the end")
    parser.add_argument("--limit", type=whole, metavar="N", help="end after N messages")
    parser.add_argument(
        "--partition",
        dest="partitions",
        action="append",
        type=_number,
        default=[],
        metavar="N",
        help="repeatable (all)",
    )
    parser.add_argument("--key-contains", default="", metavar="TEXT", help="only messages whose key holds a text")
    parser.add_argument("--value-contains", default="", metavar="TEXT", help="only those whose value holds a text")
    parser.add_argument(
        "--where",
        dest="fields",
        action="append",
        type=pair,
        default=[],
        metavar="PATH=TEXT",
        help="only those with this at a JSON path of the value, like $.name=Bob; repeatable",
    )
    for part in ("key", "value"):
        parser.add_argument(
            f"--{part}-form",
            choices=[form.value.replace(" ", "-") for form in Form],
            default=Form.AUTO.value,
            help=f"how the {part} is read (auto)",
        )


def _position(text: str) -> Position:
    try:
        return position_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _partition_offset(text: str) -> tuple[int, int]:
    name, value = pair(text)
    return _number(name), _number(value)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def _retries(text: str) -> int:
    number = _number(text)
    if number > 2_147_483_647:
        raise argparse.ArgumentTypeError(f"{text} is more than the client counts to")
    return number


def _form(text: str) -> Form:
    return Form(text.replace("-", " "))
