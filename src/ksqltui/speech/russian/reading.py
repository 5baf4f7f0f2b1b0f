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
}
