"""Owns the Russian of what is said of the compose stack; knows no other words."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Service": "Сервис",
    "Try again": "Повторить",
    "Go on in the background": "Продолжить в фоне",
    "Stop here, keep what runs": "Остановиться, запущенное оставить",
    "What comes next": "Что дальше",
    "The console connects by itself when ksqlDB answers.": "Консоль подключится сама, как только ответит ksqlDB.",
    "Kafka UI will be at": "Kafka UI откроется по адресу",
    "Stop everything later with": "Остановить всё потом:",
    "project {name}": "проект {name}",
    "The same by hand:": "То же вручную:",
    "about two minutes": "около двух минут",
    "The lesson's nine containers with Docker Compose: ZooKeepers, brokers, Kafka UI, ksqlDB.": "Девять контейнеров "
    "занятия в Docker Compose: ZooKeeper, брокеры, Kafka UI, ksqlDB.",
    "pull": "загрузка",
    "create": "создание",
    "starting up": "запуск",
    "health": "проверка",
    "Looking at Docker, ports, memory and disk": "Смотрю на Docker, порты, память и диск",
    "Starting the stack": "Запускаю стек",
    "Waiting for ksqlDB": "Жду ответа ksqlDB",
    "The stack is up": "Стек запущен",
    "The stack did not start": "Стек не запустился",
    "Stopped by you": "Остановлено вами",
    "{up} of {count} healthy": "здоровы {up} из {count}",
    "what it says": "что сообщает",
    "service": "сервис",
    "last lines": "последние строки",
    "{time} so far": "прошло {time}",
    "healthy": "здоров",
    "next": "ждёт",
    "cached": "есть",
}
