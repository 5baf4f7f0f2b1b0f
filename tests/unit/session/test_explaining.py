"""What is asked to explain a statement: itself, or the query that runs for it."""

from __future__ import annotations

import pytest

from ksqltui.model.descriptions import RunningQuery
from ksqltui.session.explaining import explain_text

RUNNING = (RunningQuery("", ("TOTALS",), (), "CTAS_TOTALS_3", {}, "PERSISTENT", "RUNNING"),)


@pytest.mark.parametrize(
    ("statement", "asked"),
    [
        ("SELECT * FROM a EMIT CHANGES;", "EXPLAIN SELECT * FROM a EMIT CHANGES;"),
        ("INSERT INTO b SELECT * FROM a;", "EXPLAIN INSERT INTO b SELECT * FROM a;"),
        ("CREATE TABLE totals AS SELECT k, COUNT(*) FROM a GROUP BY k;", "EXPLAIN CTAS_TOTALS_3;"),
        ("CREATE STREAM c AS SELECT * FROM a;", "EXPLAIN CREATE STREAM c AS SELECT * FROM a;"),
        ("CREATE OR REPLACE TABLE totals AS SELECT k, COUNT(*) FROM a GROUP BY k;",
         "EXPLAIN CREATE OR REPLACE TABLE totals AS SELECT k, COUNT(*) FROM a GROUP BY k;"),
        ("TERMINATE CTAS_TOTALS_3;", "EXPLAIN CTAS_TOTALS_3;"),
        ("EXPLAIN CTAS_TOTALS_3;", "EXPLAIN CTAS_TOTALS_3;"),
        ("SELECT * FRM a;", "EXPLAIN SELECT * FRM a;"),
        ("TERMINATE ALL;", ""),
        ("SHOW STREAMS;", ""),
        ("DROP TABLE totals;", ""),
    ],
)  # fmt: skip
def test_what_is_asked(statement: str, asked: str) -> None:
    assert explain_text(statement, RUNNING) == asked
