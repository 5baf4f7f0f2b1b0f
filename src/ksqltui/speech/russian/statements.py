"""Owns the words of statements in Russian: their properties, problems, fixes and plans."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Running and problems.
    "Run all": "Выполнить все",
    "Run from here": "Выполнить отсюда",
    "Next problem": "Следующая ошибка",
    "Previous problem": "Предыдущая ошибка",
    # Plans.
    "Explain": "План запроса",
    "How the server runs a query": "Как сервер выполняет запрос",
    "Only a query can be explained: a SELECT, alone or in a CREATE or INSERT.": "План есть только у запроса: "
    "у SELECT, отдельного или внутри CREATE.",
    "Plan": "План",
    "Text": "Текст",
    "plan": "план",
    "topology": "топология",
    "text": "текст",
    "Not running: this is how ksqlDB would run it.": "Не выполняется: так ksqlDB выполнил бы его.",
    "The server gave no plan.": "Сервер не дал плана.",
    "The server gave no topology.": "Сервер не дал топологии.",
    "sub-topology {number}": "подтопология {number}",
    "store": "хранилище",
    "lag {lag}": "лаг {lag}",
    "by partition {lags}": "по партициям {lags}",
    "writes its rows to {name}": "пишет строки в {name}",
    "makes these columns": "составляет эти столбцы",
    "keeps a value for each group": "хранит значение каждой группы",
    "brings rows of a group together": "собирает строки группы вместе",
    "lets pass what meets the condition": "пропускает то, что отвечает условию",
    "gives rows another key": "даёт строкам другой ключ",
    "makes a row of each element": "делает строку из каждого элемента",
    "matches rows of both sides": "соединяет строки обеих сторон",
    "holds a window's rows until it closes": "держит строки окна, пока оно не закроется",
    "reads {name}": "читает {name}",
    "change values": "изменить значения",
    "filter": "отфильтровать",
    "aggregate": "агрегировать",
    "table to stream": "таблица в поток",
    "give rows to the client": "отдать строки клиенту",
    "keep as a table": "хранить как таблицу",
    "hold until the window closes": "держать до закрытия окна",
    "change rows": "изменить строки",
    "make several rows": "сделать несколько строк",
    "keep for the join": "хранить для соединения",
    "join from the left": "соединить слева",
    "join from the right": "соединить справа",
    "merge": "слить",
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
    # Fixes: what they do, why.
    "No source of this query has {wrong}. {right} is the column whose name is most like it.": "Ни в одном источнике "
    "этого запроса нет {wrong}. Больше всего похож столбец {right}.",
    "The server has no stream or table {wrong}. {right} is the stream or table whose name is most like it.": "На "
    "сервере нет потока или таблицы {wrong}. Больше всего похоже имя {right}.",
    "The server has no function {wrong}. {right} is the function whose name is most like it.": "На сервере нет функции "
    "{wrong}. Больше всего похожа {right}.",
    "{word} is a reserved word of ksqlDB. In backquotes it is a name, and then its case counts.": "{word} — "
    "зарезервированное слово ksqlDB. В обратных кавычках это имя, и тогда регистр важен.",
    "Add EMIT CHANGES": "Добавить EMIT CHANGES",
    "Add WINDOWSTART, WINDOWEND": "Добавить WINDOWSTART, WINDOWEND",
    "Drop these columns": "Убрать эти столбцы",
    "Other fix": "Другое исправление",
    "Without ROWPARTITION and ROWOFFSET it is a query that can be pulled: it gives the rows that are there now and "
    "ends.": "Без ROWPARTITION и ROWOFFSET это обычный pull-запрос: он отдаёт то, что есть сейчас, и завершается.",
    "Add the missing ;": "Добавить недостающую ;",
    "Write {word}": "Написать {word}",
    "Add PARTITIONS={count} and create the topic": "Добавить PARTITIONS={count} и создать топик",
    "Print {topic}": "Напечатать {topic}",
    "Use EMIT CHANGES": "Взять EMIT CHANGES",
    "The table keeps one row per key and window, and the result shows the key alone. With WINDOWSTART and WINDOWEND in "
    "it, rows of different windows can be told apart and updated in place.": "Таблица хранит строку на каждый ключ и "
    "окно, а в результате виден только ключ. С WINDOWSTART и WINDOWEND строки разных окон различимы и обновляются на "
    "месте.",
    "A pull query takes the rows that are in the stream now and ends. A group changes with every new row, so only a "
    "push query can follow it. To ask for a sum and be done, keep it in a table: CREATE TABLE … AS SELECT.": "Pull-"
    "запрос берёт строки, которые уже есть в потоке, и завершается. Группа меняется с каждой новой строкой, поэтому "
    "следить за ней может только push-запрос. Чтобы спросить сумму один раз, держите её в таблице: CREATE TABLE … AS "
    "SELECT.",
    "HAVING chooses among groups, and a group changes with every new row. A pull query takes what is there now and "
    "ends; a push query follows the groups as they change.": "HAVING отбирает группы, а группа меняется с каждой новой "
    "строкой. Pull-запрос берёт то, что есть сейчас, и завершается; push-запрос следит за группами, пока они меняются.",
    "A window fills while time goes on, so there is no one answer to take and be done. A push query follows the "
    "windows as they fill. To ask for them later, keep them in a table: CREATE TABLE … AS SELECT.": "Окно наполняется "
    "со временем, и одного готового ответа нет. Push-запрос следит за окнами, пока они наполняются. Чтобы спросить о "
    "них позже, держите их в таблице: CREATE TABLE … AS SELECT.",
    "PARTITION BY moves rows to other partitions as they come, which takes a running query. A pull query only reads "
    "what is there now.": "PARTITION BY переносит строки в другие партиции по мере прихода, для этого запрос должен "
    "работать. Pull-запрос только читает то, что есть сейчас.",
    "A join matches rows as they arrive, which takes a running query. A pull query reads one stream or table as it is "
    "now. To ask for joined rows later, keep them in a table or a stream: CREATE … AS SELECT.": "JOIN соединяет строки "
    "по мере прихода, для этого запрос должен работать. Pull-запрос читает один поток или таблицу как есть. Чтобы "
    "спросить о соединённых строках позже, держите их в таблице или потоке: CREATE … AS SELECT.",
    "ROWPARTITION and ROWOFFSET belong to a record on its way through a query. A pull query does not give them; a push "
    "query does, from the moment it starts.": "ROWPARTITION и ROWOFFSET принадлежат сообщению, которое идёт через "
    "запрос. Pull-запрос их не отдаёт, push-запрос отдаёт с момента запуска.",
    "A pull query takes the rows that are there now and ends, and ksqlDB does not let it do this. A push query follows "
    "new rows until it is stopped.": "Pull-запрос берёт строки, которые есть сейчас, и завершается; этого ksqlDB ему "
    "не разрешает. Push-запрос следит за новыми строками, пока его не остановят.",
    "ksqlDB reads a statement up to its semicolon, the last one too.": "ksqlDB читает запрос до точки с запятой, и "
    "последний тоже.",
    "No statement of ksqlDB begins with {wrong}. {right} is the nearest word that one does.": "Ни один запрос ksqlDB "
    "не начинается с {wrong}. Самое близкое слово — {right}.",
    "Kafka has no topic named {topic}, and ksqlDB creates one only when it is told how many partitions it has. If the "
    "topic should be there already, look at its spelling: names are case-sensitive.": "Топика {topic} в Kafka нет, а "
    "создать его ksqlDB может, только если сказать, сколько в нём партиций. Если топик уже должен быть, проверьте "
    "написание: регистр в именах важен.",
    "Names of topics are case-sensitive, and Kafka has a topic named {topic}.": "Регистр в именах топиков важен, и в "
    "Kafka есть топик {topic}.",
    "EMIT FINAL gives a window's result once, when the window closes. Without WINDOW nothing closes, so only EMIT "
    "CHANGES can tell how the groups stand.": "EMIT FINAL отдаёт итог окна один раз, когда окно закрылось. Без WINDOW "
    "закрываться нечему, поэтому о группах может рассказать только EMIT CHANGES.",
}
