"""The commands that no server sees are read as the official CLI reads them, and end with their line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sql import client_commands as c
from ksqltui.sql.completion import completion_context
from ksqltui.sql.diagnostics import Severity, diagnose
from ksqltui.sql.layout import lay_out_script
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.splitter import split, split_again

READ = {
    "help": c.Help(),
    "HELP 'spool';": c.Help("spool"),
    "Clear;": c.Clear(),
    "EXIT": c.Exit(),
    "quit;": c.Exit(),
    "history": c.ListHistory(),
    " version ; ": c.Version(),
    "OUTPUT": c.Output(),
    "output JSON;": c.Output("JSON"),
    "SERVER": c.Server(),
    "server http://ksqldb-server:8088;": c.Server("http://ksqldb-server:8088"),
    "server 'lab';": c.Server("lab"),
    "REQUEST-PIPELINING": c.RequestPipelining(),
    "request-pipelining on;": c.RequestPipelining(True),
    "RUN SCRIPT '/tmp/it''s here.sql';": c.RunScript("/tmp/it's here.sql"),
    "run  script my.sql": c.RunScript("my.sql"),
    "SPOOL OFF;": c.Spool(None),
    "spool 'off'": c.Spool("off"),
    'spool "a b.txt"': c.Spool("a b.txt"),
    "SET CLI WRAP off;": c.SetWrap(False),
    "set cli column-width 20": c.SetColumnWidth(20),
    "SET CLI COLUMN-WIDTH 0": c.SetColumnWidth(0),
}


@pytest.mark.parametrize("text", READ)
def test_commands_are_read_in_any_case_with_and_without_a_semicolon(text: str) -> None:
    assert c.client_command(text) == READ[text]
    assert diagnose(text) == ()
    assert lay_out_script(text).strip() == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR me;",
        "REQUEST-PIPELINING maybe",
        "RUN SCRIPT;",
        "SPOOL",
        "SET CLI WRAP;",
        "SET CLI COLUMN-WIDTH 1",
        "SET CLI COLUMN-WIDTH -3",
        "SET CLI COLUMN-WIDTH 20000",
        "SET CLI COLOUR ON",
        "OUTPUT two words",
    ],
)
def test_what_does_not_fit_says_how_it_is_written(text: str) -> None:
    with pytest.raises(c.ClientCommandError, match="it is written"):
        c.client_command(text)
    (told,) = diagnose(text)
    assert (told.start, told.severity) == (0, Severity.ERROR)


@pytest.mark.parametrize(
    "text",
    [
        "SET 'auto.offset.reset'='earliest';",
        "SHOW VARIABLES;",
        "SELECT server, version FROM output;",
        "DESCRIBE history;",
        "PRINT spool;",
    ],
)
def test_sql_is_none_of_them(text: str) -> None:
    assert c.client_command(text) is None
    parse_statement(text)


def test_they_are_completed_where_a_statement_begins() -> None:
    assert "SPOOL" in completion_context("SHOW STREAMS; sp", 16).keywords
    assert "RUN SCRIPT" in completion_context("run", 3).keywords
    assert "SPOOL" not in completion_context("SELECT sp", 9).keywords
    unended = "spool a\nhelp\nset cli wrap on\n"
    assert "SPOOL" in completion_context(f"{unended}sp", len(unended) + 2).keywords
    assert "SELECT" in completion_context(f"{unended}sel", len(unended) + 3).keywords


def test_a_command_ends_with_its_line_and_sql_does_not() -> None:
    script = "SPOOL /tmp/a.txt -- the file\nSELECT *\nFROM s;\nset cli wrap off\nCLEAR; SET\n'a'='b';\nEXIT"
    assert [each.text for each in split(script)] == [
        "SPOOL /tmp/a.txt",
        "SELECT *\nFROM s;",
        "set cli wrap off",
        "CLEAR;",
        "SET\n'a'='b';",
        "EXIT",
    ]


LINES = st.lists(st.sampled_from(["HELP", "SPOOL a", "SELECT", "a;", "SET", "CLI WRAP ON", "", "RUN", "SCRIPT x"]))


@given(LINES, LINES, LINES, LINES)
def test_a_changed_script_splits_as_if_it_were_new(
    before: list[str], old: list[str], new: list[str], behind: list[str]
) -> None:
    old_text, text = "\n".join([*before, *old, *behind]), "\n".join([*before, *new, *behind])
    same_start = sum(len(line) + 1 for line in before)
    same_end = sum(len(line) + 1 for line in behind) - 1 if behind else 0
    found = split_again(
        split(old_text),
        text,
        min(same_start, len(text)),
        max(0, min(same_end, len(text) - same_start, len(old_text) - same_start)),
        len(text) - len(old_text),
        len(new) - len(old),
    )
    assert found == split(text)
