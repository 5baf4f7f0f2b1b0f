"""Owns the words of the screens around the panes in Russian: start, help, palette, questions."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Help.
    "Keys": "Клавиши",
    "Editor": "Редактор",
    "Buffers": "Буферы",
    "Results": "Результаты",
    "Result tabs": "Вкладки результатов",
    "An error": "Ошибка",
    "Printed records": "Напечатанные записи",
    "Side panel": "Боковая панель",
    "Start": "Начало",
    "Panes and session": "Панели и сеанс",
    "Everywhere": "Везде",
    "Writing": "Правка текста",
    "The mouse does the same: click a tab, a note at a statement's end, Run, a word of the bottom row, a stream in the "
    "panel.\nIn the editor Tab inserts spaces; F6 goes from pane to pane, Esc in the panel goes back to the editor.\n"
    "Ctrl+C copies the selection and never quits.": "Мышь умеет то же: вкладка, заметка в конце запроса, кнопка "
    "запуска, слово нижней строки, поток в панели.\nВ редакторе Tab вставляет пробелы; F6 ведёт от панели к панели, "
    "Esc из боковой панели — назад в редактор.\nCtrl+C копирует выделенное и никогда не закрывает программу.",
    # Palette.
    "Change the theme": "Сменить тему",
    "Dark, light, 256 colours and others": "Тёмная, светлая, 256 цветов и другие",
    "Search for commands…": "Искать команду…",
    # Start.
    "ready at once": "готова сразу",
    "ksqlDB in miniature inside this program, with payments like the lesson's. No Docker, no Java.": "Маленький ksqlDB "
    "внутри этой программы, с платежами как в занятии. Без Docker, без Java.",
    "A URL, host:port or a profile name.": "URL, host:port или имя профиля.",
    "Opening the sandbox": "Открываю песочницу",
    "It starts a process of its own.": "Она запускается отдельным процессом.",
    "Connecting to {server}": "Подключаюсь к {server}",
    "{server} is not ksqlDB": "{server} — не ksqlDB",
    "Tried once, next try in {seconds} s.": "Одна попытка, следующая через {seconds} с.",
    "ksqltui itself failed: {fault}": "Сбой самого ksqltui: {fault}",
    "This is a fault of ksqltui.": "Это ошибка в ksqltui.",
    # Questions.
    "This cannot be taken back": "Это нельзя отменить",
    "Run it": "Выполнить",
    "Leave it": "Не выполнять",
    "Close {name}?": "Закрыть {name}?",
    "Close it": "Закрыть",
    "Keep it": "Оставить",
    "Connect": "Подключиться",
    # Faults of ours.
    "Something went wrong": "Что-то пошло не так",
    "{fault}\nThis is a fault of ksqltui; the console goes on.": "{fault}\nЭто ошибка самого ksqltui; консоль работает "
    "дальше.",
    "connecting": "подключается",
    "running": "работает",
    "unhealthy": "нездоров",
    "health unknown": "здоровье неизвестно",
    "trying again now": "повторяю",
    "trying again in {seconds} s": "повтор через {seconds} с",
    "sandbox": "песочница",
    "read only": "только чтение",
    "queries": "запросы",
    "from": "с",
    "cache": "кэш",
    "off": "выкл.",
    "guarantee": "гарантия",
    "B": "Б",
    "KB": "КБ",
    "MB": "МБ",
    "GB": "ГБ",
    "Server": "Сервер",
    "Brokers": "Брокеры",
    "Topics": "Топики",
    "Streams and tables": "Потоки и таблицы",
    "Queries": "Запросы",
    "away": "нет связи",
    "not known yet": "пока неизвестно",
    "not known": "неизвестно",
    "{count} named": "{count}",
    "none yet: CREATE STREAM": "пока нет: CREATE STREAM",
    "{count} running": "идёт {count}",
    "none running": "нет ни одного",
    "shown as it was {age} ago": "состояние {age} назад",
    "columns not known yet": "колонки пока неизвестны",
    "port {port}": "порт {port}",
    "transient, tab {number}": "временный, вкладка {number}",
    "insecure": "без проверки",
    "{problem} Going on with {url}.": "{problem} Дальше работаем с {url}.",
    # An address that is none.
    "A server's address starts with http:// or https://, not {scheme}://.": "Адрес сервера начинается с http:// или "
    "https://, а не с {scheme}://.",
    "A '/' in the user or password of an address is written %2F.": "«/» в имени или пароле внутри адреса пишется %2F.",
    "{text} is not a server's address ({why}). Write it as host:port.": "{text} — не адрес сервера ({why}). Пишите "
    "host:port.",
    "{text} is not a server's address: it goes on after the path. Write it as host:port.": "{text} — не адрес сервера: "
    "за путём ещё что-то есть. Пишите host:port.",
    "it names no host": "в нём нет хоста",
    "it has a blank in it": "в нём пробел",
    "{why} (from {source})": "{why} (из {source})",
}
