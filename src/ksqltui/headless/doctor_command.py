"""Owns how `ksqltui doctor` shows its checks, as a table or as JSON; checks nothing itself."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import TextIO

from ksqltui.headless.runner import ExitStatus
from ksqltui.model.check import Check, Verdict
from ksqltui.model.writers.text import shown_text

INDENT = 8
"""Cells of the verdict and of the gaps around the check's name."""
_COLOURS = {Verdict.OK: "32", Verdict.WARN: "33", Verdict.FAIL: "31"}


def show_checks(
    checks: Sequence[Check], output: str, out: TextIO, *, in_colour: bool, columns: int | None
) -> ExitStatus:
    """Writes a line for each check, its fix under it, and how many are not well; status 1 where one failed.

    What is longer than `columns` goes on under its beginning; None wraps nothing.
    """
    if output == "json":
        told = [
            {"check": check.name, "verdict": check.verdict.value, "said": check.said, "fix": check.fix or None}
            for check in checks
        ]
        out.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        width = max((len(check.name) for check in checks), default=0)
        for check in checks:
            head = f"{_word(check.verdict, in_colour=in_colour)}  {check.name.ljust(width)}  "
            out.write(head + _wrapped(check.said, width + INDENT, columns))
            if check.fix and check.verdict is not Verdict.OK:
                out.write(" " * (width + INDENT) + _wrapped(check.fix, width + INDENT, columns))
        out.write(f"\n{_summary(checks)}\n")
    out.flush()
    has_failed = any(check.verdict is Verdict.FAIL for check in checks)
    return ExitStatus.STATEMENT_FAILED if has_failed else ExitStatus.DONE


def _wrapped(text: str, indent: int, columns: int | None) -> str:
    shown = shown_text(text)
    if columns is None or columns < indent + 20:
        return f"{shown}\n"
    lines = textwrap.wrap(shown, columns - indent, break_long_words=False, break_on_hyphens=False)
    return ("\n" + " " * indent).join(lines) + "\n"


def _word(verdict: Verdict, *, in_colour: bool) -> str:
    word = verdict.value.ljust(4)
    return f"\x1b[{_COLOURS[verdict]}m{word}\x1b[0m" if in_colour else word


def _summary(checks: Sequence[Check]) -> str:
    counts = {verdict: sum(check.verdict is verdict for check in checks) for verdict in Verdict}
    return ", ".join(f"{count} {verdict.value}" for verdict, count in counts.items() if count)
