"""Owns what a step of the lesson is made of; knows neither the steps nor their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ksqltui.speech.language import Language


class Sign(Enum):
    """Something to look for. Once seen it stays seen; the name is kept in a file, the value says what is meant."""

    SERVER_ANSWERS = "the server answers"
    PAYMENTS_TOPIC = "the topic of the payments is there"
    STREAM_CREATED = "the stream is there"
    PULL_ENDED = "a pull query ended by itself"
    PULL_HAD_ROWS = "a pull query gave rows"
    FILTERED_BY_AMOUNT = "a pull query filtered by amount"
    FILTERED_BY_NAME = "a pull query filtered by name"
    GROUP_BY_REFUSED = "a pull query with GROUP BY was refused"
    PUSH_ROWS = "a push query gave rows"
    ONE_PARTITION = "a push query read one partition"
    PUSH_STOPPED = "a push query was stopped"
    GROUPS_SHOWN = "rows grouped by name came"
    GROUP_CHANGED = "a group's row changed in place"
    WINDOW_CHANGED = "the row of a name and a window changed at least twice"
    SEVERAL_WINDOWS = "a later window began"
    FINAL_PRINTED = "EMIT FINAL printed a window"
    FINAL_ONCE = "EMIT FINAL printed a later window and changed no row"
    NAME_IN_WINDOWS = "one name alone came in two windows"
    TABLE_CREATED = "the table is there"
    TABLE_QUERY_RUNS = "the query that fills the table runs"
    TABLE_ROWS = "the table's changes came"
    TOPIC_PRINTED = "the table's topic was printed"


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step says in one language; `code` stands in backticks. `look_for` has one line for each of its signs."""

    title: str
    intro: str
    todo: str
    look_for: tuple[str, ...]
    why_title: str
    why: str


@dataclass(frozen=True, slots=True)
class LessonStep:
    """One step: `statement` as the lesson's script has it, or empty where there is nothing to run."""

    id: str
    statement: str
    look_for: tuple[Sign, ...]
    words: Mapping[Language, StepWords]
