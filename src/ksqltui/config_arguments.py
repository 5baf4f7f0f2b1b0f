"""Owns what the command line of `ksqltui config` may say; runs nothing."""

from __future__ import annotations

import argparse

from ksqltui.arguments import CommandParser, format_name


def config_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui config`."""
    parser = CommandParser(
        prog="ksqltui config",
        description="Shows, checks and begins the settings file. Secrets never show.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="action", metavar="COMMAND", required=True)
    show = commands.add_parser("show", help="every setting, its value and who gave it", allow_abbrev=False)
    show.add_argument("server", nargs="?", metavar="SERVER", help="as for `ksqltui SERVER`: a profile or an address")
    show.add_argument("-o", "--output", type=format_name, metavar="FORMAT", help="table, jsonl, csv ...")
    commands.add_parser("validate", help="reads the file and every profile in it; status 2 where one cannot be used")
    commands.add_parser("init", help="writes a settings file to begin with; never over one that is there")
    return parser
