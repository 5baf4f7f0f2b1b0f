"""Owns what HELP tells: each client command in a line, and the statements of the session; carries none of them out."""

from __future__ import annotations

from ksqltui.model.entity_table import EntityTable, table
from ksqltui.speech.speech import Told
from ksqltui.sql.client_commands import USAGE

_LINES: tuple[tuple[str, str], ...] = (
    (USAGE["HELP"], Told("these commands, or those with a word in them")),
    (USAGE["CLEAR"], Told("clears the screen: results that have ended go")),
    (USAGE["EXIT"], Told("ends the session, as QUIT does")),
    (USAGE["HISTORY"], Told("what was run before")),
    (USAGE["VERSION"], Told("versions of ksqltui and of the server")),
    (USAGE["OUTPUT"], Told("which format results are written in, or another one from now on")),
    (USAGE["SERVER"], Told("which server is asked, or another one from now on")),
    (USAGE["REQUEST-PIPELINING"], Told("whether a statement goes out before the one before it was carried out")),
    (USAGE["RUN SCRIPT"], Told("runs the statements of a file as if they stood here")),
    (USAGE["SPOOL"], Told("writes results to a file besides, until it is off")),
    (USAGE["SET CLI WRAP"], Told("whether a cell too wide for its column goes on below, or is cut")),
    (USAGE["SET CLI COLUMN-WIDTH"], Told("cells of every column of a table, 0 for as wide as the data")),
    ("SET 'property'='value'", Told("a property of this session, sent with every statement")),
    ("UNSET 'property'", Told("takes a property back")),
    ("DEFINE name='value'", Told("what ${name} stands for in statements from now on")),
    ("UNDEFINE name", Told("takes a variable back")),
    ("SHOW VARIABLES", Told("what is defined")),
)


def help_table(topic: str) -> EntityTable:
    """The commands with `topic` in their line, all of them for an empty one."""
    wanted = topic.upper()
    rows = [line for line in _LINES if wanted in f"{line[0]} {line[1]}".upper()]
    return table("", ("command", "what it does"), rows)
