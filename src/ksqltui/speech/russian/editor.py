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
    # History.
    "History": "История",
    "Words of the statement, the server or the outcome": "Слова запроса, сервера или исхода",
    "Insert the statement": "Вставить запрос",
    "Run again": "Выполнить снова",
    "Page older": "Страница старше",
    "Page newer": "Страница новее",
    "Import": "Импорт",
    "Import the official CLI's history": "Взять историю официального CLI",
    "Nothing fits.": "Ничего не подходит.",
    "Nothing has run yet.": "Ещё ничего не выполнялось.",
    "There is nothing new to import from {path}.": "В {path} нет ничего нового.",
    "Imported from {path}: {count}.": "Взято из {path}: {count}.",
    "Secrets are not kept: write them where •••• stands, then run it.": "Секреты не хранятся: впишите их вместо •••• и "
    "выполните.",
    "{path} has a history of the official CLI: ^R, then Alt+I takes it over.": "В {path} есть история официального "
    "CLI: ^R и Alt+I возьмут её сюда.",
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
    "{path} is gone; its text is still here. Save writes it anew.": (
        "Файла {path} больше нет; текст остался здесь. Сохранение запишет его заново."
    ),
    "The buffers are not kept for the next start.": "Буферы не сохраняются до следующего запуска.",
    "Saved {path}.": "Сохранено: {path}.",
    "Write a statement, then F5 runs it": "Напишите запрос, F5 выполнит его",
    "1 to {count}, or line:column. The cursor is at {line}:{column}.": (
        "От 1 до {count} или строка:столбец. Курсор на {line}:{column}."
    ),
    "{count} replaced. Undo takes them all back.": "Заменено: {count}. Отмена вернёт всё.",
    "untitled {number}": "без имени {number}",
    "Go": "Перейти",
    "Nothing to replace.": "Заменять нечего.",
    "{count} found": "найдено {count}",
    "{number} of {count}": "{number} из {count}",
    "Replace": "Замена",
    "This": "Это",
    "All": "Все",
}
