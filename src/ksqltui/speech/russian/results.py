"""Owns the words about runs and their results in Russian: states, status line, notes, views."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # States.
    "starting": "запускается",
    "streaming": "идёт",
    "finished": "завершён",
    "limit reached": "предел достигнут",
    "stopped by you": "остановлен вами",
    "failed": "ошибка",
    "connection lost": "связь потеряна",
    "waiting for rows": "ждёт строк",
    "waiting for lines": "ждёт сообщений",
    "paused": "пауза",
    "looking back": "взгляд назад",
    "following": "следит",
    "at rest": "в покое",
    # Counts, pace, time.
    "ms": "мс",
    "s": "с",
    "min": "мин",
    "h": "ч",
    "in {time}": "за {time}",
    "at {time}": "на {time}",
    "{rate}/s": "{rate}/с",
    "{age} ago": "{age} назад",
    "last {age} ago": "последняя {age} назад",
    "{count} deleted": "удалено {count}",
    "{count} oldest dropped": "самых старых отброшено {count}",
    "{count} older dropped, kept from {time}": "более старых отброшено {count}, хранится с {time}",
    "showing the last {count} of {all}": "показаны последние {count} из {all}",
    "{count} received, none lost": "получено {count}, ничего не потеряно",
    "+{count} waiting": "+{count} ждут",
    "+{count} later": "+{count} позже",
    "resumes": "продолжить",
    "resumes at the newest": "продолжить с новейшей",
    "nothing ran, nothing changed": "ничего не выполнено, ничего не изменилось",
    "line {line}, column {column}": "строка {line}, столбец {column}",
    "tab {number}": "вкладка {number}",
    "by": "по",
    "one row per": "строка на",
    "one row per {columns}": "строка на {columns}",
    "every row is new": "каждая строка новая",
    "every row is new: the window is not in the result": "каждая строка новая: окна нет в результате",
    "every row is new: the key is not in the result": "каждая строка новая: ключа нет в результате",
    "every row is new: the server did not say what makes a row": "каждая строка новая: сервер не сказал, что "
    "составляет строку",
    "time limit of {seconds} s": "предел времени {seconds} с",
    "the server ended the query": "запрос завершил сервер",
    # Why nothing comes.
    "EMIT FINAL gives a row when its window has closed, which takes a later record in the same partition: while no new "
    "record comes, the last windows stay open.": "EMIT FINAL отдаёт строку, когда её окно закрылось, а для этого нужно "
    "более позднее сообщение в той же партиции: пока новых сообщений нет, последние окна открыты.",
    "No window has closed for {time}: the open ones give their rows once a later record comes in the same "
    "partition.": "Уже {time} ни одно окно не закрылось: открытые отдадут строки, когда в той же партиции придёт "
    "более позднее сообщение.",
    "PRINT starts at latest: it shows what comes from now on. FROM BEGINNING shows what is there.": "PRINT начинает с "
    "latest: показывает то, что придёт теперь. FROM BEGINNING покажет и то, что уже есть.",
    "This query reads from the earliest row, and nothing has matched yet: is the topic empty?": "Запрос читает с самой "
    "первой строки, но ничего подходящего ещё не нашёл: не пуст ли топик?",
    "A push query starts at latest: it shows what comes from now on, and nothing has come yet.": "Push-запрос начинает "
    "с latest: показывает то, что придёт теперь, а пока ничего не пришло.",
    "runs it again from the earliest row": "выполнит его снова с самой первой строки",
    "The rows have a window that the query does not show, so every row stands on its own.": "У строк есть окно, "
    "которого запрос не показывает, поэтому каждая строка сама по себе.",
    "Nothing has run yet. F5 runs the statement at the cursor; its rows appear here.": "Ещё ничего не выполнялось. F5 "
    "выполнит запрос под курсором; его строки появятся здесь.",
    "Done. ksqlDB answers nothing to this statement.": "Готово. На этот запрос ksqlDB ничего не отвечает.",
    # Views, tags, windows.
    "table": "таблица",
    "changelog": "журнал",
    "chart": "график",
    "back": "назад",
    "deleted": "удалена",
    "received": "получено",
    "window": "окно",
    "open": "открыто",
    "grace": "ждёт",
    "closed": "закрыто",
    "late": "опоздала",
    # One row's timeline and the chart.
    "after": "через",
    "new": "новая",
    "grew by": "прирост",
    "all kept": "все хранятся",
    "{count} older forgotten": "более старых забыто {count}",
    "now": "сейчас",
    "first": "первая",
    "newest": "новейшая",
    "last {time}": "последние {time}",
    "the first {count} keys": "первые {count} ключей",
    "all rows": "все строки",
    "No number has come yet.": "Чисел ещё не было.",
    # Errors.
    "ksqlDB refused the statement": "ksqlDB не принял запрос",
    "ksqlDB ended the query with an error": "ksqlDB прервал запрос с ошибкой",
    "The server was not reached": "Сервер недоступен",
    "The connection was lost": "Связь потеряна",
    "This is not a ksqlDB server": "Это не сервер ksqlDB",
    "The answer could not be read": "Ответ не удалось прочитать",
    "The statement could not be run": "Запрос не удалось выполнить",
    "The server gave no reason.": "Сервер не назвал причины.",
    "code {code}": "код {code}",
    "Why": "Почему",
    "{fix} and run": "{fix} и выполнить",
}
