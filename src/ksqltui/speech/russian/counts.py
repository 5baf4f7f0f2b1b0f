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
}
