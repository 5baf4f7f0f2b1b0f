"""Owns what the command lines of `ksqltui stack` and `ksqltui doctor` may say; runs nothing."""

from __future__ import annotations

import argparse

from ksqltui.arguments import CommandParser, port_offset


def stack_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui stack`; `action` is the command's name."""
    parser = CommandParser(
        prog="ksqltui stack",
        description="The lesson's compose stack: 3 ZooKeepers, 3 Kafka brokers, Kafka UI, ksqlDB and its CLI.",
        epilog="Exit status: 0 done; 1 Docker or a service failed; 2 wrong arguments; 130 interrupted.",
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=CommandParser)

    def action(name: str, help: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".", allow_abbrev=False)
        _add_place(made)
        return made

    up = action("up", "check, start everything, and wait until ksqlDB answers")
    up.add_argument("--no-wait", action="store_true", help="do not wait for ksqlDB once the containers are healthy")
    down = action("down", "stop and remove the containers; topics stay")
    down.add_argument("--volumes", action="store_true", help="remove the topics and all other data too")
    down.add_argument("--yes", action="store_true", help="do not ask before data is removed")
    status = action("status", "show each service with its health")
    status.add_argument("-o", "--output", choices=("table", "json"), default="table", help="table or json (table)")
    logs = action("logs", "show the services' logs")
    logs.add_argument("services", nargs="*", metavar="SERVICE", help="whose log; all where none is named")
    logs.add_argument("-f", "--follow", action="store_true", help="go on with what comes")
    logs.add_argument("--tail", type=int, default=200, metavar="N", help="how many lines of each log (200)")
    restart = action("restart", "restart services, or all")
    restart.add_argument("services", nargs="*", metavar="SERVICE")
    config = action("config", "print the compose file as compose reads it")
    config.add_argument("--raw", action="store_true", help="print the file as it is written")
    execute = action("exec", "run a command in a service's container: exec SERVICE -- COMMAND")
    execute.add_argument("service", metavar="SERVICE")
    execute.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    return parser


def doctor_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui doctor`."""
    parser = CommandParser(
        prog="ksqltui doctor",
        description="Looks at what ksqltui needs: the terminal, Python, Docker, the stack's ports and images, the "
        "brokers and the ksqlDB server. Each line is ok, warn or fail, with what to do.",
        epilog="Exit status: 0 nothing failed; 1 something did; 2 wrong arguments.",
        allow_abbrev=False,
    )
    parser.add_argument("server", nargs="?", metavar="SERVER", help="URL, host:port or profile name, as for ksqltui")
    parser.add_argument("--bootstrap", metavar="HOST:PORT,...", help="the brokers (KSQLTUI_BOOTSTRAP)")
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="table or json (table)")
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    place = parser.add_argument_group("which stack")
    place.add_argument("--minimal", action="store_true", help="one broker without ZooKeeper, and ksqlDB")
    place.add_argument("--file", metavar="FILE", help="a compose file of your own")
    place.add_argument("--project", metavar="NAME", help="another name than the file's: a stack of your own beside it")
    place.add_argument(
        "--port-offset",
        type=port_offset,
        default=0,
        metavar="N",
        help="add N to each port of this machine, for a second stack",
    )
