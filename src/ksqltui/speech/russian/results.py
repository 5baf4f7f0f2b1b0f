"""Owns the words about runs and their results in Russian: states, status line, notes, views."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # States.
    "starting": "запускается",
    "streaming": "идёт",
    "finished": "завершён",
    "limit reached": "предел достигнут",
    "stopped by you": "остановлен вами",
    "failed": "ошибка",
    "connection lost": "связь потеряна",
    # Answers without rows.
    "Done. ksqlDB answers nothing to this statement.": "Готово. На этот запрос ksqlDB ничего не отвечает.",
}
