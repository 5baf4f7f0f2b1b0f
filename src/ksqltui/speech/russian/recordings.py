"""Owns the words about recordings in Russian: making one, playing one."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Keys.
    "Record": "Запись",
    "Stop recording": "Закончить запись",
    "Record the result in a file, or stop recording": "Записать результат в файл или закончить запись",
    "Replay a recording": "Воспроизвести запись",
    "Next row": "Следующая строка",
    "Play the next row of the recording": "Воспроизвести следующую строку записи",
    "Faster": "Быстрее",
    "Play the recording faster": "Воспроизводить запись быстрее",
    "Slower": "Медленнее",
    "Play the recording slower": "Воспроизводить запись медленнее",
    # Questions.
    "Record this result": "Записать этот результат",
    "What has come and what comes, with times, into a file that `ksqltui replay` plays.": "То, что пришло и что ещё "
    "придёт, со временем, в файл, который воспроизводит `ksqltui replay`.",
    "Replay": "Воспроизвести",
    "A file that R recorded. It plays in a tab of its own, at its own pace.": "Файл, записанный клавишей R. Он "
    "воспроизводится в своей вкладке, в своём темпе.",
    # Status line and header.
    "recording, {rows}": "запись, {rows}",
    "recorded {rows} in {file}": "записано {rows} в {file}",
    ", {count} missed": ", {count} пропущено",
    "{time} of {whole}": "{time} из {whole}",
    "replay {place}, ×{speed}": "воспроизведение {place}, ×{speed}",
    "replay {place}, as fast as possible": "воспроизведение {place}, без задержек",
    "replay {place}, paused: Space plays a row": "воспроизведение {place}, пауза: Space — одна строка",
    "replayed {place}": "воспроизведено {place}",
    "replay of {file}": "воспроизведение {file}",
    "no server": "без сервера",
    # A recording that cannot be read.
    "The recording is empty.": "Запись пуста.",
    "Record the query again.": "Запишите запрос снова.",
    "Line {line} of the recording cannot be read: {why}. What comes before it is whole.": "Строка {line} записи не "
    "читается: {why}. Всё, что до неё, цело.",
    "Line {line} of the recording cannot be read: {why}.": "Строка {line} записи не читается: {why}.",
    "Mend or remove the line, or record the query again.": "Исправьте или удалите эту строку либо запишите "
    "запрос снова.",
    "Name a file that ksqltui recorded.": "Назовите файл, который записал ksqltui.",
    "The recording breaks off at line {line}, {seconds} s in: it was cut, or ksqltui ended while it recorded. What "
    "comes before is whole.": "Запись обрывается на строке {line}, через {seconds} с от начала: её обрезали, или "
    "ksqltui завершился, не дописав её. Всё, что до этого места, цело.",
    "The recording breaks off in its first line: it was cut, or ksqltui ended while it recorded.": "Запись обрывается "
    "в первой же строке: её обрезали, или ksqltui завершился, не дописав её.",
    "it is longer than any line of a recording": "она длиннее любой строки записи",
    "it is not the first line of a recording of ksqltui": "так записи ksqltui не начинаются",
    "it is of format {found}, and this ksqltui reads format {known}": "её формат — {found}, а этот ksqltui читает "
    "формат {known}",
    "it stands behind the recording's end": "она стоит после конца записи",
    "its `ms` is no time": "её `ms` — не время",
    "it has none of `rows`, `lines`, `missed` and `end`": "в ней нет ни `rows`, ни `lines`, ни `missed`, ни `end`",
    "its `end` is none of {known}": "её `end` — не из {known}",
    "a {kind} statement has no rows to record": "у оператора {kind} нет строк для записи",
    "its `identity` is outside the {width} columns": "её `identity` указывает за пределы столбцов (их {width})",
    "its `windows` are outside the {width} columns": "её `windows` указывают за пределы столбцов (их {width})",
    "a column's type cannot be read ({problem})": "тип столбца не читается ({problem})",
    "its `tombstones` are outside its {count} rows": "её `tombstones` указывают за пределы строк (их {count})",
}
