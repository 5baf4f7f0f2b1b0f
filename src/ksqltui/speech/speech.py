"""Owns how a text of ours is said in a language: looked up, filled in, counted; knows no screen and no text itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ksqltui.speech.language import Language

Forms = tuple[str, ...]
"""A counted text in each of the language's forms: `1 строка`, `2 строки`, `5 строк`."""


class Told(str):
    """A text of ours, filled in and in English, that remembers what it was made of, so that a screen can say it again.

    Layers that know no language return it; to who knows nothing of languages it is a plain str.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Told:
        made = super().__new__(cls, template.format(**values) if values else template)
        # A text told before is a template like any other: were it kept, its own lack of values would win.
        made.template = str(template)
        made.values = values
        return made


@dataclass(frozen=True, slots=True)
class Speech:
    """Says texts in one language. What the catalog lacks is said in English, as it was written.

    `texts` has the translation by the English text, `counts` the forms by the English plural; `form_of` names the form
    for a number, from 0.
    """

    language: Language
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    counts: Mapping[str, Forms] = field(default_factory=dict, repr=False)
    form_of: Callable[[int], int] = field(default=lambda number: int(abs(number) != 1), repr=False)

    def __call__(self, text: str, /, **values: object) -> str:
        """The text with its `{names}` filled in. Text that others wrote is not in the catalog and comes back as it is.

        A `Told` brings its own values; texts of ours among the values are said in the language too.
        """
        if isinstance(text, Told):
            return self(text.template, **text.values)
        found = self.texts.get(text, text)
        if not values:
            return found
        return found.format(
            **{name: self(value) if isinstance(value, Told) else value for name, value in values.items()}
        )

    def count(self, number: int, one: str, many: str, /, **values: object) -> str:
        """A counted text in the form that the number asks for; `{count}` in it is the number, or what `values` says."""
        forms = self.counts.get(many, (one, many))
        return forms[self.form_of(number) if len(forms) > 2 else int(abs(number) != 1)].format(
            **{"count": number, **values}
        )


ENGLISH = Speech(Language.ENGLISH)


def speech_in(language: Language) -> Speech:
    """How the language is spoken; its catalog is loaded only now."""
    if language is Language.ENGLISH:
        return ENGLISH
    from ksqltui.speech.russian import COUNTS, TEXTS, form_of

    return Speech(language, TEXTS, COUNTS, form_of)
