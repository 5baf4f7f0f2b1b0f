"""Owns what the command line may say, our own flags and the official CLI's; runs nothing."""

from __future__ import annotations

import argparse
import math
from typing import Any, NoReturn

from ksqltui.headless.script import ScriptSource, SourceType

FORMATS = ("table", "vertical", "json", "jsonl", "csv", "tsv", "markdown")
_OFFICIAL_FORMATS = {"TABULAR": "table", "JSON": "json"}
"""As `model.writers.protocol` has them, which is too much to load for `--help`."""

DEFAULT_PORT = 8088
DEFAULT_RATE = 2.0
"""Payments a second, as the lesson's producer sends them."""
DEFAULT_SPEED = 1.0


class ArgumentsError(Exception):
    """Arguments that cannot be used; the message says which, why and what to write."""


class CommandParser(argparse.ArgumentParser):
    """argparse's own, but a wrong argument is an exception and not an exit."""

    def error(self, message: str) -> NoReturn:
        raise ArgumentsError(f"{message}. `{self.prog} --help` shows what can be written.")


class _AddSource(argparse.Action):
    """Keeps -e and -f in the order in which they were written."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        kind = SourceType.FILE if option in ("-f", "--file") else SourceType.TEXT
        namespace.sources = [*namespace.sources, ScriptSource(kind, str(values))]


def console_parser(version: str) -> argparse.ArgumentParser:
    """The parser of `ksqltui` without a command."""
    parser = CommandParser(
        prog="ksqltui",
        description="A console for ksqlDB: SQL with highlighting, live results that update in place. "
        "With -e or -f it runs the statements without a screen: data on standard output, words on standard error.",
        epilog="`ksqltui sandbox` serves the embedded engine alone. Exit status: 0 done; 1 a statement failed; "
        "2 wrong arguments; 3 server not reached or lost; 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ksqltui {version}")
    parser.add_argument(
        "server",
        nargs="?",
        metavar="SERVER",
        help="URL, host:port, several with commas, or profile name (KSQLTUI_SERVER, then the settings, then http://localhost:8088)",
    )
    _add_session(parser)
    _add_one_shot(parser)
    sandbox = parser.add_argument_group("the embedded engine, in place of a server")
    sandbox.add_argument("--sandbox", action="store_true", help="start it, in memory, with the lesson's payments")
    _add_engine(sandbox)
    return parser


def sandbox_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui sandbox`."""
    parser = CommandParser(
        prog="ksqltui sandbox",
        description="Serves the embedded engine alone, on this machine only, as ksqlDB's REST interface.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="PORT", help="where it listens (8088); 0 takes a free one"
    )
    parser.add_argument("--end-with-parent", action="store_true", help=argparse.SUPPRESS)
    _add_engine(parser)
    parser.set_defaults(rate=DEFAULT_RATE, speed=DEFAULT_SPEED)
    return parser


def _add_session(parser: argparse.ArgumentParser) -> None:
    session = parser.add_argument_group("the session")
    session.add_argument("-u", "--user", metavar="NAME", help="user for basic authentication (KSQLTUI_USER)")
    session.add_argument("-p", "--password", metavar="TEXT", help="its password; KSQLTUI_PASSWORD hides it better")
    _add_security(parser.add_argument_group("who asks, and whom to trust"))
    session.add_argument("--theme", metavar="NAME", help="theme of the screens (KSQLTUI_THEME)")
    session.add_argument("--lang", metavar="CODE", help="language of the screens: en or ru (KSQLTUI_LANG)")
    session.add_argument("--read-only", action="store_true", help="refuse statements that change the server")
    session.add_argument(
        "--set",
        dest="properties",
        action="append",
        type=pair,
        default=[],
        metavar="PROPERTY=VALUE",
        help="set a property of the session, as SET does",
    )
    session.add_argument(
        "-d",
        "--define",
        dest="variables",
        action="append",
        type=pair,
        default=[],
        metavar="NAME=VALUE",
        help="define a variable, as DEFINE does",
    )
    session.add_argument("--config-file", metavar="FILE", help="properties of the session from a .properties file")
    session.add_argument("--show-config", action="store_true", help="tell every setting and who gave it, then end")
    add_brokers(session)
    session.add_argument(
        "--from",
        dest="read_from",
        choices=("earliest", "latest"),
        help="where push queries begin (auto.offset.reset)",
    )


def _add_security(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--password-command", metavar="COMMAND", help="a command that prints the password (KSQLTUI_PASSWORD_COMMAND)"
    )
    group.add_argument(
        "--keyring", action="store_true", help="take the password from the system's keyring (KSQLTUI_KEYRING)"
    )
    group.add_argument("--token", metavar="TEXT", help="bearer token in place of a user; KSQLTUI_TOKEN hides it better")
    group.add_argument("--ca-file", metavar="PEM", help="authorities to trust, not the system's (KSQLTUI_CA_FILE)")
    group.add_argument("--client-cert", metavar="PEM", help="certificate to show to the server (KSQLTUI_CLIENT_CERT)")
    group.add_argument("--client-key", metavar="PEM", help="its key, where not in it (KSQLTUI_CLIENT_KEY)")
    group.add_argument(
        "--insecure", action="store_true", help="take any certificate for any host name (KSQLTUI_INSECURE)"
    )
    group.add_argument(
        "--http2", action="store_true", help="speak HTTP/2 where the server does, in clear too (KSQLTUI_HTTP2)"
    )


def add_brokers(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--bootstrap",
        metavar="HOST:PORT,...",
        help="the Kafka brokers (KSQLTUI_BOOTSTRAP, then the settings, then port 9092 of ksqlDB's host)",
    )
    group.add_argument(
        "--command-config",
        metavar="FILE",
        help="properties of the Kafka client, for SASL and TLS (KSQLTUI_COMMAND_CONFIG)",
    )


def _add_one_shot(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(sources=[], reads_input=False)
    one_shot = parser.add_argument_group("one-shot mode")
    one_shot.add_argument(
        "-e", "--execute", action=_AddSource, dest="sources", metavar="SQL", help="run statements and end; repeatable"
    )
    one_shot.add_argument(
        "-f",
        "--file",
        action=_AddSource,
        dest="sources",
        metavar="FILE",
        help="run a file (- is standard input; where that is no terminal, it is read without -f too)",
    )
    one_shot.add_argument(
        "-o",
        "--output",
        type=format_name,
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (table on a terminal, jsonl otherwise)",
    )
    one_shot.add_argument("--no-header", action="store_true", help="leave out the line of column names")
    one_shot.add_argument("--null", metavar="TEXT", help="what stands for null, but for json and jsonl")
    views = one_shot.add_mutually_exclusive_group()
    views.add_argument(
        "--changelog", action="store_true", help="begin each row with its change (+ ~ -) and their count for its key"
    )
    views.add_argument("--table", action="store_true", help="write the newest row of each key once the query has ended")
    one_shot.add_argument("--no-pager", action="store_true", help="write long answers past the pager, on a terminal")
    one_shot.add_argument(
        "--limit",
        "--query-row-limit",
        dest="row_limit",
        type=whole,
        metavar="N",
        help="end each streaming query after N rows",
    )
    one_shot.add_argument(
        "--timeout", dest="seconds", type=positive, metavar="SECONDS", help="end each streaming query after a time"
    )
    one_shot.add_argument(
        "--query-timeout", dest="seconds", type=_milliseconds, metavar="MS", help="the same in milliseconds"
    )
    one_shot.add_argument(
        "--wait",
        type=not_negative,
        metavar="SECONDS",
        help="wait so long for a server that is away or starting (60 for a starting one)",
    )
    one_shot.add_argument(
        "--on-error", choices=("stop", "continue"), default="stop", help="what a script does after an error (stop)"
    )


def _add_engine(group: argparse._ActionsContainer) -> None:
    group.add_argument("--seed", type=_integer, metavar="N", help="make the payments the same each time")
    group.add_argument("--rate", type=not_negative, metavar="R", help="payments a second (2)")
    group.add_argument("--speed", type=positive, metavar="X", help="let the clock run X times as fast (1)")


def format_name(text: str) -> str:
    name = _OFFICIAL_FORMATS.get(text, text)
    if name not in FORMATS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a format; there are {', '.join(FORMATS)}")
    return name


def pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} must be written NAME=VALUE")
    return name.strip(), value


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number that can be waited for")
    return number


def positive(text: str) -> float:
    number = _number(text)
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{text} must be more than 0")
    return number


def not_negative(text: str) -> float:
    number = _number(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} must be 0 or more")
    return number


def _milliseconds(text: str) -> float:
    return positive(text) / 1000


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def whole(text: str) -> int:
    number = _integer(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} must be 1 or more")
    return number


def _port(text: str) -> int:
    number = _integer(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port (0 to 65535)")
    return number


def port_offset(text: str) -> int:
    """What is added to every port of a stack, so that two fit on one machine."""
    number = _integer(text)
    if not 0 <= number <= 50_000:
        raise argparse.ArgumentTypeError(f"{text} must be from 0 to 50000")
    return number
