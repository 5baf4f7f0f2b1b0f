"""References are replaced where ksqlDB replaces them, and nowhere else."""

from __future__ import annotations

import pytest

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.variables import substitute


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("SELECT ${n} FROM ${t};", "SELECT 3 FROM payments;"),
        ("SELECT 'is ${t} ${absent}' FROM s;", "SELECT 'is payments ${absent}' FROM s;"),
        ("-- ${t}\nSHOW TABLES;", "-- ${t}\nSHOW TABLES;"),
        ("SELECT '${quote}' FROM s;", "SELECT 'it''s' FROM s;"),
        ("SELECT ${T};", "SELECT payments;"),
        ("no references", "no references"),
    ],
)
def test_replacing(text: str, replaced: str) -> None:
    assert substitute(text, {"t": "payments", "n": "3", "quote": "it's"}) == replaced


@pytest.mark.parametrize("value", [None, "a; DROP TABLE t", "two words", ""])
def test_what_is_neither_a_name_nor_a_literal_is_refused(value: str | None) -> None:
    with pytest.raises(KsqlSyntaxError) as refused:
        substitute("SELECT 1\n FROM ${x};", {} if value is None else {"x": value})
    assert refused.value.message.startswith("Illegal argument at Line: 2, Col: 7.")
    assert refused.value.offset == 15
