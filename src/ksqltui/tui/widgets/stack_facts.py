"""Owns what the screens are told of a stack at one moment, as one value; knows the watcher, draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ksqltui.model.duration import span
from ksqltui.model.stack import Service, ServiceFigures, ServiceMood, StackPicture
from ksqltui.session.stack_watcher import StackWatcher
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.spoken_time import spoken_time

GIGABYTE = 1 << 30
MEGABYTE = 1 << 20

WORDS: Mapping[ServiceMood, str] = {
    ServiceMood.HEALTHY: Told("healthy"),
    ServiceMood.RUNNING: Told("running"),
    ServiceMood.STARTING: Told("starting"),
    ServiceMood.UNHEALTHY: Told("unhealthy"),
    ServiceMood.RESTARTING: Told("restarting"),
    ServiceMood.PAUSED: Told("paused"),
    ServiceMood.STOPPED: Told("stopped"),
    ServiceMood.FAILED: Told("failed"),
    ServiceMood.ABSENT: Told("not created"),
}
COLOURS: Mapping[ServiceMood, str] = {
    ServiceMood.HEALTHY: "success",
    ServiceMood.RUNNING: "success",
    ServiceMood.STARTING: "warning",
    ServiceMood.UNHEALTHY: "error",
    ServiceMood.RESTARTING: "warning",
    ServiceMood.PAUSED: "warning",
    ServiceMood.STOPPED: "warning",
    ServiceMood.FAILED: "error",
    ServiceMood.ABSENT: "faint",
}


@dataclass(frozen=True, slots=True)
class StackFacts:
    """The newest picture and the figures of what runs, by service; `now` is wall seconds.

    `doing` has what a person has asked for and is not done yet, by service, in a word.
    """

    picture: StackPicture
    now: float
    figures: Mapping[str, ServiceFigures] = field(default_factory=dict)
    doing: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether the engine has answered yet."""
        return self.picture.taken_at is not None

    def sign(self, service: Service, glyphs: Glyphs) -> tuple[str, str]:
        """The service's glyph and its colour."""
        if service.name in self.doing:
            return glyphs.starting, "warning"
        mood = service.mood
        signs = {
            ServiceMood.HEALTHY: glyphs.running,
            ServiceMood.RUNNING: glyphs.running,
            ServiceMood.UNHEALTHY: glyphs.warning,
            ServiceMood.PAUSED: glyphs.paused,
            ServiceMood.STOPPED: glyphs.stopped,
            ServiceMood.FAILED: glyphs.failed,
            ServiceMood.ABSENT: glyphs.away,
        }
        return signs.get(mood, glyphs.starting), COLOURS[mood]

    def word(self, service: Service, say: Speech = ENGLISH) -> str:
        """How the service is, or what is being done to it."""
        if service.name in self.doing:
            return say(self.doing[service.name])
        if service.mood is ServiceMood.FAILED:
            return say("failed, status {status}", status=service.exit_code)
        return say(WORDS[service.mood])


def stack_facts(watcher: StackWatcher, doing: Mapping[str, str], now: float) -> StackFacts:
    """What the watcher knows now."""
    picture = watcher.picture
    found = {} if picture.problem else {service.name: watcher.figures(service.name) for service in picture.services}
    return StackFacts(picture, now, {name: each for name, each in found.items() if each is not None}, dict(doing))


def age_text(seconds: float, say: Speech = ENGLISH) -> str:
    """How long a service is as it is: the largest unit and whole numbers, for it stands for hours."""
    return spoken_time(" ".join(span(max(1, int(seconds))).replace(".0", "").split(" ")[:2]), say)


def memory_text(size: int, say: Speech = ENGLISH, *, digits: int = 1) -> str:
    """`18 MB`, `1.1 GB`."""
    if size < 0.1 * GIGABYTE:
        return f"{size / MEGABYTE:.0f} {say('MB')}"
    return f"{size / GIGABYTE:.{digits}f} {say('GB')}"


def cpu_text(share: float) -> str:
    """`11 %` of one core."""
    return f"{share * 100:.0f} %"
