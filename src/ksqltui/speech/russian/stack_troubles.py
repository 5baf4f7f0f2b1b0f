"""Owns the Russian of what is wrong with Docker, compose and the stack; knows no other words."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Another program holds the port. `ksqltui stack up` names it before it starts; stop it and try again.": (
        "Порт занят другой программой. `ksqltui stack up` назовёт её до запуска; остановите её и повторите."
    ),
    "The disk is full. `docker system df` shows what Docker holds, `docker system prune` frees it.": (
        "Диск полон. `docker system df` покажет, что держит Docker, `docker system prune` освободит место."
    ),
    "The registry of images limits how often it is asked. Log in with `docker login` or wait an hour.": (
        "Реестр образов ограничивает число запросов. Войдите через `docker login` или подождите час."
    ),
    "The image could not be pulled. Look at the network and at a proxy, then try again.": (
        "Образ не удалось загрузить. Проверьте сеть и прокси и повторите."
    ),
    "A container of that name exists from another project. Remove it or take --project with a name of yours.": (
        "Контейнер с таким именем есть в другом проекте. Удалите его или возьмите --project со своим именем."
    ),
    "{there} for Docker, about {wanted} wanted": "{there} для Docker, нужно около {wanted}",
    "{there} free, about {wanted} wanted for the images": "{there} свободно, для образов нужно около {wanted}",
    "another program holds it": "его держит другая программа",
    "`ss -ltnp 'sport = :{port}'` names it": "`ss -ltnp 'sport = :{port}'` назовёт её",
    "the container {name} holds it": "его держит контейнер {name}",
    "`docker stop {name}` frees it": "`docker stop {name}` освободит его",
    "Port {port}, for {service}, is taken: {who}.": "Порт {port} для {service} занят: {who}.",
    "{way}. Or start on other ports with `ksqltui stack up --port-offset 100`.": (
        "{way}. Или запустите на других портах: `ksqltui stack up --port-offset 100`."
    ),
    "to be pulled first: {images}": "сначала загрузятся: {images}",
    "The first start takes longer.": "Первый запуск идёт дольше.",
    "`ksqltui stack up --minimal` needs less; or give Docker more memory.": (
        "`ksqltui stack up --minimal` обойдётся меньшим; или дайте Docker больше памяти."
    ),
    "`docker system prune` frees what Docker no longer needs.": "`docker system prune` освободит ненужное Docker.",
    "no compose project": "никакому проекту compose",
    "A container {name} is there already; it belongs to {owner}.": (
        "Контейнер {name} уже есть; он принадлежит: {owner}."
    ),
    "`docker rm -f {name}` removes it; or start a stack of your own beside it with `ksqltui stack up "
    "--project NAME --port-offset 100`.": (
        "`docker rm -f {name}` удалит его; или запустите рядом свой стек: `ksqltui stack up --project NAME "
        "--port-offset 100`."
    ),
    "it answers, but is not ready": "отвечает, но ещё не готов",
    "The containers are up, but ksqlDB does not answer: {words}": (
        "Контейнеры запущены, но ksqlDB не отвечает: {words}"
    ),
    "`ksqltui stack logs ksqldb-server` shows what it says.": (
        "`ksqltui stack logs ksqldb-server` покажет, что он пишет."
    ),
    "ended with status {status}": "завершился со статусом {status}",
    "Compose failed: {words}": "Ошибка compose: {words}",
    "Compose cannot use {path}: {words}": "Compose не может использовать {path}: {words}",
    "Mend the file or what it takes from the environment; without --file ksqltui takes its own.": (
        "Исправьте файл или то, что он берёт из окружения; без --file ksqltui возьмёт свой."
    ),
    "{path} could not be read: {error}.": "{path} не удалось прочитать: {error}.",
    "Compose did not answer within {seconds} s.": "Compose не ответил за {seconds} с.",
    "Install Docker Compose 2 or later: it comes with Docker Desktop, and on Linux as the package "
    "docker-compose-plugin of Docker's own repository.": (
        "Установите Docker Compose 2 или новее: он идёт с Docker Desktop, а в Linux это пакет "
        "docker-compose-plugin из репозитория Docker."
    ),
    "`docker` is here, but without its compose plug-in.": "`docker` есть, но без плагина compose.",
    "Compose {version} is here, and it is too old: version 1 ended in 2023.": (
        "Есть Compose {version}, но он слишком стар: версия 1 закончилась в 2023 году."
    ),
    "There is neither `docker` nor `docker-compose` on the PATH.": "В PATH нет ни `docker`, ни `docker-compose`.",
    "the default socket": "обычный сокет",
    "the docker context {name}": "контекст docker {name}",
    "{host}, from {source}": "{host}, источник: {source}",
    "Or take the sandbox, which needs none: ksqltui --sandbox.": (
        "Или возьмите песочницу, ей он не нужен: ksqltui --sandbox."
    ),
    "`ksqltui stack status` lists what is there.": "`ksqltui stack status` перечислит, что есть.",
    "The Docker engine was lost ({where}): {why}": "Docker пропал ({where}): {why}",
    "The Docker engine cannot be reached ({where}): {why}.": "До Docker не достучаться ({where}): {why}.",
    "Write DOCKER_HOST as unix:///path/to/docker.sock or tcp://host:2375, or unset it. {sandbox}": (
        "Запишите DOCKER_HOST как unix:///path/to/docker.sock или tcp://host:2375 или уберите его. {sandbox}"
    ),
    "Docker said: {words}": "Ответ Docker: {words}",
    "Docker is here, but this user may not use it ({where}).": (
        "Docker есть, но этому пользователю он недоступен ({where})."
    ),
    "Join its group with `sudo usermod -aG docker $USER` and log in again. {sandbox}": (
        "Войдите в его группу: `sudo usermod -aG docker $USER`, и перезайдите. {sandbox}"
    ),
    "No Docker engine was found ({where}).": "Docker не найден ({where}).",
    "Install Docker or start Docker Desktop, Colima or Podman. {sandbox}": (
        "Установите Docker или запустите Docker Desktop, Colima или Podman. {sandbox}"
    ),
    "The Docker engine does not answer: it is stopped ({where}).": "Docker не отвечает: он остановлен ({where}).",
    "Start it with `sudo systemctl start docker`, or start Docker Desktop. {sandbox}": (
        "Запустите его: `sudo systemctl start docker`, или откройте Docker Desktop. {sandbox}"
    ),
    "An engine over ssh:// needs one more package ({where}).": (
        "Для Docker через ssh:// нужен ещё один пакет ({where})."
    ),
    "Install it with `pip install 'docker[ssh]'`, or forward the socket: ssh -nNT -L "
    "/tmp/docker.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix:///tmp/docker.sock.": (
        "Установите его: `pip install 'docker[ssh]'`, или пробросьте сокет: ssh -nNT -L "
        "/tmp/docker.sock:/var/run/docker.sock HOST, затем DOCKER_HOST=unix:///tmp/docker.sock."
    ),
    "there is no such socket": "такого сокета нет",
    "nothing listens there": "там никто не слушает",
}
