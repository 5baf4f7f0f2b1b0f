"""Owns what is known of a terminal, as a value, and the checks that follow from it; asks no terminal anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.model.check import Check, Verdict

FAR_AWAY = 0.15
"""Seconds from a question to the terminal's answer from which typing feels slow."""


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """What a terminal is and said. None where it was not asked, or did not answer.

    `echo` is the seconds from a question to the terminal's answer: what each key waits at least, over SSH too.
    """

    is_terminal: bool
    columns: int = 0
    rows: int = 0
    echo: float | None = None
    has_kitty_keys: bool | None = None
    has_clipboard: bool | None = None


def terminal_checks(facts: TerminalFacts, environment: Mapping[str, str]) -> list[Check]:
    """One line for each thing that the console needs of its terminal."""
    if not facts.is_terminal:
        return [
            Check(
                "terminal",
                Verdict.WARN,
                "standard input or output is none",
                "The console needs one; `ksqltui -e` and `-f` do not.",
            )
        ]
    checks = [_term(environment), _size(facts), _colours(environment), _multiplexer(environment)]
    checks += [_echo(facts), _keys(facts), _clipboard(facts, environment)]
    return [check for check in checks if check is not None]


def _term(environment: Mapping[str, str]) -> Check:
    term = environment.get("TERM", "")
    if term in ("", "dumb"):
        return Check("terminal", Verdict.FAIL, f"TERM is {term or 'not set'}", "Set TERM, such as xterm-256color.")
    where = " over SSH" if environment.get("SSH_CONNECTION") else ""
    return Check("terminal", Verdict.OK, f"TERM is {term}{where}")


def _size(facts: TerminalFacts) -> Check:
    said = f"{facts.columns}x{facts.rows}"
    if facts.columns < 60 or facts.rows < 16:
        return Check("size", Verdict.WARN, said, "Below 60x16 only the focused pane is shown; 80x24 shows them all.")
    return Check("size", Verdict.OK, said)


def _colours(environment: Mapping[str, str]) -> Check:
    if environment.get("NO_COLOR"):
        return Check("colours", Verdict.OK, "none, as NO_COLOR asks; signs and words carry what colours would")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Check("colours", Verdict.OK, "truecolor")
    if "256color" in environment.get("TERM", "") or environment.get("TERM", "").endswith("-direct"):
        return Check(
            "colours", Verdict.OK, "256; the theme ksqltui-256 is taken. COLORTERM=truecolor says that there are more"
        )
    return Check(
        "colours", Verdict.WARN, "16, as far as TERM tells", "Set TERM=xterm-256color if the terminal has more."
    )


def _multiplexer(environment: Mapping[str, str]) -> Check | None:
    if environment.get("TMUX"):
        return Check(
            "tmux",
            Verdict.OK,
            "inside tmux; copying needs `set -g set-clipboard on`, truecolor `set -as terminal-features ',*:RGB'`",
        )
    if environment.get("STY"):
        return Check("screen", Verdict.WARN, "inside GNU screen, which has no truecolor before 5.0", "tmux has it.")
    return None


def _echo(facts: TerminalFacts) -> Check:
    if facts.echo is None:
        return Check("key echo", Verdict.WARN, "the terminal did not answer", "Keys work; how quickly is not known.")
    said = f"{facts.echo * 1000:.0f} ms from here to the terminal and back"
    if facts.echo > FAR_AWAY:
        return Check("key echo", Verdict.WARN, said, "That is the way to you: `ssh -C` or `mosh` may feel better.")
    return Check("key echo", Verdict.OK, said)


def _keys(facts: TerminalFacts) -> Check:
    if facts.has_kitty_keys:
        return Check("keys", Verdict.OK, "all combinations, by the kitty protocol")
    return Check("keys", Verdict.OK, "the usual ones; ctrl+enter may be Enter: F5, ctrl+j and alt+enter run as well")


def _clipboard(facts: TerminalFacts, environment: Mapping[str, str]) -> Check:
    if facts.has_clipboard:
        return Check("clipboard", Verdict.OK, "the terminal says that it takes OSC 52")
    if environment.get("SSH_CONNECTION"):
        return Check(
            "clipboard",
            Verdict.WARN,
            "the terminal does not say that it takes OSC 52",
            "Most do all the same: copy a cell with Y and paste it. In iTerm2 allow it in the settings.",
        )
    return Check("clipboard", Verdict.OK, "OSC 52 or this machine's own tools")
