"""The steps fit together: a line for each sign in every language, and statements that the lesson's script has."""

from __future__ import annotations

from importlib import resources

import pytest

from ksqltui.session.lesson.step import LessonStep, Sign
from ksqltui.session.lesson.steps import STEPS
from ksqltui.speech.language import Language
from ksqltui.sql.splitter import split


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
@pytest.mark.parametrize("language", Language, ids=lambda language: language.value)
def test_each_sign_has_its_line(step: LessonStep, language: Language) -> None:
    words = step.words[language]
    assert len(words.look_for) == len(step.look_for)
    told = [words.title, words.intro, words.todo, *words.look_for, words.why_title, words.why]
    assert all(told)
    assert all(text.count("`") % 2 == 0 for text in told), "code stands between two backticks"


@pytest.mark.parametrize("step", [step for step in STEPS if step.statement], ids=lambda step: step.id)
def test_each_statement_stands_in_the_script(step: LessonStep) -> None:
    script = resources.files("ksqltui.session").joinpath("lesson.sql").read_text("utf-8")
    assert step.statement in [each.text for each in split(script)]


def test_both_languages_name_the_same_code() -> None:
    for step in STEPS:
        code = {language: _code(step, language) for language in Language}
        assert code[Language.ENGLISH] == code[Language.RUSSIAN], step.id


def test_every_sign_belongs_to_one_step() -> None:
    signs = [sign for step in STEPS for sign in step.look_for]
    assert sorted(signs, key=lambda sign: sign.name) == sorted(Sign, key=lambda sign: sign.name)


def _code(step: LessonStep, language: Language) -> set[str]:
    words = step.words[language]
    told = (words.intro, words.todo, *words.look_for, words.why)
    return {part for text in told for part in text.split("`")[1::2]}
