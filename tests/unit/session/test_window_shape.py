"""What a query's text says of its windows: which columns show them and how long they are."""

from __future__ import annotations

import pytest

from ksqltui.model.window_state import WindowShape
from ksqltui.session.window_shape import window_shape
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import Query

TUMBLING = "FROM p WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY name EMIT CHANGES"


@pytest.mark.parametrize(
    ("text", "columns", "windowed", "expected"),
    [
        (f"SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, name {TUMBLING}", "WS NAME", False, WindowShape(0, None, 10_000)),
        (f"SELECT name, WINDOWEND AS e {TUMBLING}", "NAME E", False, WindowShape(None, 1, 10_000)),
        (f"SELECT name, COUNT(*) AS c {TUMBLING}", "NAME C", False, None),
        (
            "SELECT WINDOWSTART AS s, name FROM p WINDOW HOPPING (SIZE 1 MINUTE, ADVANCE BY 10 SECONDS, "
            "GRACE PERIOD 5 SECONDS) GROUP BY name EMIT FINAL",
            "S NAME",
            False,
            WindowShape(0, None, 60_000, grace=5_000, is_final=True),
        ),
        (
            "SELECT WINDOWSTART AS s, WINDOWEND AS e, n FROM p WINDOW SESSION (5 SECONDS) GROUP BY n EMIT CHANGES",
            "S E N",
            False,
            WindowShape(0, 1, gap=5_000),
        ),
        (
            "SELECT WINDOWSTART AS s, name FROM p WINDOW SESSION (5 SECONDS) GROUP BY name EMIT CHANGES",
            "S NAME",
            False,
            None,
        ),
        ("SELECT * FROM t EMIT CHANGES", "NAME WINDOWSTART WINDOWEND CNT", True, WindowShape(1, 2)),
        ("SELECT * FROM t EMIT CHANGES", "NAME WINDOWSTART WINDOWEND CNT", False, None),
    ],
)
def test_windows_of_a_query(text: str, columns: str, windowed: bool, expected: WindowShape | None) -> None:
    query = parse_statement(text)
    assert isinstance(query, Query)

    assert window_shape(query, columns.split(), windowed) == expected
