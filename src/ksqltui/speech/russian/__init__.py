"""The Russian catalog: every text of the screens by its English, and the forms of what is counted."""

from __future__ import annotations

from collections.abc import Mapping

from ksqltui.speech.russian import (
    answers,
    brokers,
    client,
    cluster,
    counts,
    editor,
    kafka,
    keys,
    messages,
    reading,
    recordings,
    results,
    screens,
    stack,
    stack_troubles,
    statements,
    troubles,
)

modules = (
    answers,
    brokers,
    client,
    cluster,
    editor,
    kafka,
    keys,
    messages,
    reading,
    recordings,
    results,
    screens,
    stack,
    stack_troubles,
    statements,
    troubles,
)
TEXTS: Mapping[str, str] = {text: said for module in modules for text, said in module.TEXTS.items()}
COUNTS = counts.COUNTS
form_of = counts.form_of
