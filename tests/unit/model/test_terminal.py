"""What the doctor says of a terminal: a warning where something will be missed, and what to do."""

from __future__ import annotations

import pytest

from ksqltui.model.check import Check, Verdict
from ksqltui.model.terminal import TerminalFacts, terminal_checks

GOOD = TerminalFacts(is_terminal=True, columns=120, rows=36, echo=0.004, has_kitty_keys=True, has_clipboard=True)
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def by_name(facts: TerminalFacts, **environment: str) -> dict[str, Check]:
    return {check.name: check for check in terminal_checks(facts, {**ENVIRONMENT, **environment})}


def test_a_good_terminal_has_no_warning() -> None:
    checks = by_name(GOOD)
    assert {check.verdict for check in checks.values()} == {Verdict.OK}
    assert checks["key echo"].said == "4 ms from here to the terminal and back"


@pytest.mark.parametrize(
    ("facts", "environment", "name", "verdict", "says"),
    [
        (GOOD, {"TERM": "dumb"}, "terminal", Verdict.FAIL, "TERM is dumb"),
        (GOOD, {"NO_COLOR": "1"}, "colours", Verdict.OK, "NO_COLOR"),
        (GOOD, {"COLORTERM": ""}, "colours", Verdict.OK, "ksqltui-256"),
        (GOOD, {"COLORTERM": "", "TERM": "vt100"}, "colours", Verdict.WARN, "16"),
        (GOOD, {"TMUX": "/tmp/t"}, "tmux", Verdict.OK, "set-clipboard"),
        (GOOD, {"SSH_CONNECTION": "a b"}, "terminal", Verdict.OK, "over SSH"),
        (TerminalFacts(is_terminal=True, columns=50, rows=10), {}, "size", Verdict.WARN, "50x10"),
        (TerminalFacts(is_terminal=True), {}, "key echo", Verdict.WARN, "did not answer"),
        (TerminalFacts(is_terminal=True, echo=0.4), {}, "key echo", Verdict.WARN, "400 ms"),
        (TerminalFacts(is_terminal=True), {"SSH_CONNECTION": "a b"}, "clipboard", Verdict.WARN, "OSC 52"),
        (TerminalFacts(is_terminal=False), {}, "terminal", Verdict.WARN, "is none"),
    ],
)
def test_what_will_be_missed_is_said(
    facts: TerminalFacts, environment: dict[str, str], name: str, verdict: Verdict, says: str
) -> None:
    check = by_name(facts, **environment)[name]
    assert check.verdict is verdict
    assert says in check.said
    assert check.fix or verdict is Verdict.OK or name == "key echo"
