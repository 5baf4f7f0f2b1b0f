"""Owns the words of statements in Russian: their properties, problems, fixes and plans."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Query properties.
    "Properties": "Свойства",
    "Properties sent with statements": "Свойства, которые уходят с запросами",
    "Query properties": "Свойства запросов",
    "They go with every statement from now on. An empty field leaves the server's own value.": "Уходят с каждым "
    "следующим запросом. Пустое поле оставляет значение сервера.",
    "another property": "другое свойство",
    "its value": "его значение",
    "Apply": "Применить",
    "Next value": "Следующее значение",
    "The next usual value of the field": "Следующее обычное значение поля",
    "Next field": "Следующее поле",
    "Previous field": "Предыдущее поле",
    "{value} (the server's)": "{value} (у сервера)",
    "default": "по умолчанию",
    "Another property needs both a name and a value.": "Другому свойству нужны и имя, и значение.",
    "Enter again sets it all the same.": "Ещё раз Enter — всё равно задать.",
    "Where push queries begin from now on": "Откуда теперь начинают push-запросы",
    "Whether updates are merged for about 2 s": "Склеивать ли изменения примерно за 2 с",
}
