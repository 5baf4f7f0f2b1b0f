"""Owns which languages there are and which one a person's surroundings ask for; knows no word of any."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that is set decides, as in POSIX."""


class Language(Enum):
    """A language of the screens and the lesson; the value is its code in the settings and in LANG."""

    ENGLISH = "en"
    RUSSIAN = "ru"


def language_named(code: str) -> Language:
    """The language of a code, which may carry a country and an encoding as in `ru_RU.UTF-8`. Raises ValueError."""
    bare = code.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    for language in Language:
        if language.value == bare:
            return language
    known = " and ".join(language.value for language in Language)
    raise ValueError(f"ksqltui does not speak {code!r}. It speaks {known}.")


def language_of_locale(environment: Mapping[str, str]) -> Language:
    """The language of the locale; English where that is none of ours."""
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    try:
        return language_named(locale)
    except ValueError:
        return Language.ENGLISH
