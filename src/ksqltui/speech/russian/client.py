"""Owns the words of the client commands in Russian: what HELP tells and what each command answers."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # HELP.
    "command": "команда",
    "what it does": "что делает",
    "these commands, or those with a word in them": "эти команды или те, где есть слово",
    "clears the screen: results that have ended go": "очищает экран: законченные результаты уходят",
    "ends the session, as QUIT does": "заканчивает сеанс, как и QUIT",
    "what was run before": "что выполнялось раньше",
    "versions of ksqltui and of the server": "версии ksqltui и сервера",
    "which format results are written in, or another one from now on": "формат записи результатов или новый формат",
    "which server is asked, or another one from now on": "какой сервер отвечает или другой сервер",
    "whether a statement goes out before the one before it was carried out": "уходит ли оператор, не дожидаясь "
    "выполнения предыдущего",
    "runs the statements of a file as if they stood here": "выполняет операторы файла, как если бы они стояли здесь",
    "writes results to a file besides, until it is off": "пишет результаты ещё и в файл, пока не выключено",
    "whether a cell too wide for its column goes on below, or is cut": "переносить слишком широкие ячейки или обрезать",
    "cells of every column of a table, 0 for as wide as the data": "ширина каждого столбца таблицы, 0 — по данным",
    "a property of this session, sent with every statement": "свойство сеанса, уходит с каждым оператором",
    "takes a property back": "снимает свойство",
    "what ${name} stands for in statements from now on": "что отныне значит ${name} в операторах",
    "takes a variable back": "снимает переменную",
    "what is defined": "что определено",
    # Answers.
    "number": "номер",
    "when": "когда",
    "outcome": "исход",
    "ksqltui": "ksqltui",
    "address": "адрес",
    "output": "вывод",
    "request-pipelining": "request-pipelining",
    "Cells that are too wide go on below from now on.": "Слишком широкие ячейки отныне переносятся.",
    "Cells that are too wide are cut from now on, with … at their end.": "Слишком широкие ячейки отныне обрезаются, "
    "в конце стоит ….",
    "Columns of the table format are {cells} cells wide from now on.": "Ширина столбцов в table отныне {cells}.",
    "Columns of the table format are as wide as the data from now on.": "Ширина столбцов в формате table отныне "
    "зависит от данных.",
    "There is no format {name}.": "Формата {name} нет.",
    "There are {known}.": "Есть {known}.",
    "Results are written as {format} from now on.": "Результаты отныне пишутся как {format}.",
    "A statement is sent without waiting for the one before it from now on.": "Оператор отныне уходит, не дожидаясь "
    "предыдущего.",
    "A statement waits for the one before it from now on.": "Оператор отныне ждёт предыдущего.",
    "spool": "spool",
    "SPOOL was not on, so nothing changed.": "SPOOL не был включён, ничего не изменилось.",
    "{path} is whole; results are no longer written to it.": "{path} записан целиком, больше в него не пишется.",
    "Results are written to {path} already.": "Результаты уже пишутся в {path}.",
    "SPOOL OFF; ends that.": "SPOOL OFF; прекращает это.",
    "Results are written to {path} too from now on, until SPOOL OFF.": "Результаты отныне пишутся ещё и в {path}, "
    "до SPOOL OFF.",
    "{count} scripts run each other, so this one was not run.": "{count} скриптов запускают друг друга, "
    "этот не запущен.",
    "Replace {path}?": "Заменить {path}?",
    "{given} does not fit.": "{given} написано не так.",
    "It is written {usage}.": "Пишется {usage}.",
}
