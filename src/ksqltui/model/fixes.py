"""Owns the quick fixes: from a refusal and its statement to a better one and why; knows no server and no screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from ksqltui.model.errors import KsqlError
from ksqltui.model.fix import Fix as Fix
from ksqltui.model.fix import made_fix as _fix
from ksqltui.model.name_fixes import name_fix, quote_reserved
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import add_emit_changes, add_window_bounds, drop_columns
from ksqltui.sql.diagnostics import NOTHING_KNOWN, KnownNames
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import CreateAsSelect, CreateSource

PARTITIONS = 3
"""How many partitions a topic gets that a fix creates: the lesson's number."""


def fix_for(error: KsqlError, statement: str, names: KnownNames = NOTHING_KNOWN) -> Fix | None:
    """The first of `fixes_for`, or None where we know none that is surely better."""
    return next(iter(fixes_for(error, statement, names)), None)


def fixes_for(error: KsqlError, statement: str, names: KnownNames = NOTHING_KNOWN) -> tuple[Fix, ...]:
    """The fixes for a refused statement, the most likely first: mostly one, and another where there are two ways out.

    `names` is what the server has, for a name that is nearly one of them.
    """
    made = (maker(error.message, statement) for maker in _MAKERS)
    first = next((fix for fix in made if fix is not None), None) or name_fix(error.message, statement, names)
    other = _without_record_columns(error.message, statement)
    return tuple(fix for fix in (first, other) if fix is not None)


def fix_for_hidden_window(statement: str) -> Fix | None:
    """The fix for a query whose rows have a window that its projection hides (QueryRun.hides_window)."""
    why = Told(
        "The table keeps one row per key and window, and the result shows the key alone. "
        "With WINDOWSTART and WINDOWEND in it, rows of different windows can be told apart and updated in place."
    )
    return _fix(Told("Add WINDOWSTART, WINDOWEND"), statement, add_window_bounds(statement), why)


_PULL_WHY = (
    (
        "GROUP BY",
        Told(
            "A pull query takes the rows that are in the stream now and ends. A group changes with every new row, so "
            "only a push query can follow it. To ask for a sum and be done, keep it in a table: CREATE TABLE … "
            "AS SELECT."
        ),
    ),
    (
        "HAVING",
        Told(
            "HAVING chooses among groups, and a group changes with every new row. A pull query takes what is there "
            "now and ends; a push query follows the groups as they change."
        ),
    ),
    (
        "WINDOW",
        Told(
            "A window fills while time goes on, so there is no one answer to take and be done. A push query follows "
            "the windows as they fill. To ask for them later, keep them in a table: CREATE TABLE … AS SELECT."
        ),
    ),
    (
        "PARTITION BY",
        Told(
            "PARTITION BY moves rows to other partitions as they come, which takes a running query. "
            "A pull query only reads what is there now."
        ),
    ),
    (
        "JOIN",
        Told(
            "A join matches rows as they arrive, which takes a running query. A pull query reads one stream or table "
            "as it is now. To ask for joined rows later, keep them in a table or a stream: CREATE … AS SELECT."
        ),
    ),
    (
        "the following columns",
        Told(
            "ROWPARTITION and ROWOFFSET belong to a record on its way through a query. A pull query does not give "
            "them; a push query does, from the moment it starts."
        ),
    ),
)
_OTHER_PULL_WHY = Told(
    "A pull query takes the rows that are there now and ends, and ksqlDB does not let it do this. "
    "A push query follows new rows until it is stopped."
)


def _emit_changes(message: str, statement: str) -> Fix | None:
    if "Add EMIT CHANGES" not in message:
        return None
    first_line = message.partition("\n")[0]
    why = next((reason for clause, reason in _PULL_WHY if clause in first_line), _OTHER_PULL_WHY)
    return _fix(Told("Add EMIT CHANGES"), statement, add_emit_changes(statement), why)


def _without_record_columns(message: str, statement: str) -> Fix | None:
    if "Pull queries don't support the following columns in SELECT" not in message:
        return None
    why = Told(
        "Without ROWPARTITION and ROWOFFSET it is a query that can be pulled: it gives the rows that are there now "
        "and ends."
    )
    return _fix(Told("Drop these columns"), statement, drop_columns(statement, _RECORD_COLUMNS), why)


_RECORD_COLUMNS = frozenset({"ROWPARTITION", "ROWOFFSET"})


def _semicolon(message: str, statement: str) -> Fix | None:
    if "missing ';' at '<EOF>'" not in message:
        return None
    why = Told("ksqlDB reads a statement up to its semicolon, the last one too.")
    text = statement.rstrip()
    # A comment at the end would swallow a semicolon on its line.
    fixed = f"{text}\n;" if "--" in text.rpartition("\n")[2] else f"{text};"
    return _fix(Told("Add the missing ;"), statement, fixed, why)


_UNKNOWN_STATEMENT = re.compile(r"Unknown statement '(?P<wrong>[^']+)'\nDid you mean '(?P<right>[^']+)'\?")


def _misspelt_statement(message: str, statement: str) -> Fix | None:
    found = _UNKNOWN_STATEMENT.search(message)
    if found is None:
        return None
    word = re.compile(rf"\b{re.escape(found['wrong'])}\b", re.IGNORECASE)
    fixed = word.sub(found["right"].replace("\\", r"\\"), statement, count=1)
    wrong, right = found["wrong"], found["right"]
    why = Told(
        "No statement of ksqlDB begins with {wrong}. {right} is the nearest word that one does.",
        wrong=wrong,
        right=right,
    )
    return _fix(Told("Write {word}", word=right), statement, fixed, why)


_MISSING_TOPIC = re.compile(r"Topic '(?P<topic>[^']+)' does not exist\.")


def _missing_topic(message: str, statement: str) -> Fix | None:
    found = _MISSING_TOPIC.search(message)
    if found is None or "'PARTITIONS'" not in message:
        return None
    try:
        node = parse_statement(statement)
    except KsqlSyntaxError:
        return None
    if not isinstance(node, CreateSource | CreateAsSelect) or not node.properties:
        return None
    end = node.properties[-1].span.end
    fixed = f"{statement[:end]}, PARTITIONS={PARTITIONS}{statement[end:]}"
    why = Told(
        "Kafka has no topic named {topic}, and ksqlDB creates one only when it is told how many partitions "
        "it has. If the topic should be there already, look at its spelling: names are case-sensitive.",
        topic=found["topic"],
    )
    return _fix(Told("Add PARTITIONS={count} and create the topic", count=PARTITIONS), statement, fixed, why)


_OTHER_TOPIC = re.compile(r"Could not find topic '.*Did you mean:\s+print (?P<topic>[^;\n]+);", re.DOTALL)
_PRINTED = re.compile(r"(?P<head>\bPRINT\s+)(?:'[^']*'|\"[^\"]*\"|`[^`]*`|[^\s;]+)", re.IGNORECASE)


def _other_topic(message: str, statement: str) -> Fix | None:
    found = _OTHER_TOPIC.search(message)
    if found is None:
        return None
    topic = found["topic"].strip("'\"`")
    fixed = _PRINTED.sub(lambda match: f"{match['head']}'{topic}'", statement, count=1)
    why = Told("Names of topics are case-sensitive, and Kafka has a topic named {topic}.", topic=topic)
    return _fix(Told("Print {topic}", topic=topic), statement, fixed, why)


_EMIT_FINAL = re.compile(r"\bEMIT(?P<space>\s+)FINAL\b", re.IGNORECASE)


def _final_without_window(message: str, statement: str) -> Fix | None:
    if not message.startswith("EMIT FINAL is only supported for windowed aggregations"):
        return None
    why = Told(
        "EMIT FINAL gives a window's result once, when the window closes. Without WINDOW nothing closes, "
        "so only EMIT CHANGES can tell how the groups stand."
    )
    return _fix(Told("Use EMIT CHANGES"), statement, _EMIT_FINAL.sub(r"EMIT\g<space>CHANGES", statement, count=1), why)


_MAKERS: tuple[Callable[[str, str], Fix | None], ...] = (
    _emit_changes,
    _semicolon,
    _misspelt_statement,
    _missing_topic,
    _other_topic,
    _final_without_window,
    quote_reserved,
)
