"""Owns the words of the editor's files, finding, history and templates in Russian."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Files.
    "Open a file": "Открыть файл",
    "Save": "Сохранить",
    "Save the buffer": "Сохранить буфер",
    "Save as": "Сохранить как",
    "Own editor": "Свой редактор",
    "Edit in $EDITOR": "Править в $EDITOR",
    "What was changed since it was saved is lost.": "Несохранённые изменения пропадут.",
    "Replace the file?": "Заменить файл?",
    "Replace it": "Заменить",
    "Leave the file": "Не трогать",
    "{name} was changed by another program": "Файл {name} изменила другая программа",
    "Reload what is on the disk now, or keep this text? Reloading can be undone.": "Загрузить то, что сейчас на диске, "
    "или оставить этот текст? Загрузку можно отменить.",
    "Reload": "Загрузить",
    "Keep mine": "Оставить мой",
    # Finding.
    "Find": "Найти",
    "Find and replace": "Найти и заменить",
    "Go to line": "К строке",
    "Next match": "Следующее совпадение",
    "Next match, or replace this one": "Следующее совпадение или заменить это",
    "Previous match": "Предыдущее совпадение",
    "Replace all": "Заменить все",
    "Regex": "Выражение",
    "Read as a regular expression, or not": "Читать как регулярное выражение или нет",
    "Case": "Регистр",
    "Mind capitals, or not": "Различать регистр или нет",
}
