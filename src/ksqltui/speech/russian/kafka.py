"""Owns the words of what is done to Kafka in Russian: actions and their refusals."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # What an action does, as a noun: it stands after "done" and after "is not done".
    "create topic {topic}, partitions {partitions}, replicas {copies}": "создание топика {topic}, "
    "партиций {partitions}, реплик {copies}",
    "give topic {topic} more partitions, {total} in all": "добавление партиций в топик {topic}, всего {total}",
    "change configs of topic {topic}: {changes}": "изменение настроек топика {topic}: {changes}",
    "delete topic {topic} with all its messages": "удаление топика {topic} со всеми сообщениями",
    "delete messages of topic {topic} before {ends}": "удаление сообщений топика {topic} до {ends}",
    "all its topics": "всех её топиках",
    "set group {group} to {place} in {topics}": "установка группы {group} на {place} в {topics}",
    "delete group {group} with its offsets": "удаление группы {group} с её смещениями",
    "elect the preferred leader of every partition": "возврат предпочтительных лидеров всех партиций",
    "Done: {what}.": "Готово: {what}.",
    "Deleted messages of topic {topic}; the first offset of each partition is now {ends}.": "Сообщения топика {topic} "
    "удалены; первое смещение каждой партиции теперь {ends}.",
    "Every partition has its preferred leader already.": "У каждой партиции уже предпочтительный лидер.",
    "The leader changed of {partitions}.": "Лидер сменился у {partitions}.",
    # Why it is not done.
    "Read-only: ksqltui does not {what}.": "Только чтение, недоступно: {what}.",
    "Start it without --read-only, and without read_only in its settings.": "Запустите без --read-only и без read_only "
    "в настройках.",
    "Group {group} has read no topic yet.": "Группа {group} ещё не читала ни одного топика.",
    "Name the topics to set.": "Назовите топики.",
    "There is no group {group}.": "Группы {group} нет.",
    "Look at the list of groups: ksqltui groups list.": "Список групп: ksqltui groups list.",
    "members that join": "участники подключаются",
    "Group {group} is active ({state}): {members}. Its offsets are theirs.": "Группа {group} активна ({state}): "
    "{members}. Смещения принадлежат им.",
    "Stop its consumers first; a group of ksqlDB stops with its query: PAUSE or TERMINATE it.": "Сначала остановите "
    "потребителей; группа ksqlDB останавливается вместе с запросом: PAUSE или TERMINATE.",
}
