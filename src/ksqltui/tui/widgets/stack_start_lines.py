"""Owns what the way up of a stack says, line by line; knows no screen and no key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ksqltui.model.check import Verdict
from ksqltui.model.duration import span
from ksqltui.model.stack import LogLine
from ksqltui.model.stack_progress import ServiceProgress, Step, StepProgress, StepState
from ksqltui.session.stack_start import StackStart, StartState
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.words import Line, Word, cells, said, wrapped

INDENT = 4
BAR_WIDTH = 8
HEALTH_TIME = 40.0
"""Seconds that the bar of a health check takes to fill: what a broker needs at most on a laptop."""
COLUMNS = (Told("pull"), Told("create"), Told("starting up"), Told("health"))
WIDTHS = (12, 10, 13, 16)
STATES: Mapping[StartState, str] = {
    StartState.CHECKING: Told("Looking at Docker, ports, memory and disk"),
    StartState.STARTING: Told("Starting the stack"),
    StartState.WAITING: Told("Waiting for ksqlDB"),
    StartState.READY: Told("The stack is up"),
    StartState.FAILED: Told("The stack did not start"),
    StartState.STOPPED: Told("Stopped by you"),
}
LEVELS: Mapping[str, str] = {"WARN": "warning", "ERROR": "error", "FATAL": "error"}


def summary_lines(start: StackStart, now: float, width: int, say: Speech = ENGLISH) -> list[Line]:
    """How much is healthy, since when, and a bar of all that is done."""
    took = span((start.ended or now) - start.began)
    progress = start.progress
    room = max(10, width - 2 * INDENT)
    if progress is None:
        return [(Word(" " * INDENT), Word(took, "muted")), (), _bar(0.0, room)]
    count = say("{up} of {count} healthy", up=progress.up, count=len(progress.services))
    words = [Word(" " * INDENT), Word(count, "foreground", bold=True)]
    words.append(Word("   " + say("{time} so far", time=took) if start.is_live else f"   {took}"))
    waits: list[Line] = [()]
    if start.waits_for and start.is_live:
        indent = Word(" " * INDENT)
        waits = wrapped([indent, *said(say(start.waits_for), "warning")], width - 2, indent=(indent,))
    return [tuple(words), *waits, _bar(progress.share, room)]


def service_lines(
    start: StackStart, now: float, cursor: int, width: int, glyphs: Glyphs = UNICODE, say: Speech = ENGLISH
) -> list[Line]:
    """A table of the services: when each was pulled, created, started and healthy, and what it says."""
    progress = start.progress
    if progress is None:
        return []
    names = max((len(each.service) for each in progress.services.values()), default=0) + 3
    shown = _columns_within(width, names)
    head = " " * (INDENT + 2) + say("service").ljust(names)
    head += "".join(say(name).ljust(room) for name, room in list(zip(COLUMNS, WIDTHS, strict=True))[-shown:])
    if width >= 96:
        head += say("what it says")
    lines: list[Line] = [(Word(head, "faint"),)]
    for at, each in enumerate(progress.services.values()):
        plane = "panel" if at == cursor else "surface"
        glyph, colour = _sign(each, glyphs)
        words = [
            Word(glyphs.bar if at == cursor else " ", "accent", plane=plane),
            Word(" " * (INDENT - 1), plane=plane),
            Word(glyph + " ", colour, plane=plane),
            Word(each.service.ljust(names), "foreground" if glyph != glyphs.away else "muted", plane=plane),
        ]
        for step, room in list(zip(Step, WIDTHS, strict=True))[-shown:]:
            cell = _cell(each.step(step), step, now, say)
            words += [Word(word.text, word.colour, word.bold, plane=plane) for word in cell]
            words.append(Word(" " * max(1, room - cells(cell)), plane=plane))
        if width >= 96 and each.note:
            words += [Word(word.text, word.colour, plane=plane) for word in said(say(each.note), _note_colour(each))]
        lines.append(tuple(words))
    return lines


def trouble_lines(start: StackStart, width: int, glyphs: Glyphs = UNICODE, say: Speech = ENGLISH) -> list[Line]:
    """The checks that were not well, or the error, whole, with what to do."""
    indent = Word(" " * INDENT)
    lines: list[Line] = []

    def tell(glyph: str, colour: str, message: str, advice: str) -> None:
        under = (Word(" " * (INDENT + 2)),)
        for part in say(message).strip().split("\n"):
            lines.extend(wrapped([indent, Word(glyph, colour), *said(part, "foreground")], width - 2, indent=under))
            glyph = "  "
        if advice:
            lines.extend(wrapped([*under, *said(say(advice), "muted")], width - 2, indent=under))

    checks = start.checks.checks if start.checks is not None else ()
    for check in checks:
        if check.verdict is Verdict.FAIL:
            tell(f"{glyphs.failed} ", "error", check.said, check.fix)
        elif check.verdict is Verdict.WARN and start.state in (StartState.CHECKING, StartState.FAILED):
            tell(f"{glyphs.warning} ", "warning", check.said, check.fix)
    if start.error is not None and not (start.checks is not None and start.checks.failed):
        tell(f"{glyphs.failed} ", "error", start.error.message, start.error.advice)
    return lines


def log_lines(service: str, log: Sequence[LogLine], say: Speech = ENGLISH) -> list[Line]:
    """The last lines of a service's log, its name above them."""
    head = (Word(" " * INDENT), Word(service, "foreground", bold=True), Word("  " + say("last lines"), "faint"))
    return [head, *((Word(" " * INDENT), *log_words(line)) for line in log)]


def log_words(line: LogLine) -> Line:
    """One line of a log, louder where it says that something is wrong."""
    return tuple(said(line.text, LEVELS.get(line.level, "muted")))


def _columns_within(width: int, names: int) -> int:
    for shown in (4, 3, 2, 1):
        if INDENT + 2 + names + sum(WIDTHS[-shown:]) <= width:
            return shown
    return 1


def _bar(share: float, width: int) -> Line:
    full = round(share * width)
    return (Word(" " * INDENT), Word("━" * full, "accent"), Word("─" * (width - full), "line"))


def _sign(each: ServiceProgress, glyphs: Glyphs) -> tuple[str, str]:
    if each.has_failed:
        return glyphs.failed, "error"
    if each.is_up:
        return glyphs.running, "success"
    if each.step(Step.START).state in (StepState.UNDER_WAY, StepState.DONE):
        return glyphs.starting, "warning"
    return glyphs.away, "faint"


def _cell(step: StepProgress, which: Step, now: float, say: Speech) -> list[Word]:
    seconds = step.seconds(now)
    took = span(seconds) if seconds is not None else ""
    match step.state:
        case StepState.NEXT:
            return [Word(say("next"), "faint")] if which is Step.HEALTH else []
        case StepState.SKIPPED:
            return [Word(say("cached") if which is Step.PULL else "–", "faint")]
        case StepState.FAILED:
            return [Word(say("failed"), "error")]
        case StepState.DONE if which is Step.HEALTH:
            return [Word(say("healthy"), "success"), Word(f" {took}", "muted")]
        case StepState.UNDER_WAY if which is Step.HEALTH:
            full = min(BAR_WIDTH, round((seconds or 0.0) / HEALTH_TIME * BAR_WIDTH))
            bar = [Word("━" * full, "accent"), Word("─" * (BAR_WIDTH - full), "line")]
            return [*bar, Word(f" {took}", "foreground")]
        case StepState.UNDER_WAY:
            return [Word(took, "foreground")]
        case _:
            return [Word(took, "muted")]


def _note_colour(each: ServiceProgress) -> str:
    return "error" if each.has_failed else "muted"
