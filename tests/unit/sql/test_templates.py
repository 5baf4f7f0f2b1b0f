"""Every template is a statement of the language, and its blanks are where they are said to be."""

from __future__ import annotations

import pytest

from ksqltui.sql.parser import parse_script
from ksqltui.sql.templates import STATEMENTS, StatementTemplate, insert_row, select_all


@pytest.mark.parametrize("each", STATEMENTS, ids=lambda each: each.name)
def test_every_template_is_a_statement_as_it_stands(each: StatementTemplate) -> None:
    text = each.template.text
    assert len(parse_script(text)) == 1
    assert each.template.blanks
    assert not set("«»") & set(text)
    assert all(text[start:end].strip() for start, end in each.template.blanks)


def test_skeletons_name_every_column_with_the_quotes_that_it_needs() -> None:
    chosen = select_all("PAYMENTS", ["NAME", "from", "FROM"], is_windowed=True).text
    assert chosen == "SELECT NAME,\n  `from`,\n  `FROM`,\n  WINDOWSTART,\n  WINDOWEND\n  FROM PAYMENTS\n  EMIT CHANGES;"
    row = insert_row("PAYMENTS", [("NAME", "VARCHAR"), ("at", "DECIMAL(10, 2)"), ("TAGS", "ARRAY<VARCHAR>")])
    assert row.text == "INSERT INTO PAYMENTS (NAME, `at`, TAGS)\n  VALUES ('text', 0.0, NULL);"
    assert [row.text[start:end] for start, end in row.blanks] == ["'text'", "0.0", "NULL"]
    assert len(parse_script(chosen + row.text)) == 2
