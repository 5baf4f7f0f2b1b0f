"""Owns the words with which rows of a result are read, in Russian: filter, sort, columns, identity, copy, export."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Filter": "Фильтр",
    "Keep": "Оставить",
    "Keep it and go to the rows": "Оставить и перейти к строкам",
    "Only or mark": "Только или отметить",
    "Show only what matches, or mark it": "Показать только совпадения или отметить их",
    "Close, and show all rows": "Закрыть и показать все строки",
    "Sort": "Сортировать",
    "Sort by the cursor's column": "Сортировать по колонке курсора",
    "Sort falling": "По убыванию",
    "Sort off": "Без сортировки",
    "Done": "Готово",
    "Further left": "Левее",
    "Further right": "Правее",
    "Narrower": "Уже",
    "Wider": "Шире",
    "Width by the data": "Ширина по данным",
    "As they came": "Как пришли",
    "Identity": "Ключ строки",
    "Choose what makes a row": "Выбрать, что составляет строку",
    "Take": "Принять",
    "Tick": "Отметить",
    "Export": "Экспорт",
    "Write": "Записать",
    "Next choice": "След. вариант",
    "Previous choice": "Предыдущий вариант",
    "Copy": "Копировать",
    "Copy the cell or the rows": "Копировать ячейку или строки",
    "Copy as JSON": "Копировать как JSON",
    "What makes a row": "Что составляет строку",
    "Rows that are equal in the ticked columns are versions of one row. The query runs on, and the table is made anew "
    "of the rows that are held; the server is asked for nothing.": (
        "Строки, равные в отмеченных колонках, — версии одной строки. Запрос идёт дальше, таблица строится заново из "
        "имеющихся строк; сервер ни о чём не спрашивают."
    ),
    "Parquet needs pyarrow, which is not installed: pip install 'ksqltui[parquet]'": (
        "Для Parquet нужен pyarrow, он не установлен: pip install 'ksqltui[parquet]'"
    ),
    "Mark": "Отметки",
    "text, {samples} or /regex/": "текст, {samples} или /выражение/",
    "{count} of {total} rows": "{count} из {total} строк",
    ", {count} to look at": ", осталось просмотреть {count}",
    "Show or hide": "Видимость",
    "By the data": "По данным",
    "what": "что",
    "file": "файл",
    "Name a file.": "Назовите файл.",
    "Ticked columns are shown, the uppermost leftmost.": "Отмеченные колонки видны, верхняя стоит левее всех.",
    "the cell {name}": "ячейка {name}",
    "the cell {name} as JSON": "ячейка {name} как JSON",
    "{count} row as {format}": "{count} строка как {format}",
    "{count} rows as {format}": "строк как {format}: {count}",
    "the error": "ошибка",
    "copied {what} {how}": "скопировано: {what}, {how}",
    "with {tool}": "через {tool}",
    "through the terminal": "через терминал",
    "through the terminal ({tool} failed: {problem})": "через терминал ({tool}: {problem})",
    "through the terminal, which may refuse {size} kB: E exports to a file": (
        "через терминал, но {size} КБ он может не принять: E запишет в файл"
    ),
    "sorting by {column}": "сортируется по {column}",
    "sorted by {column}": "по {column}",
    "{count} hidden": "скрыто {count}",
    "the rows as they are shown": "строки, как они показаны",
    "all rows that are held, the table": "все имеющиеся строки, таблица",
    "all changes that are held, the changelog": "все имеющиеся изменения, журнал",
    "making the table anew": "таблица строится заново",
    "exporting {count} of {all} rows": "экспорт: строк {count} из {all}",
    "wrote {count} row to {path}": "{count} строка записана в {path}",
    "wrote {count} rows to {path}": "строк записано в {path}: {count}",
    "not exported: {why}": "не экспортировано: {why}",
}
