"""Owns the words of a topic's messages in Russian: browsing them, sending one, what became of it."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Keys.
    "Messages": "Сообщения",
    "The messages of the topic": "Сообщения топика",
    "Write a message to the topic": "Записать сообщение в топик",
    "Follow": "Следить",
    "Stop following": "Не следить",
    "Follow new messages, or stop": "Следить за новыми сообщениями или перестать",
    "Which messages, and from where": "Какие сообщения и откуда",
    "Value as": "Вид значения",
    "Read values in the next form": "Читать значения в следующем виде",
    "Key as": "Вид ключа",
    "Read keys in the next form": "Читать ключи в следующем виде",
    "Copy the value of the message": "Копировать значение сообщения",
    "Export the messages to a file": "Сохранить сообщения в файл",
    "New stream": "Новый поток",
    "Create a stream from this topic": "Создать поток из этого топика",
    "Read again": "Прочитать заново",
    "Send": "Отправить",
    "Send both ways": "Отправить и так и так",
    "Send with acks all, then with acks no": "Отправить с acks all, потом с acks no",
    "A topic's messages": "Сообщения топика",
    "A message to send": "Отправка сообщения",
    # Browsing.
    "messages": "сообщения",
    "follow": "следить",
    "key as": "ключ как",
    "value as": "значение как",
    "auto": "авто",
    "json": "JSON",
    "hex": "hex",
    "time window": "окно",
    "session window": "сессия",
    "key has": "в ключе",
    "value has": "в значении",
    "JSON field": "поле JSON",
    "p.": "п.",
    "time (UTC)": "время (UTC)",
    "partition {partition}, offset {offset}": "партиция {partition}, смещение {offset}",
    "{shown} shown of {scanned} read": "показано {shown} из прочитанных {scanned}",
    ", {count} older ones dropped": ", старых отброшено {count}",
    "reading": "читаю",
    ": those are the first; begin later, or filter, to see others": ": это первые; начните позже или задайте отбор, "
    "чтобы увидеть другие",
    ": reading stopped there; begin later to go on": ": на этом чтение остановлено; начните позже, чтобы продолжить",
    "No message passes the filter.": "Ни одно сообщение не прошло отбор.",
    "The topic has no message there.": "Сообщений в этом месте нет.",
    "the value": "значение",
    "the message as JSON": "сообщение как JSON",
    "the messages that are shown": "показанные сообщения",
    "wrote {count} message to {path}": "записано {count} сообщение в {path}",
    "wrote {count} messages to {path}": "записано сообщений: {count}, в {path}",
    "{text} is no field: write $.name=Bob.": "{text} — не поле: пишите $.name=Bob.",
    "{path} is no JSON path: write $.name, $.user.name or $.items[0].": "{path} — не путь JSON: пишите $.name, "
    "$.user.name или $.items[0].",
    "{text} is no place: write newest 100, live, earliest, an offset like 42, or 2026-11-22T10:00:00Z.": "{text} — не "
    "место: пишите newest 100, live, earliest, смещение вроде 42 или 2026-11-22T10:00:00Z.",
    "{text} is no position: write earliest, latest, an offset like 42, or a time like 2026-11-22T10:00:00Z.": "{text} "
    "— не место: пишите earliest, latest, смещение вроде 42 или время вроде 2026-11-22T10:00:00Z.",
    "{text} lies before 1970, where Kafka's time begins.": "{text} — до 1970 года, с которого Kafka считает время.",
    # Sending.
    "Write a message to {topic}": "Сообщение в {topic}",
    "null: a tombstone": "null: надгробие",
    "by the key": "по ключу",
    "acks": "acks",
    "Nobody is asked: it may be lost unseen.": "Никого не спрашивают: оно может пропасть незаметно.",
    "The leader has it; it is lost if the leader goes before a replica has it.": "Оно есть у лидера; пропадёт, если "
    "лидер уйдёт раньше, чем его получит реплика.",
    "Every replica in sync has it, and at least min.insync.replicas of them.": "Оно есть у всех реплик в синхроне, и "
    "их не меньше min.insync.replicas.",
    "The topic is not known yet.": "О топике пока ничего не известно.",
    "partition {number}": "партиция {number}",
    "{count} of {wanted}": "{count} из {wanted}",
    "Every partition has {wanted} in sync, as {config} asks.": "В каждой партиции в синхроне не меньше {wanted}, как "
    "требует {config}.",
    "{config} asks for {wanted} in sync: acks all is refused in partition {partitions}.": "{config} требует {wanted} в "
    "синхроне: acks all получит отказ в партициях: {partitions}.",
    "A partition is a number from 0 on; leave it empty to let the key choose.": "Партиция — число от 0; пустое поле — "
    "решает ключ.",
    "{text} is no header: write name=value, with spaces between them.": "{text} — не заголовок: пишите имя=значение, "
    "через пробел.",
    "Read-only: nothing is sent. Start ksqltui without --read-only, or read_only in its settings.": "Только чтение: "
    "ничего не отправляется. Запустите ksqltui без --read-only и без read_only в настройках.",
    "sending": "отправляю",
    "sent; nobody said that it arrived": "отправлено; никто не сказал, что дошло",
    "delivered to partition {partition} at offset {offset} in {time}": "доставлено в партицию {partition}, смещение "
    "{offset}, за {time}",
    "{error} after {time}: {problem}": "{error} через {time}: {problem}",
    "{error}: {why}": "{error}: {why}",
    "The producer's queue is full: messages wait for a broker.": "Очередь продюсера полна: сообщения ждут брокера.",
    "fewer replicas are in sync than the topic's min.insync.replicas asks for, so with acks of all the leader did not "
    "take it; start the missing broker, or send with acks of one": "в синхроне меньше реплик, чем требует "
    "min.insync.replicas топика, поэтому с acks=all лидер его не принял; поднимите брокера или отправьте с acks=one",
    "the leader has it, but fewer replicas are in sync than the topic's min.insync.replicas asks for; it may be lost "
    "with the leader": "у лидера оно есть, но в синхроне меньше реплик, чем требует min.insync.replicas топика; вместе "
    "с лидером оно может пропасть",
    "no broker took it in time: the partition's leader may be down": "ни один брокер не принял его вовремя: возможно, "
    "лидер партиции не работает",
    "there is no such topic; create it first: ksqltui topics create": "такого топика нет; создайте его: ksqltui topics "
    "create",
    "there is no such topic or partition; create it first: ksqltui topics create": "такого топика или партиции нет; "
    "создайте: ksqltui topics create",
    "the topic has no such partition": "такой партиции в топике нет",
    "it is larger than the topic's max.message.bytes allows": "оно больше, чем разрешает max.message.bytes топика",
    "the user of this connection may not write to the topic": "пользователю этого соединения нельзя писать в топик",
}
