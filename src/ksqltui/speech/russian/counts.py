"""Owns what is counted in Russian and which form a number asks for."""

from __future__ import annotations

from collections.abc import Mapping


def form_of(number: int) -> int:
    """0 for 1, 21, 101; 1 for 2 to 4, 22; 2 for 0, 5 to 20, 111. Source: the plural rules of CLDR for `ru`."""
    last, teens = abs(number) % 10, abs(number) % 100
    if last == 1 and teens != 11:
        return 0
    return 1 if 2 <= last <= 4 and not 12 <= teens <= 14 else 2


COUNTS: Mapping[str, tuple[str, str, str]] = {
    "Tried {count} times, next try in {seconds} s.": (
        "{count} попытка, следующая через {seconds} с.",
        "{count} попытки, следующая через {seconds} с.",
        "{count} попыток, следующая через {seconds} с.",
    ),
    "{count} rows": ("{count} строка", "{count} строки", "{count} строк"),
    "{count} lines": ("{count} запись", "{count} записи", "{count} записей"),
    "{count} versions": ("{count} версия", "{count} версии", "{count} версий"),
    "{count} changes": ("{count} изменение", "{count} изменения", "{count} изменений"),
    "of {count} keys": ("{count} ключа", "{count} ключей", "{count} ключей"),
    "{count} records": ("{count} запись", "{count} записи", "{count} записей"),
    "{count} partitions": ("{count} партиция", "{count} партиции", "{count} партиций"),
    "in {count} partitions": ("в {count} партиции", "в {count} партициях", "в {count} партициях"),
    "{count} replicas each": ("по {count} реплике", "по {count} реплики", "по {count} реплик"),
    "{count} restarts": ("{count} перезапуск", "{count} перезапуска", "{count} перезапусков"),
    "held, {count} lines below": (
        "стоит, ниже {count} строка",
        "стоит, ниже {count} строки",
        "стоит, ниже {count} строк",
    ),
    "{count} containers are stopped and removed.": (
        "{count} контейнер будет остановлен и удалён.",
        "{count} контейнера будут остановлены и удалены.",
        "{count} контейнеров будут остановлены и удалены.",
    ),
    "{count} lines copied": ("{count} строка скопирована", "{count} строки скопированы", "{count} строк скопировано"),
    "{count} lines dropped": ("{count} строка отброшена", "{count} строки отброшены", "{count} строк отброшено"),
    "{count} internal": ("{count} служебный", "{count} служебных", "{count} служебных"),
    "{count} without lag": ("{count} не отстаёт", "{count} не отстают", "{count} не отстают"),
    "{count} more": ("ещё {count}", "ещё {count}", "ещё {count}"),
    "{count} more hidden by the filter": ("фильтр скрыл {count}", "фильтр скрыл {count}", "фильтр скрыл {count}"),
    "{count} more are default: C shows all": (
        "ещё {count} по умолчанию: C покажет все",
        "ещё {count} по умолчанию: C покажет все",
        "ещё {count} по умолчанию: C покажет все",
    ),
    "Brokers {names} are gone.": ("Нет брокера {names}.", "Нет брокеров {names}.", "Нет брокеров {names}."),
    "{count} partitions have no leader: they cannot be read or written.": (
        "{count} партиция без лидера: её нельзя ни читать, ни писать.",
        "{count} партиции без лидера: их нельзя ни читать, ни писать.",
        "{count} партиций без лидера: их нельзя ни читать, ни писать.",
    ),
    "{count} of {all} partitions have fewer replicas in sync than asked for.": (
        "У {count} партиции из {all} в синхроне меньше реплик, чем задано.",
        "У {count} партиций из {all} в синхроне меньше реплик, чем задано.",
        "У {count} партиций из {all} в синхроне меньше реплик, чем задано.",
    ),
    "{count} bytes": ("{count} байт", "{count} байта", "{count} байт"),
    "{count} bytes more": ("ещё {count} байт", "ещё {count} байта", "ещё {count} байт"),
    "{count} more partitions": ("ещё {count} партиция", "ещё {count} партиции", "ещё {count} партиций"),
}
