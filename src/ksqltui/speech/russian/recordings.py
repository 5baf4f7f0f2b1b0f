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
}
