"""Owns the words of brokers that are not reached or say no, in Russian: the reason and what to do."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # Not reached.
    "{here} answers, but the brokers advertise {advertised}, and this machine cannot resolve {names}.": "{here} "
    "отвечает, но брокеры объявляют {advertised}, а этой машине имя {names} неизвестно.",
    "That is a listener for inside the brokers' own network. Use the one for outside, in the lesson --bootstrap "
    "{outside}.": "Это listener для сети самих брокеров. Нужен внешний, в уроке --bootstrap {outside}.",
    "That is a listener for inside the brokers' own network. Use the one for outside, in the lesson --bootstrap "
    "{outside}; start the stack on {machine} with its own address: DOCKER_HOST_IP={machine} docker compose up "
    "-d.": "Это listener для сети самих брокеров. Нужен внешний, в уроке --bootstrap {outside}; запустите стек на "
    "{machine} с её адресом: DOCKER_HOST_IP={machine} docker compose up -d.",
    "{here} answers, but its brokers advertise {there}, which is this machine and not {machine}.": "{here} отвечает, "
    "но его брокеры объявляют {there}, а это эта машина, не {machine}.",
    "Bring the ports here: {ssh}; then use --bootstrap {there}. Or start the stack on {machine} with its own address: "
    "DOCKER_HOST_IP={machine} docker compose up -d.": "Пробросьте порты сюда: {ssh}; потом --bootstrap {there}. Или "
    "запустите стек на {machine} с её адресом: DOCKER_HOST_IP={machine} docker compose up -d.",
    "{here} answers, but the brokers at {there}, as they advertise, do not: {words}.": "{here} отвечает, а брокеры по "
    "объявленным адресам {there} — нет: {words}.",
    "Check that these ports are published and that no firewall stands between. Through ssh: {ssh}.": "Проверьте, что "
    "эти порты открыты и их не закрывает файрвол. Через ssh: {ssh}.",
    "The brokers at {address} were not reached: no host is known as {names}.": "До брокеров {address} не достучаться: "
    "имя {names} неизвестно.",
    "Check --bootstrap. A container's name, like kafka1, is known inside its Docker network only: from outside write "
    "localhost:9092,localhost:9093,localhost:9094.": "Проверьте --bootstrap. Имя контейнера вроде kafka1 известно "
    "только в его сети Docker: снаружи пишите localhost:9092,localhost:9093,localhost:9094.",
    "The brokers at {address} were not reached: nothing listens there.": "До брокеров {address} не достучаться: там "
    "никто не слушает.",
    "Is Kafka running? `ksqltui stack up` starts the lesson's. On another machine: {ssh}.": "Запущена ли Kafka? "
    "`ksqltui stack up` запустит стек урока. На другой машине: {ssh}.",
    "The brokers at {address} were not reached: {told}.": "До брокеров {address} не достучаться: {told}.",
    "Check the address, the network and whether Kafka is running.": "Проверьте адрес, сеть и запущена ли Kafka.",
    "The brokers at {address} did not let ksqltui in: {words}.": "Брокеры {address} не впустили ksqltui: {words}.",
    "Check sasl.username, sasl.password and sasl.mechanism in the file of --command-config.": "Проверьте "
    "sasl.username, sasl.password и sasl.mechanism в файле --command-config.",
    "TLS with {address} did not come about: {words}.": "TLS с {address} не получился: {words}.",
    "Name the authority's file as ssl.ca.location in the file of --command-config.": "Укажите файл удостоверяющего "
    "центра как ssl.ca.location в файле --command-config.",
    "{address} wants TLS, and ksqltui spoke in clear.": "{address} требует TLS, а ksqltui говорил открыто.",
    "Write security.protocol=SSL (or SASL_SSL) and ssl.ca.location=FILE into a file and give it with --command-config "
    "FILE.": "Запишите security.protocol=SSL (или SASL_SSL) и ssl.ca.location=FILE в файл и дайте его: "
    "--command-config FILE.",
    "{address} is a Kafka broker that hangs up on ksqltui: it wants a user by SASL, and got none.": "{address} — "
    "брокер Kafka, и он кладёт трубку: ему нужен пользователь SASL, а его нет.",
    "Write security.protocol=SASL_PLAINTEXT, sasl.mechanism=PLAIN, sasl.username and sasl.password into a file, one a "
    "line, and give it with --command-config FILE.": "Запишите security.protocol=SASL_PLAINTEXT, sasl.mechanism=PLAIN, "
    "sasl.username и sasl.password в файл, по одному в строке, и дайте его: --command-config FILE.",
    "{address} speaks in clear, and ksqltui wanted TLS.": "{address} говорит открыто, а ksqltui хотел TLS.",
    "Write security.protocol=PLAINTEXT (or SASL_PLAINTEXT) into the file of --command-config.": "Запишите "
    "security.protocol=PLAINTEXT (или SASL_PLAINTEXT) в файл --command-config.",
    "{address} takes the connection, but what answers is not Kafka.": "{address} принимает соединение, но отвечает не "
    "Kafka.",
    "Check the port: the lesson's brokers listen on 9092, 9093 and 9094; 8088 is ksqlDB.": "Проверьте порт: брокеры "
    "урока слушают 9092, 9093 и 9094; 8088 — это ksqlDB.",
    "The brokers gave no answer in {seconds} s.": "Брокеры не ответили за {seconds} с.",
    "The Kafka client's library stopped while a broker went away.": "Библиотека клиента Kafka остановилась, пока "
    "уходил брокер.",
    "It starts anew with the next look.": "Со следующим опросом она запустится снова.",
    "The process that looks at the brokers did not start: {error}.": "Процесс, который опрашивает брокеров, не "
    "запустился: {error}.",
    "The Kafka client refuses its settings: {words}.": "Клиент Kafka не принимает настройки: {words}.",
    "Check the properties of --command-config.": "Проверьте свойства в --command-config.",
    "Some partitions' leader gave no offsets: it may be down.": "Лидеры некоторых партиций не дали смещений: возможно, "
    "они не работают.",
    "Configs can be asked of the brokers only, and they are not reached: this picture is ksqlDB's.": "Настройки знают "
    "только брокеры, а до них не достучаться: показано то, что знает ksqlDB.",
    "Give their address with --bootstrap.": "Задайте их адрес: --bootstrap.",
    # Refused.
    "There is no topic {topics}.": "Топика {topics} нет.",
    "Topic {topic} cannot be read": "Топик {topic} не читается",
    "Topic {topic} has no partition {partitions}.": "В топике {topic} нет партиции {partitions}.",
    "It has partitions 0 to {last}.": "Есть партиции с 0 по {last}.",
    "Group {group} was not set": "Группа {group} не изменена",
    "Look at the list of topics: ksqltui topics list.": "Список топиков: ksqltui topics list.",
    "Choose another name, or alter the topic that is there.": "Возьмите другое имя или измените тот, что есть.",
    "A topic has at most as many replicas as there are brokers up.": "Реплик у топика не больше, чем работающих "
    "брокеров.",
    "A topic has at least one partition, and partitions can only be added.": "В топике хотя бы одна партиция, и их "
    "можно только добавлять.",
    "Kafka's documentation of topic configs has the names and what they take.": "Имена и значения — в документации "
    "Kafka о настройках топиков.",
    "The user of this connection may not do it.": "Пользователю этого соединения это нельзя.",
    "The group has active members: stop its consumers first.": "В группе есть активные участники: сначала остановите "
    "потребителей.",
    "Fewer replicas are in sync than min.insync.replicas asks for: start the missing broker.": "В синхроне меньше "
    "реплик, чем требует min.insync.replicas: поднимите брокера.",
}
