"""Owns what the command line of `ksqltui replay` may say; runs nothing."""

from __future__ import annotations

import argparse

from ksqltui.arguments import FORMATS, CommandParser, format_name, positive, whole


def replay_parser() -> argparse.ArgumentParser:
    """The parser of `ksqltui replay`."""
    parser = CommandParser(
        prog="ksqltui replay",
        description="Plays a recorded query: in a terminal as a live table, without a server; with -o, or without a "
        "terminal, as rows on standard output, at once.",
        epilog="Exit status: 0 all was replayed; 1 the file is damaged or its query had failed; 2 wrong arguments or "
        "no such file; 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", help="what R in the results recorded")
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--speed", type=positive, metavar="X", help="play X times as fast as it was recorded (1)")
    pace.add_argument("--step", action="store_true", help="begin paused: Space plays the next row")
    parser.add_argument(
        "-o",
        "--output",
        type=format_name,
        metavar="FORMAT",
        help=f"write the rows: {', '.join(FORMATS)} (jsonl where there is no terminal)",
    )
    parser.add_argument("--limit", dest="row_limit", type=whole, metavar="N", help="end after N rows")
    parser.add_argument("--theme", metavar="NAME", help="theme of the screens (KSQLTUI_THEME)")
    parser.add_argument("--lang", metavar="CODE", help="language of the screens: en or ru (KSQLTUI_LANG)")
    return parser
