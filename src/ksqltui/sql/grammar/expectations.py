"""Owns how ksqlDB words what it expected instead of a token; knows neither tokens nor grammar."""

from __future__ import annotations

from ksqltui.sql.keywords import COMMANDS

_MOST_SHOWN = 3


def explain_mismatch(expected: tuple[str, ...], *, at_end: bool) -> str:
    """The detail for a token that does not fit.

    `expected` are the alternatives as ksqlDB shows them, empty for a list too long to show. ksqlDB counts the pieces
    between commas, so that a list with the alternative ',' in it counts one more; a list of over three is not shown.
    """
    if at_end:
        return "Syntax error at or near \";\"\n'}', ']', or ')' is missing"
    if not expected:
        return ""
    ordered = sorted(expected, key=_token_order)
    shown = ordered[0] if len(ordered) == 1 else "{" + ", ".join(ordered) + "}"
    return f"Expecting {shown}" if shown.count(",") < _MOST_SHOWN else ""


def _token_order(shown: str) -> tuple[int, str]:
    """Signs come before words, and named kinds of token (STRING) come last, as in ksqlDB's list of tokens."""
    if not shown.startswith("'"):
        return (2, "")
    return (0, shown) if not shown[1].isalpha() else (1, "")


def nearest_command(word: str) -> str:
    """The command with the least edit distance to `word`; the first in ksqlDB's order where several are as near."""
    target = word.upper()
    return min(COMMANDS, key=lambda command: _edit_distance(command, target))


def _edit_distance(left: str, right: str) -> int:
    previous = list(range(len(right) + 1))
    for row, left_letter in enumerate(left, start=1):
        current = [row]
        for column, right_letter in enumerate(right, start=1):
            replaced = previous[column - 1] + (left_letter != right_letter)
            current.append(min(previous[column] + 1, current[column - 1] + 1, replaced))
        previous = current
    return previous[-1]
