"""How a text is said: filled in, counted, said again in another language; and which language is asked for."""

from __future__ import annotations

import pytest

from ksqltui.speech.language import Language, language_named, language_of_locale
from ksqltui.speech.speech import ENGLISH, Speech, Told

RUSSIAN = Speech(
    Language.RUSSIAN,
    {"lost {url}": "потерян {url}", "the server": "сервер"},
    {"{count} rows": ("{count} строка", "{count} строки", "{count} строк")},
    lambda number: 0 if number == 1 else 1 if number < 5 else 2,
)


def test_a_text_is_filled_in_and_said_again() -> None:
    told = Told("lost {url}", url=Told("the server"))
    assert told == "lost the server"
    assert RUSSIAN(told) == "потерян сервер"
    assert ENGLISH(told) == "lost the server"


def test_what_others_wrote_is_left_alone() -> None:
    assert RUSSIAN("Line: 1, {not a place}") == "Line: 1, {not a place}"
    assert Told("{not a place") == "{not a place"


def test_counting_takes_the_form_of_the_number_and_its_own_writing_of_it() -> None:
    assert [RUSSIAN.count(number, "{count} row", "{count} rows") for number in (1, 3, 7)] == [
        "1 строка", "3 строки", "7 строк",
    ]  # fmt: skip
    assert ENGLISH.count(1, "{count} row", "{count} rows") == "1 row"
    assert ENGLISH.count(1000, "{count} row", "{count} rows", count="1 000") == "1 000 rows"


def test_what_is_not_in_the_catalog_is_said_in_english() -> None:
    assert RUSSIAN("a new text of {name}", name="Bob") == "a new text of Bob"
    assert RUSSIAN.count(2, "{count} cat", "{count} cats") == "2 cats"


@pytest.mark.parametrize("code", ["ru", "RU", "ru_RU.UTF-8", "ru-RU", " ru "])
def test_a_code_names_a_language_with_or_without_its_country(code: str) -> None:
    assert language_named(code) is Language.RUSSIAN


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"'de'\. It speaks en and ru"):
        language_named("de")


def test_the_locale_decides_as_in_posix() -> None:
    assert language_of_locale({"LANG": "ru_RU.UTF-8"}) is Language.RUSSIAN
    assert language_of_locale({"LC_ALL": "en_US.UTF-8", "LANG": "ru_RU.UTF-8"}) is Language.ENGLISH
    assert language_of_locale({"LC_ALL": "", "LANG": "ru"}) is Language.RUSSIAN
    assert language_of_locale({"LANG": "C.UTF-8"}) is Language.ENGLISH
    assert language_of_locale({}) is Language.ENGLISH
