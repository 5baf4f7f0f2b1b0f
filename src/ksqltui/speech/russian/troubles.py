"""Owns the reasons of failures in Russian: servers, files, statements of the session, filters; and what to do."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # A fault of our own.
    "ksqltui had to stop: a fault of its own ({fault}).": "ksqltui остановлен: ошибка в нём самом ({fault}).",
    "The details are in {path}; they help whoever mends it.": "Подробности в {path}: они помогут её исправить.",
    "The details could not be written to a file.": "Подробности не удалось записать в файл.",
    "The sandbox did not start: {error}": "Песочница не запустилась: {error}",
    "End another push query first: the server allows only so many at a time.": (
        "Сначала завершите другой push-запрос: сервер ограничивает их число."
    ),
    "The server wants a user and a password: give them with --user and --password.": (
        "Сервер просит имя и пароль: задайте их через --user и --password."
    ),
    "This user may not do that: ask whoever runs the server.": (
        "Этому пользователю так нельзя: обратитесь к администратору сервера."
    ),
    "Kafka's access rules forbid it: ask whoever runs the brokers.": (
        "Это запрещают правила доступа Kafka: обратитесь к администратору брокеров."
    ),
    "The server limits how often one may ask: wait a little and try again.": (
        "Сервер ограничивает частоту запросов: немного подождите и повторите."
    ),
    "The server is still at work on an earlier statement: try again in a few seconds.": (
        "Сервер ещё занят прежним запросом: повторите через несколько секунд."
    ),
    "The server is starting: try again in a few seconds.": "Сервер запускается: повторите через несколько секунд.",
    "The server is shutting down: wait until it is back.": "Сервер останавливается: подождите, пока он вернётся.",
    "The server has shut down: start it again.": "Сервер остановлен: запустите его снова.",
    "The server refused the request (HTTP {status}) and gave no reason.": (
        "Сервер отказал (HTTP {status}) и не назвал причины."
    ),
    "{url} wants a user and a password.": "{url} просит имя и пароль.",
    "{url} does not accept this user and password.": "{url} не принимает эти имя и пароль.",
    "Check both: --user and --password.": "Проверьте --user и --password.",
    "The server sent something that is no row: {problem}.": "Сервер прислал не строку: {problem}.",
    "Run the statement again. If it stays so, look for a proxy that changes what passes through it.": (
        "Выполните запрос снова. Если не помогло, ищите прокси, который меняет ответы."
    ),
    "The server's answer broke off before its end.": "Ответ сервера оборвался.",
    "Run the statement again.": "Выполните запрос снова.",
    "Run it again": "Выполнить снова",
    "The server was away or not ready, which passes.": "Сервер был недоступен или не готов, это проходит.",
    "The rows that came before the loss stay in this tab. What comes until the query runs again is not in "
    "its result, unless it begins at the earliest row: F9.": (
        "Строки, пришедшие до обрыва, остаются в этой вкладке. То, что придёт до нового запуска, в результат "
        "не попадёт, если не начать с самой ранней строки: F9."
    ),
    "The rows that came before the loss stay in this tab; the query starts anew.": (
        "Строки, пришедшие до обрыва, остаются в этой вкладке; запрос начнётся заново."
    ),
    "{url} was not reached: {words}.": "{url} недоступен: {words}.",
    "{url} was not reached: no connection in {seconds} s.": "{url} недоступен: нет соединения за {seconds} с.",
    "{url} took the request and gave no answer in {seconds} s.": "{url} принял запрос и не ответил за {seconds} с.",
    "the server closed it": "его закрыл сервер",
    "The connection to {url} broke: {why}.": "Соединение с {url} прервалось: {why}.",
    "{url} took the connection and closed it without an answer: that is not ksqlDB.": (
        "{url} принял соединение и закрыл его без ответа: это не ksqlDB."
    ),
    "{url} answers, but not in HTTP: that is not ksqlDB.": "{url} отвечает, но не по HTTP: это не ksqlDB.",
    "{url} answers in HTTP/2 alone, and was spoken to in HTTP/1.1.": (
        "{url} отвечает только по HTTP/2, а запрос был по HTTP/1.1."
    ),
    "Ask for HTTP/2: --http2.": "Попросите HTTP/2: --http2.",
    "{url} does not speak HTTP/2 in clear.": "{url} не говорит по HTTP/2 без TLS.",
    "Leave --http2 out: HTTP/1.1 does all that ksqltui needs.": ("Уберите --http2: для ksqltui хватает HTTP/1.1."),
    "no content type": "тип не указан",
    "{url} answers, but it is not ksqlDB (HTTP {status}, {kind}).": (
        "{url} отвечает, но это не ksqlDB (HTTP {status}, {kind})."
    ),
    "{url} was not reached: its certificate is not trusted ({verify_message}).": (
        "{url} недоступен: нет доверия к его сертификату ({verify_message})."
    ),
    "{url} was not reached: TLS did not come about ({reason}).": "{url} недоступен: TLS не установлен ({reason}).",
    "{url} was not reached: no host is known as {host}.": "{url} недоступен: хост {host} неизвестен.",
    "{url} was not reached: nothing listens on that port of {host}.": (
        "{url} недоступен: на этом порту хоста {host} никто не слушает."
    ),
    "Check the address, the network and whether ksqlDB is running.": "Проверьте адрес, сеть и запущен ли ksqlDB.",
    "The server may be overloaded or wait for Kafka: see its log, or try again with a longer timeout.": (
        "Сервер перегружен или ждёт Kafka: посмотрите его журнал или повторите с большим временем ожидания."
    ),
    "Check that the server still runs, then run the statement again.": (
        "Проверьте, что сервер работает, и выполните запрос снова."
    ),
    "Check the port. ksqlDB listens on 8088; 9092 is Kafka's own. If the server speaks TLS, write "
    "https:// in front of the address.": (
        "Проверьте порт. ksqlDB слушает 8088; 9092 — порт самой Kafka. Если сервер говорит по TLS, напишите "
        "перед адресом https://."
    ),
    "Check the port: ksqlDB listens on 8088. If the server speaks TLS, write https:// before the "
    "address.": "Проверьте порт: ksqlDB слушает 8088. Если сервер говорит по TLS, напишите перед адресом https://.",
    "{url} was not reached: a gateway in between answers HTTP {status}.": (
        "{url} недоступен: шлюз по пути отвечает HTTP {status}."
    ),
    "Check the port: ksqlDB listens on 8088. Where a proxy stands between, the address needs its path.": (
        "Проверьте порт: ksqlDB слушает 8088. Если по пути стоит прокси, в адресе нужен его путь."
    ),
    "If the server speaks plain HTTP, write http:// in front of the address.": (
        "Если сервер говорит по обычному HTTP, напишите перед адресом http://."
    ),
    "Check the name. A container's name, like ksqldb-server, is known inside its Docker network only: "
    "from outside write localhost.": (
        "Проверьте имя. Имя контейнера, например ksqldb-server, известно только внутри сети Docker: снаружи "
        "пишите localhost."
    ),
    "Is ksqlDB running? Start it, or try the sandbox: ksqltui --sandbox.": (
        "Запущен ли ksqlDB? Запустите его или попробуйте песочницу: ksqltui --sandbox."
    ),
    "Check the address; a firewall may drop what goes there, or the machine is off. If the server speaks "
    "plain HTTP, write http:// in front of it.": (
        "Проверьте адрес; возможно, мешает межсетевой экран или машина выключена. Если сервер говорит по "
        "обычному HTTP, напишите перед адресом http://."
    ),
    "Check the address; a firewall may drop what goes there, or the machine is off.": (
        "Проверьте адрес; возможно, мешает межсетевой экран или машина выключена."
    ),
    "ksqlDB behind it may be starting or down: try again in a few seconds.": (
        "ksqlDB за ним, возможно, запускается или не работает: повторите через несколько секунд."
    ),
    "Did you mean {name}?": "Может быть, {name}?",
    'To find these very words write them in quotes: "a = b"': (
        'Чтобы найти именно эти слова, возьмите их в кавычки: "a = b"'
    ),
    "There is no column {bare}. {hint}": "Нет колонки {bare}. {hint}",
    "A regular expression ends with a slash: /Car.*/": "Регулярное выражение кончается косой чертой: /Car.*/",
    "Write: {name} is null, or: {name} is not null": "Напишите: {name} is null или {name} is not null",
    "A value is missing behind {op}": "После {op} не хватает значения",
    "Nothing equals null. Write: {name} is null, or: {name} is not null": (
        "С null ничего не равно. Напишите: {name} is null или {name} is not null"
    ),
    "NaN is neither more nor less than a number, nor equal to one": ("NaN не больше и не меньше числа и не равен ему"),
    "{name} holds numbers, and {text} is none": "В {name} числа, а {text} — не число",
    "This is no regular expression: {error}": "Это не регулярное выражение: {error}",
    "takes too long: make it simpler": "слишком долго: упростите",
    "the replacement does not fit: {error}": "замена не подходит: {error}",
    "no regular expression: {error}": "не регулярное выражение: {error}",
    "ksqltui itself failed on this statement: {error}": "Сбой самого ksqltui на этом запросе: {error}",
    "Start ksqltui without --read-only to run it.": "Чтобы выполнить, запустите ksqltui без --read-only.",
    "{path} is in use by another console, so nothing was remembered.": (
        "{path} занят другой консолью, поэтому ничего не запомнено."
    ),
    "no known property is spelled like '{name}'. Did you mean '{meant}'? (ksqlDB accepts any name.)": (
        "свойства '{name}' нет среди известных. Может быть, '{meant}'? (ksqlDB принимает любое имя.)"
    ),
    "'{name}' is now '{value}' in this session.": "'{name}' в этом сеансе теперь '{value}'.",
    "'{name}' is now '{value}' in this session (it was '{former}').": (
        "'{name}' в этом сеансе теперь '{value}' (было '{former}')."
    ),
    "Warning: {warning}": "Внимание: {warning}",
    "The server does not let a session set '{name}'. Nothing was changed.": (
        "Сервер не разрешает сеансу задавать '{name}'. Ничего не изменилось."
    ),
    "${{{name}}} stands for '{value}' from now on.": "${{{name}}} теперь означает '{value}'.",
    "'{name}' was not set in this session, so nothing changed.": (
        "'{name}' не было задано в этом сеансе, ничего не изменилось."
    ),
    "'{name}' is no longer set in this session (it was '{former}').": (
        "'{name}' в этом сеансе больше не задано (было '{former}')."
    ),
    "${{{name}}} was not defined.": "${{{name}}} не было определено.",
    "${{{name}}} is no longer defined.": "${{{name}}} больше не определено.",
    "{path} could not be written: {why}.": "Не удалось записать {path}: {why}.",
    "{path} could not be read: {why}.": "Не удалось прочитать {path}: {why}.",
    "a directory": "каталог",
    "not a plain file": "не обычный файл",
    "{path} is {what}, so nothing was written.": "{path} — {what}, поэтому ничего не записано.",
    "{path} exists already, so nothing was written.": "{path} уже есть, поэтому ничего не записано.",
    "There is no directory {parent}, so nothing was written.": "Каталога {parent} нет, поэтому ничего не записано.",
    "{text} is not a path that can be written: {why}.": "По пути {text} записать нельзя: {why}.",
    "Name another file, or replace it.": "Назовите другой файл или замените этот.",
    "Make it first.": "Сначала создайте его.",
    "This is a recording, and no server is behind it.": "Это запись, сервера за ней нет.",
    "Open a server to run statements.": "Чтобы выполнять запросы, подключитесь к серверу.",
    "Only rows of a query and lines of PRINT can be recorded; this statement gives neither.": (
        "Записать можно только строки запроса и сообщения PRINT; здесь нет ни того, ни другого."
    ),
    "The recording stopped. {why}": "Запись остановилась. {why}",
    "What was written until then can be replayed.": "То, что уже записано, можно воспроизвести.",
    "The recorded query failed; the recording does not say why.": (
        "Записанный запрос завершился ошибкой; почему, в записи не сказано."
    ),
    "The recorded query lost its server; the recording does not say how.": (
        "Записанный запрос потерял сервер; как, в записи не сказано."
    ),
    "ksqlDB has accepted the command and has not finished it yet ({state}).": (
        "ksqlDB принял команду и ещё не закончил её ({state})."
    ),
    "ksqlDB could not carry out the command and did not say why.": (
        "ksqlDB не смог выполнить команду и не сказал почему."
    ),
    "Read-only: {words} changes the server, so it was not sent.": (
        "Только чтение: {words} меняет сервер, поэтому не отправлено."
    ),
    "Read-only: this statement could not be read, so it may change something.": (
        "Только чтение: запрос не удалось разобрать, он может что-то изменить."
    ),
    "{path} holds bytes that are no text, so it was not opened.": "В {path} не текст, поэтому файл не открыт.",
    "{path} was changed by another program since it was read, so nothing was written.": (
        "{path} с тех пор изменила другая программа, поэтому ничего не записано."
    ),
    "{path} is a directory.": "{path} — каталог.",
    "{path} is not a plain file, so it was not opened.": "{path} — не обычный файл, поэтому не открыт.",
    "{path} has {count} bytes; the editor opens up to {limit}.": (
        "В {path} {count} байт; редактор открывает до {limit}."
    ),
    "{name} is not a path that can be read: {error}.": "По пути {name} прочитать нельзя: {error}.",
    "It holds letters that Latin-1 has not: it is UTF-8 now.": (
        "В нём буквы, которых нет в Latin-1: теперь это UTF-8."
    ),
    "Name a file in it.": "Назовите файл в нём.",
    "Run it without opening it: ksqltui -f {path}": "Выполните его, не открывая: ksqltui -f {path}",
    "exit status {status} of {name}": "{name} завершился с кодом {status}",
    "no end within {seconds} s": "не закончил за {seconds} с",
    "No editor was found. Set $VISUAL or $EDITOR to the one that you use.": (
        "Редактор не найден. Укажите свой в $VISUAL или $EDITOR."
    ),
    "{editor} ended with status {status}; the buffer is as it was.": (
        "{editor} завершился с кодом {status}; буфер не изменился."
    ),
    "What {editor} left could not be read: {error}.": "Не удалось прочитать то, что оставил {editor}: {error}.",
    "This terminal cannot be handed to another program.": "Этот терминал нельзя отдать другой программе.",
    "{program} did not start: {why}.": "{program} не запускается: {why}.",
    "${name} cannot be read: {error}.": "${name} не удалось прочитать: {error}.",
    "{url} does not accept this token.": "{url} не принимает этот токен.",
    "Get a new one, it may have expired: --token or KSQLTUI_TOKEN.": (
        "Получите новый, срок этого мог истечь: --token или KSQLTUI_TOKEN."
    ),
    "Give them with --user and --password, or a token with --token.": (
        "Задайте их через --user и --password или токен через --token."
    ),
    "{url} was not reached: it wants a client certificate that it trusts.": (
        "{url} недоступен: он просит клиентский сертификат, которому доверяет."
    ),
    "{url} was not reached: the proxy {proxy} in front of it was not reached ({words}).": (
        "{url} недоступен: недоступен прокси {proxy} перед ним ({words})."
    ),
    "answers HTTP {status}": "отвечает HTTP {status}",
    "gives no answer in HTTP": "отвечает не по HTTP",
    "{url} was not reached: the proxy {proxy} does not connect to it ({told}).": (
        "{url} недоступен: прокси {proxy} с ним не соединяет ({told})."
    ),
    "{url} was not reached: the proxy {proxy} wants a user and a password, or others than these.": (
        "{url} недоступен: прокси {proxy} просит имя и пароль или другие вместо этих."
    ),
    "{url} answers in the encoding {encoding}, which was not asked for.": (
        "{url} отвечает в кодировке {encoding}, о которой не просили."
    ),
    "{url} was not reached: its certificate has expired.": "{url} недоступен: срок его сертификата истёк.",
    "{url} was not reached: its certificate is not valid yet.": ("{url} недоступен: его сертификат ещё не действует."),
    "{url} was not reached: its certificate is for another host than {host}.": (
        "{url} недоступен: его сертификат выдан не на хост {host}."
    ),
    "Name the file of the authority that signed it with --ca-file.": (
        "Укажите через --ca-file файл центра, который его подписал."
    ),
    "Give one with --client-cert and --client-key.": "Задайте его через --client-cert и --client-key.",
    "Check HTTP_PROXY and HTTPS_PROXY, or put the server into NO_PROXY.": (
        "Проверьте HTTP_PROXY и HTTPS_PROXY или внесите сервер в NO_PROXY."
    ),
    "Ask whoever runs the proxy, or put the server into NO_PROXY.": (
        "Обратитесь к администратору прокси или внесите сервер в NO_PROXY."
    ),
    "Write them into the variable: http://user:password@host:port.": (
        "Впишите их в переменную: http://user:password@host:port."
    ),
    "Look for a proxy that changes what passes through it.": ("Ищите прокси, который меняет то, что через него идёт."),
    "{url} was not reached: no connection through the proxy {proxy} in {seconds} s.": (
        "{url} недоступен: нет соединения через прокси {proxy} за {seconds} с."
    ),
    "{url} was not reached: it closed the connection after the TLS handshake, as a server does that "
    "wants a client certificate.": (
        "{url} недоступен: он закрыл соединение сразу после TLS, как сервер, которому нужен клиентский сертификат."
    ),
    "The answer for {url} is not ksqlDB's (HTTP {status}, {kind}); the proxy {proxy} is in between.": (
        "Ответ за {url} дал не ksqlDB (HTTP {status}, {kind}); по пути стоит прокси {proxy}."
    ),
    "Whoever runs the server must renew it; a wrong clock of this machine looks the same.": (
        "Его должен обновить администратор сервера; так же выглядят неверные часы этой машины."
    ),
    "Use the host name that the certificate is for.": "Возьмите имя хоста, на которое выдан сертификат.",
    "Give one that it trusts with --client-cert and --client-key. If it wants none, check the port.": (
        "Задайте такой, которому он доверяет, через --client-cert и --client-key. Если он не нужен, проверьте порт."
    ),
    "The proxy may not let it through: ask whoever runs it, or put the server into NO_PROXY.": (
        "Возможно, прокси не пропускает: обратитесь к его администратору или внесите сервер в NO_PROXY."
    ),
}
