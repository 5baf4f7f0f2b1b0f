"""Owns the few words around the steps of the lesson, in each language; knows no step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.speech.language import Language


@dataclass(frozen=True, slots=True)
class LessonLabels:
    """What stands around every step. `place` takes the step's number and how many there are."""

    place: str
    look_for: str
    load: str
    next_step: str
    nothing_to_load: str


LABELS: Mapping[Language, LessonLabels] = {
    Language.ENGLISH: LessonLabels(
        place="step {} of {}",
        look_for="What to look for",
        load="Load the statement",
        next_step="Next step",
        nothing_to_load="nothing to run here",
    ),
    Language.RUSSIAN: LessonLabels(
        place="шаг {} из {}",
        look_for="На что смотреть",
        load="Вставить запрос",
        next_step="Дальше",
        nothing_to_load="здесь нечего запускать",
    ),
}
